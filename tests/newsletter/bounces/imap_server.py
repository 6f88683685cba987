"""A mail server that speaks as much IMAP as reading a mailbox needs. A thread of the test; `messages` are what it holds."""

import re
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Held:
    raw: bytes
    flags: set[str] = field(default_factory=set)
    is_withheld: bool = False
    """The server answers OK and gives no body."""
    says_size: int | None = None
    """Told instead of the true one."""


class Line(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"* OK ready")
        while line := self.rfile.readline():
            tag, _blank, rest = line.decode().strip().partition(" ")
            verb, _blank, rest = rest.partition(" ")
            getattr(self, f"do_{verb.lower()}", self.unknown)(rest)
            self.say(f"{tag} {self.server.answers.get(verb.lower(), 'OK done')}".encode())
            if verb.lower() == "logout":
                return

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def unknown(self, _rest):
        pass

    def do_capability(self, _rest):
        self.say(b"* CAPABILITY IMAP4rev1")

    def do_select(self, _rest):
        self.say(f"* {len(self.server.messages)} EXISTS".encode())

    def do_search(self, _rest):
        numbers = [str(n) for n, held in enumerate(self.server.messages, 1) if r"\Seen" not in held.flags]
        self.say(f"* SEARCH {' '.join(numbers)}".encode())

    def do_fetch(self, rest):
        number = int(rest.split()[0])
        held = self.server.messages[number - 1]
        raw = held.raw
        if "RFC822.SIZE" in rest:
            return self.say(b"* %d FETCH (RFC822.SIZE %d)" % (number, len(raw) if held.says_size is None else held.says_size))
        self.server.fetched.append(number)
        if held.is_withheld:
            return self.say(b"* %d FETCH (FLAGS ())" % number)
        return self.say(b"* %d FETCH (BODY[] {%d}\r\n%s)" % (number, len(raw), raw))

    def do_store(self, rest):
        self.server.messages[int(rest.split()[0]) - 1].flags |= set(re.findall(r"\\\w+", rest))

    def do_expunge(self, _rest):
        self.server.messages[:] = [held for held in self.server.messages if r"\Deleted" not in held.flags]


class Server(socketserver.ThreadingTCPServer):
    """Listens on a port of its own until closed."""

    daemon_threads = True

    def __init__(self, *raws: bytes):
        super().__init__(("127.0.0.1", 0), Line)
        self.messages = [Held(raw) for raw in raws]
        self.answers: dict[str, str] = {}
        self.fetched: list[int] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"imap://ana:p%40ss@127.0.0.1:{self.server_address[1]}/INBOX"
