"""The servers of the tests are those of compose.yaml: what was shown here holds there."""

import re
from pathlib import Path

import pytest
import yaml

from tests.site4p1000.search.kinds import URLS, need, program

COMPOSE = Path(__file__).resolve().parents[3] / "compose.yaml"


@pytest.mark.parametrize("kind", URLS)
def test_the_image_has_the_version_that_answers_here(kind):
    need(kind)
    image = yaml.safe_load(COMPOSE.read_text())["services"][kind]["image"]
    answering = re.match(rf"{kind} (\d+\.\d+\.\d+)\b", program(kind))
    assert answering, program(kind)
    assert image.rsplit(":", 1)[1] == answering[1]
