"""A mail server of the tests' own: it takes mail over SMTP, refuses as told, and can keep senders waiting."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

PATIENCE = 30.0
OK = "250 Yes"


@dataclass(frozen=True)
class Mail:
    """One mail as it came: whom the envelope names, and what was in it."""

    sender: str
    recipients: tuple[str, ...]
    content: EmailMessage

    @property
    def texts(self) -> list[str]:
        """What its parts say, with the hub's line ends: plain text, then the page."""
        parts = self.content.iter_parts()
        return [part.get_content().replace("\r\n", "\n") for part in parts]  # type: ignore[attr-defined]


@dataclass
class MailServer:
    """What came, and how it answers. Where `holds` is set, it does not answer a mail until it is let go."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    # The server's answer to each command; words after the number are what D12 keeps out of every table.
    recipient_answer: str = OK
    data_answer: str = OK
    # Ends the connection without a word after "QUIT", as broken servers do.
    rude: bool = False
    holds: bool = False
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address, as EMAIL_URL names it."""
        return f"smtp://127.0.0.1:{self.port}"

    def wait_for(self, number: int) -> None:
        """Return once so many more mails have come whole. Raises TimeoutError."""
        for _each in range(number):
            if not self.arrived.acquire(timeout=PATIENCE):
                raise TimeoutError(f"{len(self.mails)} mails came")

    def by_id(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(mail.content["Message-ID"] for mail in self.mails)


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: _Listener

    def handle(self) -> None:
        with suppress(ConnectionError, BrokenPipeError):
            self._say("220 here")
            while line := self.rfile.readline():
                if not self._answer(line.decode().strip()):
                    return

    def _answer(self, line: str) -> bool:
        """Answer one command; False ends the connection."""
        known = self.server.known
        command, _, rest = line.partition(" ")
        match command.upper():
            case "EHLO" | "HELO":
                self._say("250-here\r\n250-SMTPUTF8\r\n250 8BITMIME")
            case "MAIL":
                self.sender, self.recipients = _address(rest), list[str]()
                self._say(OK)
            case "RCPT":
                if known.recipient_answer == OK:
                    self.recipients.append(_address(rest))
                self._say(known.recipient_answer)
            case "DATA":
                self._say("354 go on")
                self._take()
            case "QUIT" if known.rude:
                # An end without a goodbye: a reset in the middle of a word.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            case "QUIT":
                self._say("221 bye")
                return False
            case _:
                self._say(OK)
        return True

    def _take(self) -> None:
        known = self.server.known
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        content = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(content, EmailMessage)
        known.mails.append(Mail(self.sender, tuple(self.recipients), content))
        known.arrived.release()
        if known.holds:
            known.let_go.wait(PATIENCE)
        self._say(known.data_answer)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    known: MailServer


def _address(rest: str) -> str:
    return rest.partition("<")[2].rpartition(">")[0]


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server at a free port of 127.0.0.1."""
    with _Listener(("127.0.0.1", 0), _Talk) as listener:
        listener.known = MailServer(port=listener.server_address[1])
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield listener.known
        finally:
            listener.known.let_go.set()
            listener.shutdown()
            thread.join()
