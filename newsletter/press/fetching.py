"""Fetches one page from the open internet, and nothing else from anywhere.

Whoever may note an article can make this server ask for an address. So: http and https on their own ports; every address a name
resolves to must be public, and the connection goes to the very address that was checked; the same again for each redirect; an end in
time and in bytes; only HTML is read. No cookies, no credentials, no proxy of the environment.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import certifi

from newsletter.press.article_addresses import NotAWebAddress, canonical_url

MOST_REDIRECTS = 3
MOST_BYTES = 600_000
"""What a page says about itself stands at its beginning; the rest is not read."""
SECONDS_IN_ALL = 8.0
SECONDS_PER_ANSWER = 4.0
PAGE_TYPES = ("text/html", "application/xhtml+xml")


_resolving = threading.BoundedSemaphore(16)
"""Names that are resolved at the same moment in this process."""


class Refusal(Enum):
    """Why a page was not fetched."""

    NO_ADDRESS = "no address"
    NOT_PUBLIC = "not public"
    NOT_FOUND = "no such host"
    NO_ANSWER = "no answer"
    TOO_MANY_REDIRECTS = "too many redirects"
    REFUSED = "refused"
    NO_PAGE = "no page"


class NotFetched(Exception):
    """The page was not fetched; `reason` says why. Some reasons pass with time, so that trying again may help."""

    def __init__(self, reason: Refusal, detail: str = ""):
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedPage:
    """A page, its beginning at least. `url` is where it was found after redirects; `charset` what its server said."""

    url: str
    content: bytes
    charset: str


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a name, as text. Raises ``OSError`` when there is none."""
    return tuple(dict.fromkeys(str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Whether an address lies in the open internet: not this machine, not its network, none of the ranges kept for other ends."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    closed = (
        found.is_multicast,
        found.is_reserved,
        found.is_unspecified,
        found.is_loopback,
        found.is_link_local,
        getattr(found, "is_site_local", False),
    )
    inner = _inner(found)
    return found.is_global and not any(closed) and (inner is None or is_public(str(inner)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Network:
    """The network as this program sees it. Tests give one that lies on their own machine."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    may_reach: Callable[[str], bool] = is_public
    ports: Callable[[int], bool] = frozenset({80, 443}).__contains__
    seconds: float = SECONDS_IN_ALL
    certificates: str = ""


def fetch(url: str, *, network: Network | None = None) -> FetchedPage:
    """The page at `url`. Raises `NotFetched`, and nothing else."""
    network = network or Network()
    until = monotonic() + network.seconds
    try:
        here = canonical_url(url)
        for _turn in range(MOST_REDIRECTS + 1):
            answer = _ask(here, network, until)
            if isinstance(answer, FetchedPage):
                return answer
            here = canonical_url(urljoin(here, answer))
    except (NotAWebAddress, UnicodeError) as fault:
        raise NotFetched(Refusal.NO_ADDRESS) from fault
    except (OSError, HTTPException, ValueError) as fault:
        raise NotFetched(Refusal.NO_ANSWER, type(fault).__name__) from fault
    raise NotFetched(Refusal.TOO_MANY_REDIRECTS)


def _ask(url: str, network: Network, until: float) -> FetchedPage | str:
    """The page, or the address it redirects to."""
    parts = urlsplit(url)
    address = _checked_address(parts, network, until)
    with _plugged_in(parts, address, network, until) as line:
        connection = HTTPConnection(address)
        connection.sock = line  # no address is looked up a second time
        connection.request("GET", _target(parts), headers=_headers(parts))
        with connection.getresponse() as answer:
            return _read(answer, url)


def _checked_address(parts: SplitResult, network: Network, until: float) -> str:
    """The address to connect to. One that is not public among those of a name is enough to refuse the name."""
    host, port = parts.hostname or "", _port(parts)
    if not network.ports(port):
        raise NotFetched(Refusal.NOT_PUBLIC, f"port {port}")
    try:
        found = _resolved(network, host, port, until)
    except OSError as fault:
        raise NotFetched(Refusal.NOT_FOUND, host) from fault
    if not found:
        raise NotFetched(Refusal.NOT_FOUND, host)
    if not all(network.may_reach(address) for address in found):
        raise NotFetched(Refusal.NOT_PUBLIC, host)
    return found[0]


def _resolved(network: Network, host: str, port: int, until: float) -> Sequence[str]:
    """What the name resolves to, by `until`: the system's resolver knows no time-out, so it is asked in a thread that is left behind then.

    So many are left behind at most; while they hang, nothing more is asked. Raises ``OSError``, and `NotFetched` where no answer comes.
    """
    places = _resolving
    if not places.acquire(blocking=False):
        raise NotFetched(Refusal.NO_ANSWER, "the resolver hangs")
    answer: Future[Sequence[str]] = Future()
    try:
        threading.Thread(target=_resolve_into, args=[answer, places, network, host, port], daemon=True, name="resolving").start()
    except RuntimeError as fault:
        places.release()
        raise NotFetched(Refusal.NO_ANSWER, "no thread") from fault
    try:
        return answer.result(timeout=max(0.0, until - monotonic()))
    except TimeoutError as fault:
        raise NotFetched(Refusal.NO_ANSWER, "resolving") from fault


def _resolve_into(answer: "Future[Sequence[str]]", places: threading.Semaphore, network: Network, host: str, port: int) -> None:
    try:
        answer.set_result(network.resolve(host, port))
    except Exception as fault:  # noqa: BLE001 - it goes on in the thread that asked
        answer.set_exception(fault)
    finally:
        places.release()


@contextmanager
def _plugged_in(parts: SplitResult, address: str, network: Network, until: float) -> Iterator[socket.socket]:
    """A connection to `address` itself, cut at `until`; the certificate must be that of the name."""
    line = socket.create_connection((address, _port(parts)), timeout=min(SECONDS_PER_ANSWER, max(0.1, until - monotonic())))
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=network.certificates or certifi.where())
        line = context.wrap_socket(line, server_hostname=_ascii_host(parts), do_handshake_on_connect=False)
    # A server that sends a byte now and then outlasts every time-out of one read; the end in all is kept from outside.
    alarm = threading.Timer(max(0.1, until - monotonic()), _cut, [line])
    alarm.daemon = True
    alarm.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        yield line
    finally:
        alarm.cancel()
        line.close()


def _cut(line: socket.socket) -> None:
    with suppress(OSError):  # it has just ended by itself
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # of a TLS socket too: whoever reads from it gets an end, no half-closed object


def _headers(parts: SplitResult) -> dict[str, str]:
    host = _ascii_host(parts)
    host = f"[{host}]" if ":" in host else host
    return {
        "Host": host if parts.port is None else f"{host}:{parts.port}",
        "User-Agent": "Mozilla/5.0 (compatible; 4p1000-knowledge-bank press review; one page on request of an editor)",
        "Accept": "text/html,application/xhtml+xml",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else path


def _read(answer: HTTPResponse, url: str) -> FetchedPage | str:
    if answer.status in (301, 302, 303, 307, 308) and (where := answer.headers.get("Location")):
        return str(where)
    if answer.status != 200:
        raise NotFetched(Refusal.REFUSED, str(answer.status))
    kind, _, parameters = answer.headers.get("Content-Type", "").partition(";")
    if kind.strip().lower() not in PAGE_TYPES or answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched(Refusal.NO_PAGE, kind.strip()[:60])
    charset = parameters.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return FetchedPage(url=url, content=_beginning(answer), charset=charset)


def _beginning(answer: HTTPResponse) -> bytes:
    pieces, size = [], 0
    while size < MOST_BYTES and (piece := answer.read1(min(65_536, MOST_BYTES - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _inner(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside an IPv6 one that only wraps it."""
    if isinstance(found, ipaddress.IPv4Address):
        return None
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _ascii_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return host if host.isascii() else host.encode("idna").decode("ascii")
