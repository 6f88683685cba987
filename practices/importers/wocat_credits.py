"""Who made a WOCAT record and what it shows and cites: people, rights, pictures, videos, references. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from practices.importers.base import crosswalk
from practices.importers.wocat_contacts import REDACTED
from practices.importers.wocat_words import Texts, first_sentences, in_language, line_in, shortened
from practices.records import PersonDraft, PictureDraft, ReferenceDraft, Rights, UnmappedTerm, VideoDraft

SITE = "https://wocat.net"
LICENCE = "CC BY-NC-SA 4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by-nc-sa/4.0/"
ADDRESS_LIMIT = 400
CAPTION_LIMIT = 400

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>\"]+")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)$", re.IGNORECASE)


def rights(version: Mapping[str, Any], technology: int) -> Rights:
    """Licence and credit line, which go out with every copy."""
    compiler = _account_name(version.get("compiler"))
    credit = f"WOCAT, technology {technology}" + (f"; compiler: {compiler}" if compiler else "")
    return Rights(licence=LICENCE, licence_url=LICENCE_URL, credit=shortened(credit, 400))


def people(version: Mapping[str, Any], language: str) -> tuple[PersonDraft, ...]:
    """Everybody to credit, once per role. Names only: there is no place for an address."""
    found = [*_accounts(version), *_resource_persons(version, language)]
    return tuple(dict.fromkeys(person for person in found if person.name not in ("", REDACTED)))


def unknown_roles(version: Mapping[str, Any]) -> tuple[UnmappedTerm, ...]:
    """Kinds of resource persons that the crosswalk does not know; the people are credited as contributors."""
    kinds = [entry.get("type") for entry in version.get("key_resource_persons") or () if entry]
    return crosswalk("wocat_role").map("key_resource_persons.type", filter(None, kinds)).unmapped


def _accounts(version: Mapping[str, Any]) -> Iterator[PersonDraft]:
    groups = {"compiler": [version.get("compiler")], "editors": version.get("editors"), "reviewers": version.get("reviewers")}
    for name, accounts in groups.items():
        for account in accounts or ():
            yield PersonDraft(role=_role(name), name=_account_name(account))


def _resource_persons(version: Mapping[str, Any], language: str) -> Iterator[PersonDraft]:
    """A name in the language of the draft, else as the account has it, else in the language of the record: credit is owed."""
    for entry in version.get("key_resource_persons") or ():
        if entry:
            names = (_own_name(entry, language), _account_name(entry.get("user")), _own_name(entry, version["primary_language"]))
            institution = line_in(entry.get("institution_name"), language)
            yield PersonDraft(role=_role(entry.get("type") or ""), name=next(filter(None, names), ""), institution=institution)


def _role(term: str) -> str:
    found = crosswalk("wocat_role").lookup(term)
    return found[0].code if found else "contributor"


def _account_name(account: Mapping[str, Any] | None) -> str:
    parts = ((account or {}).get(name) or "" for name in ("title", "first_name", "last_name"))
    return shortened(" ".join(parts), 160)


def _own_name(entry: Mapping[str, Any], language: str) -> str:
    return f"{line_in(entry.get('first_name'), language)} {line_in(entry.get('last_name'), language)}".strip()


def pictures(version: Mapping[str, Any], language: str) -> tuple[PictureDraft, ...]:
    """The pictures, the leading one first, then the drawings with the beginning of their specification as caption."""
    found: dict[str, PictureDraft] = {}
    for file, caption, author in _picture_files(version):
        url = address(file)
        if url and url not in found:
            words = first_sentences(in_language(caption, language), CAPTION_LIMIT)
            credit = shortened(line_in(author, language), 300)
            found[url] = PictureDraft(url=url, caption=words, credit=credit, licence=LICENCE)
    return tuple(found.values())


def _picture_files(version: Mapping[str, Any]) -> Iterator[tuple[str, Texts, Texts]]:
    """(file, caption, author) of photographs and drawings."""
    for one in (version.get("header_image"), *(version.get("images") or ())):
        if one:
            yield one.get("file") or "", one.get("caption"), one.get("photographer")
    for one in version.get("technical_drawings") or ():
        if one and one.get("file"):
            yield _drawing_file(one["file"]), one.get("specifications"), one.get("author")


def _drawing_file(file: Mapping[str, Any]) -> str:
    """The drawing itself, or its preview when it is no picture (a PDF)."""
    url = file.get("url") or ""
    return url if _PICTURE.search(url) else file.get("preview_url") or ""


def address(file: str) -> str:
    """The full address of a file at WOCAT; empty for files elsewhere, which are not ours to fetch."""
    path = file.removeprefix(SITE)
    if not path.startswith("/") or path.startswith("//"):
        return ""
    full = SITE + quote(path, safe="/%:@!$&'()*+,;=?~")
    return full if len(full) <= ADDRESS_LIMIT else ""


def videos(version: Mapping[str, Any], language: str) -> tuple[VideoDraft, ...]:
    """The videos as links, each once, with their description as title."""
    found: dict[str, VideoDraft] = {}
    for entry in version.get("videos") or ():
        url = ((entry or {}).get("video_url") or "").strip()
        if is_web_address(url):
            found.setdefault(url, VideoDraft(url=url, title=line_in(entry.get("description"), language)))
    return tuple(found.values())


def refused_addresses(version: Mapping[str, Any]) -> Iterator[UnmappedTerm]:
    """Addresses of pictures and videos that cannot be used: kept as text, so that a person can look."""
    for file, _caption, _author in _picture_files(version):
        if file and not address(file):
            yield UnmappedTerm(source_field="images.file", term=file)
    for entry in version.get("videos") or ():
        if entry and entry.get("video_url") and not is_web_address(entry["video_url"]):
            yield UnmappedTerm(source_field="videos.video_url", term=entry["video_url"])


def is_web_address(text: str | None) -> bool:
    """Whether it can be a link: http or https, with a host, and not endless."""
    text = (text or "").strip()
    if len(text) > ADDRESS_LIMIT or not _ADDRESS.fullmatch(text):
        return False
    try:
        return bool(urlsplit(text).hostname)
    except ValueError:
        return False


def references(version: Mapping[str, Any], language: str, technology: int) -> Iterator[ReferenceDraft]:
    """What the record cites, then its links. Authors and year stay empty: WOCAT writes all in one line."""
    for number, entry in enumerate(version.get("references") or (), 1):
        title, source = (line_in((entry or {}).get(name), language) for name in ("title", "source"))
        if title or source:
            yield _reference(f"wocat-{technology}-{number}", title or source, source if title else "")
    for number, entry in enumerate(version.get("links") or (), 1):
        title, url = (line_in((entry or {}).get(name), language) for name in ("title", "url"))
        if title or url:
            yield _reference(f"wocat-{technology}-link-{number}", title or url, url)


def _reference(key: str, title: str, source: str) -> ReferenceDraft:
    both = f"{source} {title}"
    doi = _DOI.search(both)
    url = next((found.rstrip(".,;)") for found in _ADDRESS.findall(both) if is_web_address(found.rstrip(".,;)"))), "")
    return ReferenceDraft(
        key=key,
        kind="report",
        title=title,
        container="" if source == url else shortened(source, 300),
        doi=doi[0].rstrip(".,;)") if doi and len(doi[0]) <= 200 else "",
        url=url,
    )
