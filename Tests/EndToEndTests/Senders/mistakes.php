<?php
// Signs a webhook in one of the ways that people get wrong: mistakes.php NAME
// Writes what arrives at the gateway to headers.txt and body.json in the folder it runs in.
$secret = getenv('WEBHOOK_SECRET');
$raw = '{"event": "message.received", "url": "https://example.org/a", "text": "Grüße"}';
$timestamp = gmdate('Y-m-d\TH:i:s+00:00');

function write(string $signature, string $body, string $timestamp, string $name = 'X-Webhook-Signature'): void
{
    file_put_contents('headers.txt', "X-Webhook-Timestamp: $timestamp\n$name: $signature\n");
    file_put_contents('body.json', $body);
}

switch ($argv[1]) {
    case 'json_encode':
        $again = json_encode(json_decode($raw));
        write(hash_hmac('sha256', "$timestamp.$again", $secret), $raw, $timestamp);
        break;
    case 'base64-of-hex':
        write(base64_encode(hash_hmac('sha256', "$timestamp.$raw", $secret)), $raw, $timestamp);
        break;
    case 'prefixed':
        write('sha256=' . hash_hmac('sha256', "$timestamp.$raw", $secret), $raw, $timestamp);
        break;
    case 'secret-decoded':
        $key = base64_decode($secret);
        write(hash_hmac('sha256', "$timestamp.$raw", $key), $raw, $timestamp);
        break;
    case 'other-source':
        $signature = 'sha256=' . hash_hmac('sha256', $raw, getenv('PREFIXED_SECRET'));
        write($signature, $raw, $timestamp, 'X-Signature');
        break;
}
