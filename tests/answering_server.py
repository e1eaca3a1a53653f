"""A real HTTP server that plays question answering systems; it remembers what was asked of it."""

import json
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    """`server.play(body, number)` gives a dict, bytes, or (status, headers, dict); the number counts this question's requests."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        question = body.get("question") or body["messages"][-1]["content"]
        with self.server.lock:
            self.server.counts[question] += 1
            number = self.server.counts[question]
            self.server.asked.append({"path": self.path, "key": self.headers.get("Authorization"), "body": body})
        found = self.server.play(body, number)
        status, headers, content = found if isinstance(found, tuple) else (200, {}, found)
        data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):  # the client has gone
            self.wfile.write(data)
            self.wfile.flush()

    def log_message(self, *_):
        pass


@contextmanager
def answering(play):
    """`url` is its address, `asked` all requests."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.play, server.asked, server.counts, server.lock = play, [], Counter(), threading.Lock()
        server.daemon_threads = True
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()
