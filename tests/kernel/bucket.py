"""A bucket in memory that speaks as much of S3 as the site asks of one; it can fall silent."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DATE = "Sun, 22 Nov 2026 00:00:00 GMT"


class Bucket(ThreadingHTTPServer):
    """`held`: what lies in it; `asked`: (method, bytes of the answer); while `awake` is not set nobody is answered."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.held: dict[str, bytes] = {}
        self.asked: list[tuple[str, int]] = []
        self.awake = threading.Event()
        self.awake.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Bucket

    def do_HEAD(self):
        self.tell(self.server.held.get(self.path), with_body=False)

    def do_GET(self):
        self.tell(self.server.held.get(self.path), with_body=True)

    def do_PUT(self):
        self.server.awake.wait(20)
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("If-None-Match") == "*" and self.path in self.server.held:
            self.reply(412)
        else:
            self.server.held[self.path] = content
            self.reply(200)

    def do_POST(self):
        """Delete what is named: S3's way to delete any number at once."""
        self.server.awake.wait(20)
        home = self.path.partition("?")[0].rstrip("/")
        names = re.findall(r"<Key>([^<]+)</Key>", self.rfile.read(int(self.headers["Content-Length"])).decode())
        for name in names:
            self.server.held.pop(f"{home}/{name}", None)
        told = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
        self.reply(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def tell(self, content, *, with_body):
        self.server.awake.wait(20)
        if content is None:
            self.reply(404)
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        first, last = (int(asked[1]), min(int(asked[2]), len(content) - 1)) if asked else (0, len(content) - 1)
        body = content[first : last + 1]
        more = {"Content-Range": f"bytes {first}-{last}/{len(content)}"} if asked else {}
        self.reply(206 if asked else 200, body, with_body=with_body, **more)

    def reply(self, status, body=b"", *, with_body=True, **headers):
        self.server.asked.append((self.command, len(body) if with_body else 0))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), "Last-Modified": DATE, "ETag": '"e"', **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, *_about):
        """Say nothing."""


@contextmanager
def bucket() -> Iterator[Bucket]:
    """One that answers for the length of the block."""
    made = Bucket()
    threading.Thread(target=made.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield made
    finally:
        made.awake.set()
        made.shutdown()
        made.server_close()
