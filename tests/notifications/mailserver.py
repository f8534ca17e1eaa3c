"""A small real SMTP server on loopback that keeps what it gets and says what it is told to say."""

import socketserver
import threading
import time


class Server(socketserver.ThreadingTCPServer):
    """`replies` maps a verb (RCPT, DATA, MAIL) to what is answered instead of yes; `slow` is seconds before each answer."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
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

    def handle(self):
        self.server.talks += 1
        envelope = {}
        self.say("220 uji")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb in self.server.replies:
                self.say(self.server.replies[verb])
            elif verb == "EHLO":
                self.say("250 uji")
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


def started() -> Server:
    server = Server()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
