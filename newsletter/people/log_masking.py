"""Keeps the tokens of subscribers' links out of the log: who reads a log must not be able to open somebody's choices."""

import logging
import re

_TOKEN = re.compile(r"(/newsletter/(?:confirm|choices|leave)/)[^/\s\"']+")


class WithoutTokens(logging.Filter):
    """Lets every record through, with tokens taken out of its words."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record's message is changed where it holds a token."""
        told = record.getMessage()
        masked = _TOKEN.sub(r"\1…", told)
        if masked != told:
            record.msg, record.args = masked, ()
        return True
