"""Single signed events, sent one at a time and with their answers read: what `load` does not keep."""

import datetime
import hashlib
import hmac
import http.client
import json
import time

from .traffic import PATH, SECRET


def event(number, text="scenario", ahead=0):
    """A small event; `ahead` moves its time by seconds from now."""
    moment = datetime.datetime.fromtimestamp(time.time() + ahead, datetime.timezone.utc)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    body = {"event": "message.status_updated", "timestamp": stamp, "message_id": f"{text}-{number}", "status": "sent"}
    return stamp, json.dumps(body, separators=(",", ":")).encode()


def post(port, stamp, body, timeout=15):
    """Signs and posts; answers the status and the answer's JSON. Status 0: no answer."""
    signature = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Webhook-Timestamp": stamp, "X-Webhook-Signature": signature}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", PATH, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else {}
    except (OSError, http.client.HTTPException, ValueError):
        return 0, {}
    finally:
        connection.close()


def body_hash(body):
    """What the sink's ledger knows a body by."""
    return hashlib.sha256(body).hexdigest()[:16]
