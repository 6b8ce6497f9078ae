"""A small mail server on loopback that can be held at any step, and says no when it is told to."""

import socket
from collections import defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

PATIENCE = 60  # seconds


class MailServer(ThreadingTCPServer):
    """Delivers what was ended with a dot, as RFC 5321 says, whoever is gone by then.

    ``hold`` is the step before whose answer it waits for ``go_on``: greeting, rcpt, data, body
    (half of it read) or end.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.hold, self.times = "", 1
        self.reached, self.go_on = Event(), Event()
        self.refusals: dict[str, str] = {}
        self.delivered: dict[str, list[EmailMessage]] = defaultdict(list)
        self.connections = 0
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def hold_at(self, step: str, times: int = 1) -> None:
        """Wait at the step the next so many times."""
        self.hold, self.times = step, times
        self.reached.clear()
        self.go_on.clear()

    def pass_by(self, step: str) -> None:
        if step == self.hold and self.times:
            self.times -= 1
            self.reached.set()
            assert self.go_on.wait(PATIENCE)

    def got(self, address: str) -> int:
        """How many mails lie in a mailbox."""
        return len(self.delivered[address])


class Session(StreamRequestHandler):
    """One connection."""

    server: MailServer

    def handle(self) -> None:
        self.server.connections += 1
        try:
            self._talk()
        except OSError:
            return  # whoever was there is gone

    def _talk(self) -> None:
        to = ""
        self.server.pass_by("greeting")
        self._say("220 loopback")
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("EHLO"):
                self._say("250-loopback\r\n250-8BITMIME\r\n250 SIZE 99000000")
            elif word.startswith("RCPT"):
                to = line.partition("<")[2].partition(">")[0]
                self.server.pass_by("rcpt")
                self._say(self.server.refusals.get(to, "250 OK"))
            elif word == "DATA":
                self.server.pass_by("data")
                self._say("354 Go on")
                if not self._take(to):
                    return
            elif word.startswith("MAIL"):
                self._say(self.server.refusals.get("MAIL", "250 OK"))
            elif word == "QUIT":
                self._say("221 Bye")
                return
            else:
                self._say("250 OK")

    def _take(self, to: str) -> bool:
        """Read up to the dot; False if it never came."""
        lines = [self.rfile.readline()]
        self.server.pass_by("body")
        while lines[-1] != b".\r\n":
            line = self.rfile.readline()
            if not line:
                return False
            lines.append(line)
        refusal = self.server.refusals.get(f"body of {to}")
        if refusal is None:
            body = b"".join(line.removeprefix(b".") for line in lines[:-1])
            self.server.delivered[to].append(message_from_bytes(body, policy=policy.default))
        self.server.pass_by("end")
        self._say(refusal or "250 Taken")
        return True

    def _say(self, reply: str) -> None:
        self.wfile.write(reply.encode() + b"\r\n")
