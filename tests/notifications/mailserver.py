"""A small real SMTP server on loopback that keeps what it gets and says what it is told to say."""

import socketserver
import ssl
import threading
import time
from pathlib import Path

TLS = Path(__file__).parent / "tls"


class Server(socketserver.ThreadingTCPServer):
    """`replies` maps a verb (RCPT, DATA, MAIL) to what is answered instead of yes; `slow` is seconds before each answer.

    `seals` is how the talk is kept from listeners: "" not at all, "offered" after STARTTLS, "always" from the first byte.
    `secrets` holds, for each sign-in, whether it was sealed.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, seals=""):
        super().__init__(("127.0.0.1", 0), Talk)
        self.seals = seals
        self.secrets = []
        self.mails = []
        self.replies = {}
        self.slow = 0.0
        self.talks = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request, client_address):
        """A client that hangs up is part of the tests."""


class Talk(socketserver.StreamRequestHandler):
    def say(self, words):
        time.sleep(self.server.slow)
        self.wfile.write(f"{words}\r\n".encode())

    def seal(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)

    def handle(self):
        self.server.talks += 1
        envelope = {}
        if self.server.seals == "always":
            self.seal()
        self.say("220 uji")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb in self.server.replies:
                self.say(self.server.replies[verb])
            elif verb == "EHLO":
                is_sealed = isinstance(self.request, ssl.SSLSocket)
                self.say("250-uji\r\n250-AUTH PLAIN\r\n250 STARTTLS" if self.server.seals == "offered" and not is_sealed else "250-uji\r\n250 AUTH PLAIN")
            elif verb == "STAR":
                self.say("220 silakan")
                self.seal()
            elif verb == "AUTH":
                self.server.secrets.append(isinstance(self.request, ssl.SSLSocket))
                self.say("235 baik")
            elif verb == "DATA":
                self.say("354 teruskan")
                lines = []
                while (part := self.rfile.readline()) != b".\r\n":
                    lines.append(part[1:] if part.startswith(b"..") else part)
                self.server.mails.append((envelope.get("RCPT", ""), b"".join(lines)))
                self.say("250 diterima")
            elif verb == "QUIT":
                self.say("221 sampai jumpa")
                return
            else:
                envelope[verb] = line
                self.say("250 baik")


def started(seals="") -> Server:
    server = Server(seals)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
