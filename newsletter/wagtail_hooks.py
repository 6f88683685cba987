"""Registers what the admin shows of the newsletter; each area has its own module."""

from newsletter.people.admin import hooks as people_hooks

__all__ = ["people_hooks"]
