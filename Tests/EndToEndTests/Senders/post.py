"""Posts signed webhooks as CubeConnect does, one after the other on one connection.

    post.py PORT PATH REQUESTS ANSWERS

REQUESTS holds a JSON array of {"body", "secret", "age", "omit", "flip"}: `age` in seconds, negative for the future;
`omit` names headers that are left out; `flip` changes one bit of the body after it was signed.
ANSWERS gets a JSON array of {"status", "body"}.
"""
import datetime
import hashlib
import hmac
import http.client
import json
import sys
import time

port, path, source, sink = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
zone = datetime.timezone(datetime.timedelta(hours=3))
connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
answers = []
with open(source, encoding="utf-8") as file:
    requests = json.load(file)
for request in requests:
    body = request["body"].encode()
    moment = datetime.datetime.fromtimestamp(time.time() - request["age"], zone)
    timestamp = moment.isoformat(timespec="seconds")
    signature = hmac.new(request["secret"].encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "User-Agent": "CubeConnect-Webhook/1.0",
        "X-Webhook-Timestamp": timestamp,
        "X-Webhook-Signature": signature,
    }
    for name in request["omit"]:
        del headers[name]
    if request["flip"]:
        middle = len(body) // 2
        body = body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1:]
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    answers.append({"status": answer.status, "body": answer.read().decode()})
with open(sink, "w", encoding="utf-8") as file:
    json.dump(answers, file)
