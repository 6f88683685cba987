"""This server asks the open internet for one page, and nothing nearer, nothing larger, nothing longer."""

import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsletter.press import fetching
from newsletter.press.fetching import MOST_BYTES, MOST_REDIRECTS, Network, NotFetched, Refusal, fetch, is_public

PRIVATE = [
    "127.0.0.1", "127.8.9.10", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "2002:0a00:0001::", "2001:0:7f00:1::", "fec0::1", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_of_the_open_internet_are_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001:81b::200e"])
def test_public_addresses_are_not(address):
    assert is_public(address)


NEVER_ASKED = [
    ("http://127.0.0.1/", Refusal.NOT_PUBLIC),
    ("http://[::1]/", Refusal.NOT_PUBLIC),
    ("http://[::ffff:169.254.169.254]/latest/meta-data/", Refusal.NOT_PUBLIC),
    ("http://2130706433/", Refusal.NOT_PUBLIC),
    ("http://0x7f000001/", Refusal.NOT_PUBLIC),
    ("http://localhost/admin/", Refusal.NOT_PUBLIC),
    ("https://example.org:22/", Refusal.NOT_PUBLIC),
    ("http://example.org:25/", Refusal.NOT_PUBLIC),
    ("file:///etc/passwd", Refusal.NO_ADDRESS),
    ("gopher://example.org/", Refusal.NO_ADDRESS),
    ("https://user:word@example.org/", Refusal.NO_ADDRESS),
    ("", Refusal.NO_ADDRESS),
]


@pytest.mark.parametrize(("url", "reason"), NEVER_ASKED)
def test_no_connection_is_opened_to_where_nobody_should_go(url, reason, monkeypatch):
    monkeypatch.setattr(fetching.socket, "create_connection", lambda *_args, **_rest: pytest.fail("a connection was opened"))
    with pytest.raises(NotFetched) as refusal:
        fetch(url)
    assert refusal.value.reason == reason


def test_a_name_with_one_private_address_among_its_own_is_refused():
    with pytest.raises(NotFetched) as refusal:
        fetch("https://example.org/", network=Network(resolve=lambda _host, _port: ("93.184.215.14", "10.0.0.1")))
    assert refusal.value.reason == Refusal.NOT_PUBLIC


def test_a_name_nobody_knows_is_told_apart():
    def unknown(_host, _port):
        raise socket.gaierror("no such name")

    with pytest.raises(NotFetched) as refusal:
        fetch("https://no-such-name.example/", network=Network(resolve=unknown))
    assert refusal.value.reason == Refusal.NOT_FOUND


PAGE = b"<html lang=en><title>Soils</title>"


class Answers(BaseHTTPRequestHandler):
    asked: list

    def do_GET(self):
        self.asked.append((self.path, self.headers["Host"], dict(self.headers)))
        name = self.path.strip("/").partition("?")[0] or "page"
        getattr(self, f"answer_{name.partition('-')[0]}")(name)

    def say(self, status=200, body=b"", **headers):
        self.send_response(status)
        for header, value in {"Content_Type": "text/html; charset=ISO-8859-1", **headers}.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self, _name):
        self.say(body=PAGE)

    def answer_redirect(self, name):
        left = int(name.partition("-")[2])
        self.say(302, Location=f"/redirect-{left - 1}" if left > 1 else "/page")

    def answer_inward(self, _name):
        self.say(302, Location="http://169.254.169.254/latest/meta-data/")

    def answer_away(self, _name):
        self.say(302, Location="http://hangs.example/")

    def answer_sideways(self, _name):
        self.say(302, Location="file:///etc/passwd")

    def answer_picture(self, _name):
        self.say(body=b"GIF89a", Content_Type="image/gif")

    def answer_packed(self, _name):
        self.say(body=b"\x1f\x8b", Content_Encoding="gzip")

    def answer_gone(self, _name):
        self.say(404)

    def answer_long(self, _name):
        self.say()
        try:
            for _turn in range(100):
                self.wfile.write(b"x" * 100_000)
        except OSError:
            pass

    def answer_drip(self, _name):
        self.say()
        try:
            for _turn in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    def answer_nonsense(self, _name):
        self.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")

    def answer_hangup(self, _name):
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_args):
        """Nothing on the screen."""


@pytest.fixture
def web():
    """A web server on this machine, and a network in which it is the open internet."""
    with served() as (server, asked):
        port = server.server_address[1]
        yield port, asked, network_to(port)


@contextmanager
def served():
    handler = type("Handler", (Answers,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server, handler.asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def network_to(port, **more):
    resolved = {"news.example": ("127.0.0.1",), "169.254.169.254": ("169.254.169.254",)}
    return Network(resolve=lambda host, _port: resolved[host], may_reach={"127.0.0.1"}.__contains__, ports={port, 80}.__contains__, **more)


def test_a_page_comes_with_its_address_and_charset(web):
    port, asked, network = web
    page = fetch(f"http://news.example:{port}/page?id=1&utm_source=x#top", network=network)
    assert (page.content, page.charset) == (PAGE, "iso-8859-1")
    assert page.url == f"http://news.example:{port}/page?id=1"
    assert asked[0][:2] == ("/page?id=1", f"news.example:{port}")


def test_neither_cookies_nor_credentials_are_sent(web):
    port, asked, network = web
    fetch(f"http://news.example:{port}/page", network=network)
    assert not {"Cookie", "Authorization", "Referer"} & asked[0][2].keys()


def test_a_name_is_resolved_once_and_the_checked_address_is_used(web):
    port, _asked, _network = web
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    network = Network(resolve=lambda _host, _port: next(answers), may_reach={"127.0.0.1"}.__contains__, ports={port}.__contains__)
    assert fetch(f"http://rebinding.example:{port}/page", network=network).content == PAGE
    with pytest.raises(NotFetched):
        fetch(f"http://rebinding.example:{port}/page", network=network)


def test_redirects_are_followed_three_times_and_no_more(web):
    port, asked, network = web
    assert fetch(f"http://news.example:{port}/redirect-{MOST_REDIRECTS}", network=network).url.endswith("/page")
    asked.clear()
    with pytest.raises(NotFetched) as refusal:
        fetch(f"http://news.example:{port}/redirect-{MOST_REDIRECTS + 1}", network=network)
    assert refusal.value.reason == Refusal.TOO_MANY_REDIRECTS
    assert len(asked) == MOST_REDIRECTS + 1


@pytest.mark.parametrize(("name", "reason"), [("inward", Refusal.NOT_PUBLIC), ("sideways", Refusal.NO_ADDRESS)])
def test_a_redirect_is_checked_like_the_first_address(web, name, reason):
    port, asked, network = web
    with pytest.raises(NotFetched) as refusal:
        fetch(f"http://news.example:{port}/{name}", network=network)
    assert refusal.value.reason == reason
    assert len(asked) == 1


WRONG = [
    ("picture", Refusal.NO_PAGE),
    ("packed", Refusal.NO_PAGE),
    ("gone", Refusal.REFUSED),
    ("nonsense", Refusal.NO_ANSWER),
    ("hangup", Refusal.NO_ANSWER),
]


@pytest.mark.parametrize(("name", "reason"), WRONG)
def test_what_is_no_page_is_told_as_what_it_is(web, name, reason):
    port, _asked, network = web
    with pytest.raises(NotFetched) as refusal:
        fetch(f"http://news.example:{port}/{name}", network=network)
    assert refusal.value.reason == reason


def test_no_more_than_the_beginning_of_a_long_page_is_read(web):
    port, _asked, network = web
    assert len(fetch(f"http://news.example:{port}/long", network=network).content) == MOST_BYTES


def test_a_server_that_drips_is_left_when_the_time_is_over(web):
    port, _asked, _network = web
    page = fetch(f"http://news.example:{port}/drip", network=network_to(port, seconds=0.5))
    assert 0 < len(page.content) < 100


def test_a_closed_port_is_no_answer(web):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(NotFetched) as refusal:
        fetch(f"http://news.example:{port}/", network=network_to(port))
    assert refusal.value.reason == Refusal.NO_ANSWER


def test_a_certificate_nobody_vouches_for_is_refused(web, tmp_path, real_server):
    openssl = real_server("openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(certificate), "-days", "2"]
    subprocess.run([*make, "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with served() as (server, asked):
        server.socket = context.wrap_socket(server.socket, server_side=True)
        port = server.server_address[1]
        with pytest.raises(NotFetched) as refusal:
            fetch(f"https://news.example:{port}/page", network=network_to(port))
        assert refusal.value.reason == Refusal.NO_ANSWER
        trusting = network_to(port, certificates=str(certificate))
        assert fetch(f"https://news.example:{port}/page", network=trusting).content == PAGE
        elsewhere = Network(resolve=lambda _host, _port: ("127.0.0.1",), may_reach=bool, ports=bool, certificates=str(certificate))
        with pytest.raises(NotFetched):
            fetch(f"https://other.example:{port}/page", network=elsewhere)
        assert [path for path, *_rest in asked] == ["/page"]
