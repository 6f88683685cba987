"""The template library `exports`: what can be taken along of a practice."""

from typing import Any

from django import template

from practices.exports.downloads import Download
from practices.exports.downloads import downloads as downloads_of

register = template.Library()


@register.simple_tag
def downloads(page: Any) -> tuple[Download, ...]:
    """What can be taken along of `page`: no query."""
    return downloads_of(page)
