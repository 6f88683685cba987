"""A body becomes parts with anchors of their own."""

import pytest
from wagtail.blocks import StreamBlock

from site4p1000.common.blocks import BODY_BLOCKS
from site4p1000.common.body import parts
from site4p1000.common.templatetags.bank import headed


def body(*blocks):
    return StreamBlock(BODY_BLOCKS).to_python([{"type": kind, "value": value} for kind, value in blocks])


def section(heading: str, text: str = "<p>Words.</p>"):
    return "section", {"heading": heading, "text": text}


def test_each_part_knows_its_template_and_its_anchor():
    (part,) = parts(body(section("What they did")))
    assert (part.template, part.heading, part.anchor) == ("blocks/section.html", "What they did", "what-they-did")
    assert part.values["anchor"] == "what-they-did"


def test_two_equal_headings_get_two_anchors():
    anchors = [part.anchor for part in parts(body(section("Words"), section("Words"), section("Words")))]
    assert len(set(anchors)) == 3


@pytest.mark.parametrize("heading", ["¿?", "…"])
def test_a_heading_without_letters_has_an_anchor_all_the_same(heading):
    assert parts(body(section(heading)))[0].anchor


def test_rich_text_is_rewritten_before_it_is_shown():
    (part,) = parts(body(section("One", "<p>See [ref:a].</p>")), rewrite=lambda html: html.replace("[ref:a]", "[1]"))
    assert part.values["text"] == "<p>See [1].</p>"


def test_the_list_of_contents_leaves_out_what_has_no_heading():
    found = parts(body(section("One"), ("key_figure", {"value": "1", "text": "one", "source": "somebody"}), section("Two")))
    assert [part.heading for part in headed(found)] == ["One", "Two"]
