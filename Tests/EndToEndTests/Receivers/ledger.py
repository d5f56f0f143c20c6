"""A receiver for tests: writes down every request, verifies it, and answers as its mode file says.

    ledger.py PORT LEDGER MODE        (the secret to verify with, if any, is in $SECRET)

MODE holds one JSON object: {"status": 503, "first": 2, "delay": 0.1}. `first` limits the status to the first so many
requests of each event; `delay` is in seconds. Without the file the answer is 200 at once.

$TLS_CERT and $TLS_KEY make it speak TLS, $TLS_CLIENT_CA makes it ask for a certificate of that authority, and $SOCKET makes
it listen on a Unix socket too.
"""
import datetime
import hashlib
import hmac
import http.server
import json
import os
import socket
import socketserver
import ssl
import sys
import threading
import time

PORT, LEDGER, MODE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
SECRET = os.environ.get("SECRET", "").encode()
LOCK = threading.Lock()
SEEN = {}


def proof(headers, body):
    signature, timestamp = headers.get("X-Webhook-Signature"), headers.get("X-Webhook-Timestamp")
    if not signature or not timestamp:
        return "none"
    wanted = hmac.new(SECRET, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted, signature):
        return "invalid"
    age = abs(time.time() - datetime.datetime.fromisoformat(timestamp).timestamp())
    return "valid" if age <= 300 else "stale"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            with open(MODE, encoding="utf-8") as file:
                mode = json.load(file)
        except (OSError, ValueError):
            mode = {}
        status = mode.get("status", 200)
        headers = {name.lower(): value for name, value in self.headers.items()}
        if isinstance(self.connection, ssl.SSLSocket):
            certificate = self.connection.getpeercert() or {}
            headers["seen-client"] = "".join(value for part in certificate.get("subject", ()) for _, value in part)
            headers["seen-version"] = self.connection.version()
        with LOCK:
            event = headers.get("hookgate-event-id", "")
            SEEN[event] = SEEN.get(event, 0) + 1
            if "first" in mode and SEEN[event] > mode["first"]:
                status = 200
            entry = {"path": self.path, "headers": headers, "body": body.decode("utf-8", "replace"),
                     "proof": proof(self.headers, body), "status": status}
            with open(LEDGER, "a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")
        time.sleep(mode.get("delay", 0))
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 256


class SocketServer(Server):
    address_family = socket.AF_UNIX

    def server_bind(self):
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", 80

    def get_request(self):
        connection, _ = super().get_request()
        return connection, ("unix", 0)


def tls(server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.environ["TLS_CERT"], os.environ["TLS_KEY"])
    if "TLS_CLIENT_CA" in os.environ:
        context.load_verify_locations(os.environ["TLS_CLIENT_CA"])
        context.verify_mode = ssl.CERT_REQUIRED
    server.socket = context.wrap_socket(server.socket, server_side=True)


if "SOCKET" in os.environ:
    threading.Thread(target=SocketServer(os.environ["SOCKET"], Handler).serve_forever, daemon=True).start()
main = Server(("127.0.0.1", PORT), Handler)
if "TLS_CERT" in os.environ:
    tls(main)
main.serve_forever()
