"""Sections of the home page. Packages above this one register theirs, so that the kernel needs none of them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class HomeSection:
    """A section: the template that draws it and what it draws, for one language."""

    template: str
    values: dict


Provider = Callable[[str], HomeSection | None]
_providers: dict[str, tuple[int, Provider]] = {}


def register(name: str, provider: Provider, *, order: int) -> None:
    """Add a section. `provider` takes a language code and may answer ``None`` when it has nothing to show."""
    if name in _providers:
        raise ValueError(f"the home section “{name}” is registered twice")
    _providers[name] = (order, provider)


def sections(language: str) -> list[HomeSection]:
    """All sections of the home page in their order."""
    ordered = sorted(_providers.values(), key=lambda row: row[0])
    return [section for _, provider in ordered if (section := provider(language))]
