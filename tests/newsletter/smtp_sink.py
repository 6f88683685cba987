"""A mail server for tests: speaks SMTP on loopback, writes down every message it took, and misbehaves as addresses ask.

``later.*`` is answered 451, ``never.*`` 550, ``dead.*`` 550 5.1.1, all when the reader is named; ``full.*`` 452 and ``spam.*`` 554 after the message;
``cut.*`` is taken and the line cut before the answer, ``hang.*`` is taken and never answered; ``bye.*`` is answered 421 and the line closed,
``gone.*`` cuts the line when the reader is named, ``noise.*`` is answered with no SMTP there; ``mumble.*`` (no SMTP) and ``endless.*`` (a line
longer than allowed) are answered so after the message was taken; ``odd.*`` is refused, and its message asked for all the same.
A sender ``unwanted@…`` is refused, one ``tired@…`` is told to come again.
SINK_LINES says how many lines are taken at once; another is greeted with 421.
What was refused is not written down.
Run as a program it prints its port and then serves: ``python smtp_sink.py LOG [DELAY_MS]``. With ``-`` for LOG nothing is written down.
Each line of LOG is recipient, TAB, Message-ID, TAB, sender.
"""

import asyncio
import email
import os
import sys
from contextlib import nullcontext
from pathlib import Path

REFUSED = {
    "later": "451 come again",
    "never": "550 no such reader",
    "dead": "550 5.1.1 no such mailbox",
    "bye": "421 too much from you",
    "noise": "who are you?",
}
MUMBLED = {"mumble": "thank you", "endless": "250 " + "x" * 9000}
"""What is said instead of an answer to a message that was taken."""
ODD = {"odd": "550 no such reader"}
"""Refuses the reader, and asks for the message all the same."""
SENDERS = {"unwanted": "553 sender rejected", "tired": "451 not from you now"}
MOST_LINES = int(os.environ.get("SINK_LINES", "10000"))
EXTENSIONS = os.environ.get("SINK_EXTENSIONS", "250-PIPELINING\r\n")


class Line(asyncio.Protocol):
    """One connection."""

    open_lines = 0

    def __init__(self, log, delay_s: float):
        self.log, self.delay_s = log, delay_s
        self.buffer, self.sender, self.recipient, self.is_data = b"", "", "", False

    def connection_made(self, transport):
        self.transport = transport
        Line.open_lines += 1
        self.say("220 sink" if Line.open_lines <= MOST_LINES else "421 too many lines")
        if Line.open_lines > MOST_LINES:
            transport.close()

    def connection_lost(self, _error):
        Line.open_lines -= 1

    def say(self, answer: str) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer.encode() + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while True:
            end = b"\r\n.\r\n" if self.is_data else b"\r\n"
            # A message without any line is a lone dot.
            head, found, rest = (b"", b".\r\n", self.buffer[3:]) if self.is_data and self.buffer.startswith(b".\r\n") else self.buffer.partition(end)
            if not found:
                return
            self.buffer = rest
            self.message(head) if self.is_data else self.command(head.decode())

    def command(self, line: str) -> None:
        verb = line[:4].upper()
        if verb == "RCPT":
            self.recipient = line.partition("<")[2].partition(">")[0]
        if verb == "MAIL":
            self.sender = line.partition("<")[2].partition(">")[0]
        self.is_data = verb == "DATA" and self.kind not in REFUSED and not self.refusal_of_sender
        if verb == "RCPT" and self.kind == "gone":
            return self.transport.abort()
        self.say(self.answer(verb))
        if verb == "QUIT" or (verb == "RCPT" and self.kind == "bye"):
            self.transport.close()

    @property
    def refusal_of_sender(self) -> str:
        """What the sender's address asks for; empty for one that is taken."""
        return SENDERS.get(self.sender.partition("@")[0], "")

    @property
    def kind(self) -> str:
        """What the address asks for."""
        return self.recipient.partition(".")[0]

    def answer(self, verb: str) -> str:
        if verb == "MAIL" and self.refusal_of_sender:
            return self.refusal_of_sender
        if verb in ("RCPT", "DATA") and self.refusal_of_sender:
            return "503 no sender"
        answers = {"EHLO": f"250-sink\r\n{EXTENSIONS}250 8BITMIME", "DATA": "354 go on", "QUIT": "221 bye"}
        if verb == "RCPT" or (verb == "DATA" and not self.is_data):
            return REFUSED.get(self.kind) or ODD.get(self.kind, "250 ok") if verb == "RCPT" else "503 no reader"
        return answers.get(verb, "250 ok")

    def message(self, raw: bytes) -> None:
        self.is_data = False
        refusals = {"full": "452 no room", "spam": "554 not from you", **dict.fromkeys(ODD, "554 no reader")}
        if self.kind in refusals:
            return self.say(refusals[self.kind])
        if self.log is None:
            return self.taken()
        self.log.write(f"{self.recipient}\t{email.message_from_bytes(raw)['Message-ID']}\t{self.sender}\n")
        self.log.flush()
        if self.kind == "cut":
            self.transport.abort()
        elif self.kind in MUMBLED:
            self.say(MUMBLED[self.kind])
        elif self.kind != "hang":
            self.taken()

    def taken(self) -> None:
        """Say so, after the time it takes."""
        if self.delay_s:
            asyncio.get_running_loop().call_later(self.delay_s, self.say, "250 taken")
        else:
            self.say("250 taken")


async def serve(log_path: Path, delay_ms: float) -> None:
    """Serve until killed."""
    with nullcontext() if log_path == Path("-") else log_path.open("a") as log:
        server = await asyncio.get_running_loop().create_server(lambda: Line(log, delay_ms / 1000), "127.0.0.1", 0)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 0))
