"""Starts a program as systemd does: a notify socket, a watchdog, and one listening socket as descriptor 3.

    supervisor.py FOLDER PORT PROGRAM ARGUMENT...

Writes what it is told to FOLDER/notified, a line a datagram. The socket stays open when the program ends, and the program
is started again while FOLDER/restart exists (which is taken away first). Ends with the program's exit code.
"""
import os
import signal
import socket
import subprocess
import sys
import threading

folder, port, program = sys.argv[1], int(sys.argv[2]), sys.argv[3:]

ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
ear.bind(f"{folder}/notify")


def listen():
    while True:
        text = ear.recv(4096).decode()
        with open(f"{folder}/notified", "a", encoding="utf-8") as file:
            file.write(text.replace("\n", " ") + "\n")


threading.Thread(target=listen, daemon=True).start()
door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", port))
door.listen(128)

while True:
    environment = {**os.environ, "NOTIFY_SOCKET": f"{folder}/notify", "WATCHDOG_USEC": "400000", "LISTEN_FDS": "1"}
    # The number of the process is known to nobody before it runs: the shell says its own and becomes the program.
    child = subprocess.Popen(["sh", "-c", 'LISTEN_PID=$$ WATCHDOG_PID=$$ exec "$0" "$@"', *program], env=environment,
                             preexec_fn=lambda: os.dup2(door.fileno(), 3), pass_fds=(3,))
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    code = child.wait()
    try:
        os.remove(f"{folder}/restart")
    except FileNotFoundError:
        sys.exit(code)
