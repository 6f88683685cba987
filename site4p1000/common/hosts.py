"""Host names as mail, links and certificates carry them: in ASCII (IDNA). Pure.

What cannot be written so is given back as it is: whoever writes it down says what is wrong with it.
"""

from functools import lru_cache
from urllib.parse import urlsplit


@lru_cache(maxsize=256)
def ascii_host(host: str) -> str:
    """``xn--…`` for a name with letters outside ASCII."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def ascii_mail_address(address: str) -> str:
    """The same for what stands behind the at sign; what stands before it is the business of its mail server alone."""
    name, at, host = address.rpartition("@")
    return name + at + ascii_host(host)


@lru_cache(maxsize=8)
def ascii_url(url: str) -> str:
    """The same for the host of an address of the web."""
    host = urlsplit(url).hostname or ""
    return url if host.isascii() else url.replace(urlsplit(url).netloc, urlsplit(url).netloc.lower().replace(host, ascii_host(host)), 1)
