"""MJML to the HTML of mail: tables, styles at each element, nothing fetched from anywhere but this site's own pictures."""

import re

import mrml

from site4p1000.common.addresses import absolute

_SITE_ADDRESS = re.compile(r'(\s(?:href|src)=")(/(?!/))')


class BrokenMail(ValueError):
    """The template of a mail is no MJML; the text says where. A fault of ours, not of the editor's."""


def to_html(mjml: str) -> str:
    """The HTML of a mail. Addresses within the site are made whole. Raises `BrokenMail`."""
    try:
        html = mrml.to_html(_whole_addresses(mjml), render_options=mrml.RenderOptions(fonts={})).content
    except OSError as fault:
        raise BrokenMail(f"The mail could not be built: {fault}") from fault
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())


def _whole_addresses(text: str) -> str:
    return _SITE_ADDRESS.sub(lambda found: found[1] + absolute("/"), text)
