"""Plays the handshakes of senders as their documentation says, each with its forgeries.

    handshakes.py PORT SECRET NAME

Prints a line per attempt: what was tried, and either "verified" where the sender would go on, or the status.
Every sender judges the answer by itself, with its own copy of the secret.
"""
import base64
import hashlib
import hmac
import http.client
import json
import sys
import time
import urllib.parse

port, secret, name = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3]


def ask(method, path, headers=None, body=b""):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body or None, headers or {})
    answer = connection.getresponse()
    return answer, answer.read().decode()


def tag(key, message):
    return hmac.new(key, message, hashlib.sha256)


def versioned(key, body, age=0):
    """The headers of Slack, and of Zoom under other names."""
    moment = str(int(time.time() - age))
    return {
        "Content-Type": "application/json",
        "X-Request-Timestamp": moment,
        "X-Signature": "v0=" + tag(key, b"v0:" + moment.encode() + b":" + body).hexdigest(),
    }


def say(what, answer, is_verified=False):
    print(f"{what}: {'verified' if is_verified else answer.status}")


def is_plain(answer):
    return answer.headers["Content-Type"].startswith("text/plain") and answer.headers["X-Content-Type-Options"] == "nosniff"


def signed_forgeries(path, body, extra=None):
    attempts = {
        "unsigned": {"Content-Type": "application/json"},
        "another secret": versioned(b"another secret", body),
        "stale": versioned(secret, body, age=400),
        "future": versioned(secret, body, age=-400),
    }
    for what, headers in attempts.items():
        say(what, ask("POST", path, headers | (extra or {}), body)[0])
    headers = versioned(secret, body) | (extra or {})
    say("changed", ask("POST", path, headers, body.replace(b"abc", b"abd"))[0])


def slack():
    body = b'{"token":"t","challenge":"abc3eZbrw1aBm2rZgRN","type":"url_verification"}'
    answer, text = ask("POST", "/slack", versioned(secret, body), body)
    say("challenge", answer, text == "abc3eZbrw1aBm2rZgRN" and is_plain(answer))
    signed_forgeries("/slack", body)
    script = b'{"challenge":"<script>alert(1)</script>","type":"url_verification"}'
    say("script", ask("POST", "/slack", versioned(secret, script), script)[0])


def zoom():
    body = b'{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation","x":"abc"}'
    answer, text = ask("POST", "/zoom", versioned(secret, body), body)
    expected = {
        "plainToken": "qgg8vlvZRS6UYooatFL8Aw",
        "encryptedToken": tag(secret, b"qgg8vlvZRS6UYooatFL8Aw").hexdigest(),
    }
    say("challenge", answer, json.loads(text) == expected)
    signed_forgeries("/zoom", body)
    moment = str(int(time.time()))
    oracle = json.dumps({"payload": {"plainToken": f"v0:{moment}:x"}, "event": "endpoint.url_validation"}).encode()
    say("oracle", ask("POST", "/zoom", versioned(secret, oracle), oracle)[0])


def twitch():
    body = b'{"challenge":"abc-kappa-360noscope","subscription":{"status":"webhook_callback_verification_pending"}}'
    kind = {"Twitch-Eventsub-Message-Type": "webhook_callback_verification"}
    answer, text = ask("POST", "/twitch", versioned(secret, body) | kind, body)
    say("challenge", answer, text == "abc-kappa-360noscope" and is_plain(answer))
    signed_forgeries("/twitch", body, kind)
    event = b'{"event":"abc","subscription":{}}'
    answer, text = ask("POST", "/twitch", versioned(secret, event) | kind, event)
    say("event with the header of a challenge", answer, json.loads(text).get("status") == "accepted")


def x():
    answer, text = ask("GET", "/x?crc_token=vUI0jS2RbM5DHQxP5RPbUw&nonce=1")
    expected = "sha256=" + base64.b64encode(tag(secret, b"vUI0jS2RbM5DHQxP5RPbUw").digest()).decode()
    say("challenge", answer, json.loads(text) == {"response_token": expected})
    oracle = urllib.parse.quote('{"event":"forged"}', safe="")
    say("oracle", ask("GET", f"/x?crc_token={oracle}")[0])
    # A token that is a document too: its signature is given away, and must be of no use.
    _, text = ask("GET", "/x?crc_token=12345")
    headers = {"X-Signature": json.loads(text)["response_token"], "Content-Type": "application/json"}
    say("event with the signature of a token", ask("POST", "/x", headers, b"12345")[0])


def meta():
    def query(word, challenge="1158201444", mode="subscribe"):
        fields = {"hub.mode": mode, "hub.challenge": challenge, "hub.verify_token": word}
        return ask("GET", "/meta?" + urllib.parse.urlencode(fields))

    answer, text = query("the word of the tests")
    say("challenge", answer, text == "1158201444" and is_plain(answer))
    say("another word", query("a word")[0])
    say("no word", query("")[0])
    say("another mode", query("the word of the tests", mode="unsubscribe")[0])
    say("script", query("the word of the tests", challenge="<script>alert(1)</script>")[0])
    say("nothing", ask("GET", "/meta")[0])
    say("PUT", ask("PUT", "/meta")[0])


def graph():
    token = "Validation: Testing client application reachability for subscription Request-Id: 522a8e7e"
    answer, text = ask("POST", "/graph?validationToken=" + urllib.parse.quote_plus(token))
    say("challenge", answer, text == token and is_plain(answer))
    say("script", ask("POST", "/graph?validationToken=" + urllib.parse.quote_plus("<script>alert(1)</script>"))[0])
    say("unsigned event", ask("POST", "/graph?validationToken=x", {}, b'{"event":"forged"}')[0])


def okta():
    answer, text = ask("GET", "/okta", {"X-Okta-Verification-Challenge": "dGhlIGNoYWxsZW5nZQ"})
    say("challenge", answer, json.loads(text) == {"verification": "dGhlIGNoYWxsZW5nZQ"})
    say("script", ask("GET", "/okta", {"X-Okta-Verification-Challenge": '"}<script>'})[0])
    say("nothing", ask("GET", "/okta")[0])


def dropbox():
    answer, text = ask("GET", "/dropbox?challenge=bGlrZS10aGlz_-")
    say("challenge", answer, text == "bGlrZS10aGlz_-" and is_plain(answer))
    say("script", ask("GET", "/dropbox?challenge=%3Cscript%3E")[0])
    say("two challenges", ask("GET", "/dropbox?challenge=a&challenge=b")[0])


def grid():
    def options(origin):
        headers = {"WebHook-Request-Origin": origin, "WebHook-Request-Callback": "http://192.0.2.1/", "WebHook-Request-Rate": "9"}
        return ask("OPTIONS", "/grid", headers)[0]

    answer = options("eventgrid.azure.net")
    allowed, rate = answer.headers["WebHook-Allowed-Origin"], answer.headers["WebHook-Allowed-Rate"]
    say("origin", answer, (allowed, rate, answer.headers["Allow"]) == ("eventgrid.azure.net", "120", "POST, OPTIONS"))
    refused = options("evil.example")
    say("another origin", refused)
    say("and not allowed", refused, refused.headers["WebHook-Allowed-Origin"] is None)
    say("nothing", ask("OPTIONS", "/grid")[0])


def trello():
    answer, text = ask("HEAD", "/trello")
    say("look", answer, answer.status == 200 and text == "")
    say("GET", ask("GET", "/trello")[0])


def sns():
    topic = "arn:aws:sns:eu-west-1:123456789012:orders"

    def confirm(topic, token, url):
        fields = {"Type": "SubscriptionConfirmation", "Token": token, "TopicArn": topic, "SubscribeURL": url}
        body = json.dumps(fields).encode()
        return ask("POST", "/sns", {"Content-Type": "text/plain", "X-Signature": "sha256=" + base64.b64encode(tag(secret, body).digest()).decode()}, body)[0]

    say("subscription", confirm(topic, "abc", "http://127.0.0.1:1/"))
    say("another topic", confirm(topic.replace("1234", "9999"), "abc", "https://sns.eu-west-1.amazonaws.com/"))
    say("another host in the token", confirm(topic, "abc@evil.example/", "https://sns.eu-west-1.amazonaws.com/"))
    say("unsigned", ask("POST", "/sns", {}, json.dumps({"Type": "SubscriptionConfirmation", "Token": "abc", "TopicArn": topic}).encode())[0])


def asana():
    key = "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81"
    answer, _ = ask("POST", "/asana", {"X-Hook-Secret": key}, b"{}")
    say("key", answer, answer.status == 200 and answer.headers["X-Hook-Secret"] == key)
    body = b'{"event":"asana.test"}'
    answer, text = ask("POST", "/asana", {"X-Hook-Signature": tag(key.encode(), body).hexdigest()}, body)
    say("event", answer, answer.status == 200)


globals()[name]()
