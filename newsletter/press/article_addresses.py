"""The address of an article, however it was copied: without tracking, AMP wrapping and fragment. Pure.

`canonical_url` is what readers follow, so it changes no more than it must. `address_key` says whether two addresses lead to one article.
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

TRACKING_PREFIXES = ("utm_", "at_custom", "mtm_", "pk_", "piwik_", "hsa_", "vero_", "oly_", "_hs")
TRACKING_NAMES = frozenset(
    "at_medium at_campaign fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh li_fat_id mc_cid "
    "mc_eid mkt_tok mbid cmpid campaign_id xtor ref_src ref_url s_cid wt_mc cvid icid ns_campaign ns_mchannel ns_source "
    "ns_linkname ns_fee smid ftag guccounter guce_referrer guce_referrer_sig amp amp_js_v amp_gsa usqp __twitter_impression".split()
)
"""Parameters that say who shared an address or where, and nothing about what it shows."""

_AMP_SUFFIX = re.compile(r"(?:(?<=.)/amp/?|\.amp)$|\.amp(?=\.html?$)", re.IGNORECASE)
_AMP_PREFIX = re.compile(r"^/amp(?=/.)", re.IGNORECASE)
_WRAPPED_BY_GOOGLE = re.compile(r"^/amp/(s/)?(?=[^/]+\.[^/]+)")
_WRAPPED_BY_CACHE = re.compile(r"^/[cvir](?:/(s))?/(?=[^/]+\.[^/]+)")
_SAME_SITE_NAMES = re.compile(r"^(?:(?:www|m|mobile)\.)+(?=[^.]+\.)")
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(r"^(?:[^\s/@:?#\\\[\]%<>\"]+|[0-9a-f:.]+)$")
_HOST_WITH_PORT = re.compile(r"^[^/:?#]+\.[^/:?#]+:\d+(?:[/?#]|$)")
_GOOGLE = re.compile(r"^(?:www\.)?google\.[a-z.]+$")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class NotAWebAddress(ValueError):
    """What was given is not the http or https address of a page."""


def canonical_url(text: str) -> str:
    """The address readers follow. One without a scheme gets https. Raises `NotAWebAddress`."""
    found = _once(text)
    while (again := _once(found)) != found:
        found = again
    return found


def address_key(text: str) -> str:
    """The same for two addresses of one article: scheme, "www.", order of parameters and a slash at the end do not count. Raises `NotAWebAddress`."""
    parts = urlsplit(canonical_url(text))
    host = _SAME_SITE_NAMES.sub("", parts.netloc)
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    return host + parts.path.rstrip("/") + (f"?{query}" if query else "")


def _once(text: str) -> str:
    parts = _split(text)
    if wrapped := _wrapped(parts):
        return wrapped
    host = _host_and_port(parts)
    if host.startswith("amp.") and host.count(".") > 1:
        host = host.removeprefix("amp.")
    path = _AMP_PREFIX.sub("", _AMP_SUFFIX.sub("", parts.path)) or "/"
    query = "&".join(piece for piece in parts.query.split("&") if piece and not _is_tracking(piece))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _split(text: str) -> SplitResult:
    given = "".join(char for char in text.strip() if char.isprintable()).replace(" ", "%20")
    if not _SCHEME.match(given) or _HOST_WITH_PORT.match(given):
        given = f"https://{given.lstrip('/')}"
    try:
        parts = urlsplit(given)
        if parts.scheme in _DEFAULT_PORTS and "@" not in parts.netloc and _HOST.match(parts.hostname or "") and _host_and_port(parts):
            return parts
    except ValueError:  # a bracket or a port that is none
        pass
    raise NotAWebAddress("This is not the address of a page; it should begin with https:// or http://.")


def _host_and_port(parts: SplitResult) -> str:
    host = (parts.hostname or "").strip(".")
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _wrapped(parts: SplitResult) -> str:
    """The address inside one of Google's AMP addresses; empty for every other."""
    host = parts.hostname or ""
    if _GOOGLE.match(host):
        found = _WRAPPED_BY_GOOGLE.match(parts.path)
    else:
        found = _WRAPPED_BY_CACHE.match(parts.path) if host.endswith(".cdn.ampproject.org") else None
    if not found:
        return ""
    inside = f"{'https' if found[1] else 'http'}://{parts.path[found.end() :]}"
    try:
        return urlunsplit(_split(f"{inside}?{parts.query}" if parts.query else inside))
    except NotAWebAddress:
        return ""


def _is_tracking(piece: str) -> bool:
    name = unquote(piece.partition("=")[0]).lower()
    return name in TRACKING_NAMES or name.startswith(TRACKING_PREFIXES) or piece.lower() == "outputtype=amp"
