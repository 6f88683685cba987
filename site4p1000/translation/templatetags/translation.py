"""Template tags about translations (a builtin: no `{% load %}`). None of them asks the database."""

from django import template

from site4p1000.translation.notice import Notice, notice

register = template.Library()


@register.simple_tag
def translation_notice(links) -> Notice | None:
    """What a page's readers are told when its words are older than the original's; `links` are its language links."""
    return notice(links)
