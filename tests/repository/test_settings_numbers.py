"""A number in the environment that cannot be right is told at the start, with what to write."""

import pytest

from site4p1000.settings.environment import WrongSetting, whole_number

NAME = "BANK_SMTP_CONNECTIONS"


@pytest.mark.parametrize(("written", "read"), [(None, 10), ("", 10), (" 64 ", 64), ("1", 1)])
def test_a_whole_number_is_read(monkeypatch, written, read):
    if written is not None:
        monkeypatch.setenv(NAME, written)
    assert whole_number(NAME, 10, least=1) == read


@pytest.mark.parametrize("written", ["0", "-1", "ten", "1.5", "²", "٣"])
def test_anything_else_is_told_with_what_to_write(monkeypatch, written):
    monkeypatch.setenv(NAME, written)
    with pytest.raises(WrongSetting, match="BANK_SMTP_CONNECTIONS is .* Write a whole number, 1 or more"):
        whole_number(NAME, 10, least=1)
