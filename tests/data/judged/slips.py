"""Mistakes of typing, always the same ones."""


def with_a_slip(query: str) -> str:
    """The query with the third letter of its longest word left out; empty where that word is too short to be recognised again."""
    longest = max(query.split(), key=len)
    if len(longest) < 6 or not longest.isalpha():
        return ""
    return query.replace(longest, longest[:2] + longest[3:], 1)
