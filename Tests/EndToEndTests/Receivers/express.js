// An application as its authors wrote it before there was a gateway: it verifies twice, the way of the sender's SDK
// (over the raw body) and the way of the sender's documentation (over JSON.stringify of the parsed body).
//
//   SECRET=… node express.js PORT LEDGER
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const express = require('express');

const [port, ledger] = process.argv.slice(2);
const secret = process.env.SECRET;
const app = express();

app.use(express.json({ limit: '10mb', verify: (request, _response, raw) => { request.raw = raw; } }));

function matches(request, text) {
  const timestamp = request.get('X-Webhook-Timestamp') || '';
  const signature = Buffer.from(request.get('X-Webhook-Signature') || '');
  const wanted = Buffer.from(
    crypto.createHmac('sha256', secret).update(timestamp + '.').update(text).digest('hex'));
  const fresh = Math.abs(Date.now() - Date.parse(timestamp)) <= 300 * 1000;
  return fresh && signature.length === wanted.length && crypto.timingSafeEqual(signature, wanted);
}

app.post(/.*/, (request, response) => {
  const sdk = matches(request, request.raw);
  const documentation = matches(request, JSON.stringify(request.body));
  fs.appendFileSync(ledger, JSON.stringify({
    path: request.path,
    headers: request.headers,
    body: request.raw.toString('utf8'),
    proof: sdk && documentation ? 'valid' : `sdk ${sdk}, documentation ${documentation}`,
    status: sdk && documentation ? 200 : 401,
  }) + '\n');
  if (!sdk || !documentation) return response.status(401).json({ error: 'Invalid signature' });
  return response.json({ received: true });
});

app.listen(Number(port), '127.0.0.1');
