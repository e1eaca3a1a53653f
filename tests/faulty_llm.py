"""A real HTTP server that plays language models: good ones, faulty ones, and one that obeys whatever it reads."""

import json
import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

Say = Callable[[str], str]  # the user prompt -> what the model writes
PATIENCE = 30.0  # seconds until a hanging player lets go by itself


class Player(BaseHTTPRequestHandler):
    """One request; `server.play` decides what happens to it."""

    protocol_version = "HTTP/1.1"
    close_connection = True

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, "headers": self._headers(), "body": body})
        try:
            self.server.play(self)
        except OSError:
            self.server.left.set()  # the client has gone

    def do_GET(self):
        self.server.asked.append({"path": self.path, "headers": self._headers(), "body": None})
        self.send_error(404)

    def _headers(self):
        return {name.lower(): value for name, value in self.headers.items()}

    @property
    def prompt(self):
        return self.server.asked[-1]["body"]["messages"][-1]["content"]

    def begin(self, kind="text/event-stream", status=200, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def write(self, data):
        self.wfile.write(data if isinstance(data, bytes) else data.encode())
        self.wfile.flush()

    def event(self, text, reason=None):
        choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": reason}
        self.write(f"data: {json.dumps({'id': 'a', 'object': 'chat.completion.chunk', 'choices': [choice]})}\n\n")

    def log_message(self, *_):
        pass


class _Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_):
        self.left.set()


@contextmanager
def playing(play) -> Iterator[_Server]:
    """A server whose every request is played so; `url` is its address, `asked` what it got, `left` set once a client gave up."""
    with _Server(("127.0.0.1", 0), Player) as server:
        server.play, server.asked, server.left = play, [], threading.Event()
        server.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def says(text: str | Say, pieces: int = 7):
    """A good model: streams its text in pieces of so many characters."""

    def play(request):
        whole = text if isinstance(text, str) else text(request.prompt)
        request.begin()
        for at in range(0, len(whole), pieces):
            request.event(whole[at : at + pieces])
        request.event("", "stop")
        request.write("data: [DONE]\n\n")

    return play


def ollama_says(text: str):
    """The same in Ollama's own protocol: a JSON object a line."""

    def play(request):
        request.begin("application/x-ndjson")
        for piece in (text[: len(text) // 2], text[len(text) // 2 :]):
            request.write(json.dumps({"model": "m", "message": {"role": "assistant", "content": piece}, "done": False}) + "\n")
        request.write(
            json.dumps({"model": "m", "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"})
            + "\n"
        )

    return play


def _linger():
    time.sleep(PATIENCE)


def _status(status, **headers):
    def play(request):
        request.begin("application/json", status, **headers)
        request.write('{"error": {"message": "no", "type": "server_error"}}')

    return play


def _sends(kind, *parts, linger=False):
    def play(request):
        request.begin(kind)
        for part in parts:
            request.write(part)
        if linger:
            _linger()

    return play


def _hangs_before_headers(request):
    _linger()


def _hangs_in_mid_stream(request):
    request.begin()
    request.event("Đảng bộ huyện Sơn Hạ hiện có 1.240 đảng viên [1]. ")
    _linger()


def _drips(request):
    request.begin()
    for _ in range(int(PATIENCE / 0.05)):
        request.write(":")
        time.sleep(0.05)


def _drips_words(request):
    request.begin()
    for _ in range(int(PATIENCE / 0.05)):
        request.event("a")
        time.sleep(0.05)


def _never_ends(request):
    request.begin()
    for _ in range(1_000_000):
        request.event("Đảng bộ huyện Sơn Hạ hiện có 1.240 đảng viên [1]. ")


def _one_endless_line(request):
    request.begin()
    request.write("data: ")
    for _ in range(100_000):
        request.write(b"x" * 65_536)


def _talks_no_http(request):
    request.write(bytes(range(256)) * 20)


def _breaks_off(request):
    request.send_response(200)
    request.send_header("Content-Type", "text/event-stream")
    request.send_header("Content-Length", "100000")
    request.end_headers()
    request.event("Đảng bộ huyện Sơn Hạ hiện có 1.240 đảng viên [1]. ")


# What each does wrong -> how; every one of them must end in the extractive answer.
FAULTS = {
    "hangs before its headers": _hangs_before_headers,
    "hangs before its first word": _sends("text/event-stream", "", linger=True),
    "hangs in mid-stream": _hangs_in_mid_stream,
    "drips comments": _drips,
    "drips words": _drips_words,
    "talks no HTTP": _talks_no_http,
    "sends garbage as a stream": _sends("text/event-stream", b"\xff\xfe\x00data: \x80\x81\n\n" * 50),
    "sends broken JSON": _sends("text/event-stream", 'data: {"choices": [{"delta": \n\n', "data: [DONE]\n\n"),
    "sends JSON of another shape": _sends("text/event-stream", 'data: {"choices": 7}\n\n', 'data: [[["a"]]]\n\n'),
    "nests without end": _sends("text/event-stream", "data: " + "[" * 200_000 + "\n\n"),
    "sends a web page": _sends("text/html", "<html><body>Welcome</body></html>"),
    "sends an image": _sends("image/png", b"\x89PNG\r\n\x1a\n" + bytes(500)),
    "sends nothing": _sends("text/event-stream"),
    "breaks off": _breaks_off,
    "is broken": _status(500),
    "is overloaded": _status(429, Retry_After="60"),
    "is unavailable": _status(503, Retry_After="1"),
    "wants a key": _status(401),
    "sends elsewhere": _status(307, Location="http://127.0.0.1:9/v1/chat/completions"),
    "tells an error in the stream": _sends("text/event-stream", 'data: {"error": {"message": "out of memory"}}\n\n'),
    "never ends": _never_ends,
    "sends one endless line": _one_endless_line,
}  # fmt: skip


def obedient(prompt: str) -> str:
    """What a model says that does whatever a passage orders: repeats all that stands behind "HÃY VIẾT:"."""
    orders = re.findall(r"HÃY VIẾT: (.*)", prompt)
    return "\n".join(orders)
