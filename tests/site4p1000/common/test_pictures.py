"""Pictures: made when they are brought, small for the phone, no shift of the page, and nobody waits for them."""

import gc
import re
from io import BytesIO

import pytest
from django.core.cache import caches
from django.core.files.images import ImageFile
from django.template.loader import render_to_string
from PIL import Image as PillowImage
from wagtail.images.models import Image, Rendition

from site4p1000.common.pictures import FORMATS, WIDTHS, make_renditions, specifications
from site4p1000.common.shown_pictures import text_alternative
from tests.factories.pictures import a_picture

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of each size to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def a_photograph(width=1600, height=1200) -> ImageFile:
    """A picture with as much detail as a field has."""
    stored = BytesIO()
    PillowImage.effect_noise((width, height), 60).convert("RGB").save(stored, "JPEG", quality=90)
    stored.seek(0)
    return ImageFile(stored, name="field.jpg")


@pytest.fixture(autouse=True)
def _own_addresses():
    """The cache outlives the database of a test, in which numbers are given anew."""
    caches["renditions"].clear()
    yield
    caches["renditions"].clear()
    gc.collect()  # those files, so that no later test meets them


@pytest.fixture
def image(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return Image.objects.create(title="A field after rain", file=a_photograph())


def html_of(image) -> str:
    return render_to_string("blocks/picture.html", {"value": {"image": image, "caption": "After rain", "credit": "A farmer", "licence": "CC BY 4.0"}})


def test_every_size_is_made_when_the_picture_is_brought(image):
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(specifications())
    assert len(specifications()) == len(FORMATS) * len(WIDTHS)


def test_a_page_makes_no_size_while_a_reader_waits(image, django_assert_num_queries):
    html_of(image)  # the addresses are kept from here on
    again = Image.objects.get(pk=image.pk)
    with django_assert_num_queries(0):
        html_of(again)
    assert Rendition.objects.count() == len(specifications())


def test_the_browser_chooses_form_and_size_and_keeps_the_place(image):
    html = html_of(image)
    assert re.findall(r'<source[^>]*type="image/(\w+)"', html) == ["avif", "webp"]
    assert len(re.findall(r"srcset=\"[^\"]+ 400w, [^\"]+ 800w\"", html)) == 3
    (img,) = re.findall(r"<img[^>]+>", html)
    assert re.search(r'width="\d+"', img)
    assert re.search(r'height="\d+"', img)
    assert 'loading="lazy"' in img
    assert 'alt="After rain"' in img


def test_credit_and_licence_stand_under_the_picture(image):
    assert "After rain <small>Credit: A farmer · CC BY 4.0</small>" in html_of(image)


def test_words_for_who_cannot_see_it_are_those_of_the_page_first():
    image = a_picture(description="Pits full of water")
    told = {"image": image, "alt": "A hand in a pit", "caption": "After rain"}
    assert text_alternative(told) == "A hand in a pit"
    assert text_alternative({**told, "alt": ""}) == "Pits full of water"
    image.description = ""
    assert text_alternative({**told, "alt": ""}) == "After rain"
    assert text_alternative({"image": image, "caption": ""}) == "A field after rain"


def test_avif_is_the_lightest(image):
    sizes = {form: image.renditions.get(filter_spec=f"format-{form}|width-400").file.size for form in FORMATS}
    assert sizes["avif"] < sizes["jpeg"]


def test_a_small_picture_is_not_blown_up(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        small = Image.objects.create(title="Small", file=a_photograph(320, 240))
    assert {rendition.width for rendition in small.renditions.all()} == {320}


def test_a_file_no_library_reads_does_not_stop_the_upload(caplog, image):
    image.file.storage.delete(image.file.name)
    image.renditions.all().delete()
    make_renditions.func(image.pk)
    assert "could not be made" in caplog.text


def test_a_picture_that_is_gone_asks_for_nothing():
    make_renditions.func(987654)
    assert not Rendition.objects.filter(image_id=987654).exists()
