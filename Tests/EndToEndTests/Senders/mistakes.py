"""Signs a webhook in one of the ways that people get wrong: mistakes.py NAME

Writes what arrives at the gateway to headers.txt and body.json in the folder it runs in.
"""
import base64
import datetime
import hashlib
import hmac
import json
import os
import sys
import time

secret = os.environ["WEBHOOK_SECRET"].encode()
other = os.environ["OTHER_SECRET"].encode()
raw = '{"event":"message.received","timestamp":"2026-03-10T14:30:00+03:00","text":"Grüße / <ok>","n":[1,2.5,[],{}]}'
body = raw.encode()


def moment(age=0.0):
    return datetime.datetime.fromtimestamp(time.time() - age, datetime.timezone.utc)


def iso(age=0.0):
    return moment(age).isoformat(timespec="seconds")


def mac(content, key=secret, digest=hashlib.sha256):
    return hmac.new(key, content, digest)


def write(signature, sent=body, timestamp=None, name="X-Webhook-Signature"):
    with open("headers.txt", "w", encoding="utf-8") as file:
        file.write("POST /cubeconnect/webhook HTTP/1.1\r\n")
        if timestamp:
            file.write(f"X-Webhook-Timestamp: {timestamp}\r\n")
        if signature:
            file.write(f"{name}: {signature}\r\n")
    with open("body.json", "wb") as file:
        file.write(sent)


def signed(content, age=0.0, key=secret):
    return mac(iso(age).encode() + b"." + content, key).hexdigest()


now = iso()
match sys.argv[1]:
    case "nothing":
        write(signed(body), timestamp=now)
    case "dumps":
        write(signed(json.dumps(json.loads(raw)).encode()), timestamp=now)
    case "compacted-on-the-way":
        pretty = json.dumps(json.loads(raw), indent=2, ensure_ascii=False).encode()
        write(signed(pretty), timestamp=now)
    case "timestamp-left-out":
        write(mac(body).hexdigest(), timestamp=now)
    case "timestamp-as-seconds":
        seconds = str(int(moment().timestamp()))
        now = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc).isoformat()
        write(mac(seconds.encode() + b"." + body).hexdigest(), timestamp=now)
    case "timestamp-of-the-body":
        write(mac(b"2026-03-10T14:30:00+03:00." + body).hexdigest(), timestamp=now)
    case "timestamp-in-another-header":
        write(signed(body), timestamp=None)
        with open("headers.txt", "a", encoding="utf-8") as file:
            file.write(f"X-Timestamp: {now}\r\n")
    case "base64":
        write(base64.b64encode(mac(now.encode() + b"." + body).digest()).decode(), timestamp=now)
    case "other-secret":
        write(signed(body, key=other), timestamp=now)
    case "secret-with-line-feed":
        with open("secret.txt", "wb") as file:
            file.write(secret + b"\n")
        with open("secret.txt", "rb") as file:
            write(signed(body, key=file.read()), timestamp=now)
    case "other-header":
        write(signed(body), timestamp=now, name="X-Hub-Signature")
    case "stale":
        write(signed(body, age=432), timestamp=iso(432))
    case "future":
        write(signed(body, age=-4000), timestamp=iso(-4000))
    case "guessed":
        write(signed(body, key=b"a secret that nobody configured"), timestamp=now)
    case "dumps-without-timestamp":
        write(mac(json.dumps(json.loads(raw)).encode()).hexdigest(), timestamp=now)
