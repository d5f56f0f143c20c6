<?php
// An application in plain PHP: verifies the raw body as Laravel handlers do.
//
//   SECRET=… LEDGER=… php -S 127.0.0.1:PORT receiver.php

$body = file_get_contents('php://input');
$timestamp = $_SERVER['HTTP_X_WEBHOOK_TIMESTAMP'] ?? '';
$signature = $_SERVER['HTTP_X_WEBHOOK_SIGNATURE'] ?? '';
$wanted = hash_hmac('sha256', $timestamp . '.' . $body, getenv('SECRET'));
$fresh = $timestamp !== '' && abs(time() - strtotime($timestamp)) <= 300;
$valid = $fresh && hash_equals($wanted, $signature);

$headers = [];
foreach ($_SERVER as $name => $value) {
    if (strncmp($name, 'HTTP_', 5) === 0) {
        $headers[str_replace('_', '-', strtolower(substr($name, 5)))] = $value;
    }
}
$entry = [
    'path' => $_SERVER['REQUEST_URI'],
    'headers' => (object) $headers,
    'body' => $body,
    'proof' => $valid ? 'valid' : ($fresh ? 'invalid' : 'stale'),
    'status' => $valid ? 200 : 401,
];
file_put_contents(getenv('LEDGER'), json_encode($entry) . "\n", FILE_APPEND | LOCK_EX);
http_response_code($valid ? 200 : 401);
header('Content-Type: application/json');
echo json_encode(['received' => $valid]);
