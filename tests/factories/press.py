"""Press items for tests."""

from datetime import date

from newsletter.models import PressItem, PressState


def a_press_item(title: str = "Soils store more carbon than thought", **fields) -> PressItem:
    """A published item in English with a summary in English, unless said otherwise. Its link is made from its title."""
    values = {
        "outlet": "The Daily",
        "published_on": date(2026, 3, 1),
        "language": "en",
        "url": f"https://example.org/{'-'.join(title.lower().split())}",
        "summaries": {"en": f"What {title} says."},
        "state": PressState.PUBLISHED,
    }
    return PressItem.objects.create(title=title, **{**values, **fields})
