"""Links by which readers pass an issue on. Plain addresses: no script, and nobody learns who passed on what."""

from urllib.parse import quote


def share_by_mail(*, title: str, url: str) -> str:
    """Opens the reader's own mail program with the title and the address filled in."""
    return f"mailto:?subject={quote(title)}&body={quote(url)}"
