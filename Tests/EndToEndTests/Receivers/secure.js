// An application that only speaks HTTP/2 over TLS: writes down every request with the version that it came in.
//
//   SECRET=… TLS_CERT=cert.pem TLS_KEY=key.pem node secure.js PORT LEDGER
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const http2 = require('http2');

const [port, ledger] = process.argv.slice(2);
const server = http2.createSecureServer({
  cert: fs.readFileSync(process.env.TLS_CERT),
  key: fs.readFileSync(process.env.TLS_KEY),
  allowHTTP1: false,
});

server.on('request', (request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const signed = `${request.headers['x-webhook-timestamp']}.${body}`;
    const wanted = crypto.createHmac('sha256', process.env.SECRET).update(signed).digest('hex');
    const headers = { 'seen-version': request.httpVersion, 'seen-streams': String(request.stream.id) };
    for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
    fs.appendFileSync(ledger, JSON.stringify({
      path: request.url,
      headers,
      body,
      proof: wanted === request.headers['x-webhook-signature'] ? 'valid' : 'invalid',
      status: 200,
    }) + '\n');
    response.writeHead(200);
    response.end('ok');
  });
});
server.listen(Number(port), '127.0.0.1');
