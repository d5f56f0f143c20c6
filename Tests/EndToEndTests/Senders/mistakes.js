// Signs a webhook in one of the ways that people get wrong: mistakes.js NAME
// Writes what arrives at the gateway to headers.txt and body.json in the folder it runs in.
const crypto = require("node:crypto");
const fs = require("node:fs");

const secret = process.env.WEBHOOK_SECRET;
const raw = `{
  "event": "message.received",
  "text": "Grüße / <ok>",
  "n": [1, 2.50, "\\u00e9"]
}`;
const timestamp = new Date().toISOString();

function mac(content, key = secret) {
  return crypto.createHmac("sha256", key).update(content).digest("hex");
}

function write(headers, body = raw) {
  fs.writeFileSync("headers.txt", Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`).join(""));
  fs.writeFileSync("body.json", body);
}

function stamped(signature) {
  return { "X-Webhook-Timestamp": timestamp, "X-Webhook-Signature": signature };
}

const mistakes = {
  "stringify": () => write(stamped(mac(`${timestamp}.${JSON.stringify(JSON.parse(raw))}`))),
  "swapped": () => write(stamped(mac(`${raw}.${timestamp}`))),
  "no-separator": () => write(stamped(mac(`${timestamp}${raw}`))),
  "empty": () => write(stamped(mac(`${timestamp}.`))),
  "upper-case-prefix": () => write({ "X-Signature": "SHA256=" + mac(raw).toUpperCase() }),
  "no-prefix": () => write({ "X-Signature": mac(raw) }),
  "secret-as-text": () => {
    const key = process.env.KEY_SECRET;
    write({ "X-Key-Signature": crypto.createHmac("sha256", key).update(raw).digest("base64") });
  },
  "hex-for-base64": () => {
    const key = Buffer.from(process.env.KEY_SECRET, "base64");
    write({ "X-Key-Signature": mac(raw, key) });
  },
};
mistakes[process.argv[2]]();
