"""A practice with one of everything a page can show, in each language, and what is left of one that was withdrawn: for who looks at pages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images.models import Image

from newsletter.models import PressPractice
from practices.models import PracticePage
from practices.records import (
    ConditionDraft,
    CostDraft,
    ExperienceDraft,
    ExposureDraft,
    JudgementDraft,
    PersonDraft,
    PictureDraft,
    PracticeDraft,
    ResultDraft,
    SiteDraft,
    VideoDraft,
)
from site4p1000.common.page_ids import lasting_address
from tests.factories.drafts import a_draft, a_result
from tests.factories.press import a_press_item
from tests.factories.translations import a_published_practice, change_step, draft_of, fresh, publish

WORDS = {
    "local_names": ("tassa",),
    "upkeep": "Mend the pits.",
    "changes": "The soil darkens.",
    "science": "Two studies agree.",
    "tradeoffs": ("Much digging",),
    "constraints": (("labour", "Dry season only"),),
    "climate_risks": "Floods fill the pits.",
    "tags": ("pits",),
    "effort_source": "A village meeting [ref:invented-work]",
    "people": (PersonDraft(role="land_user", name="A farmer"), PersonDraft(role="reviewer", name="A reader")),
}
BASIS = {
    "costs": (CostDraft(key="hoe", item="A hoe", phase="establishment", amount_per_unit=Decimal("3.5"), currency="EUR", year=2019),),
    "experiences": (ExperienceDraft(key="a", title="A farmer", text="It held the rain.", place="A village", country="ML", since_year=2001),),
    "judgements": (JudgementDraft(key="j", indicator="yield", label="Yield", score=2, comment="Better in dry years"),),
    "exposures": (ExposureDraft(key="d", hazard="drought", coping="well", text="Pits hold the rain.", source="A report"),),
}
FILM = VideoDraft(
    url="https://example.org/film", title="Digging", length_seconds=95, size_mb=Decimal("12.5"), transcript="We dig.", licence="CC BY 4.0"
)
MEDIA = {
    "pictures": (PictureDraft(url="https://example.org/pit.jpg", caption="A pit", credit="Somebody", licence="CC BY 4.0"),),
    "videos": (FILM,),
}
ALTITUDE = ConditionDraft(attribute="altitude_m", value=Decimal(600), unit="m")
OTHER_SITES = (
    SiteDraft(key="known", place="A hill", country="FR", latitude=Decimal("44.1"), longitude=Decimal("3.2"), conditions=(ALTITUDE,)),
    SiteDraft(key="country", country="CN"),
)
STORY = UUID("6e0d8f6c-5f3c-4f0e-9d0e-3a5d1f0f6f10")
TITLES = {"en": "Pits with everything", "fr": "Fosses avec tout", "es": "Hoyos con todo"}


def everything(locale: str) -> PracticeDraft:
    """The draft. Its words are English in every language: only what the templates say differs."""
    draft = a_draft(source_id="everything", locale=locale, text_language=locale, title=TITLES[locale])
    return replace(draft, results=(*draft.results, a_loss()), sites=(*draft.sites, *OTHER_SITES), **WORDS, **BASIS, **MEDIA)


def a_loss() -> ResultDraft:
    gain = a_result()
    quantity = replace(gain.quantity, value=Decimal(-5), low=Decimal(-9), high=Decimal(-1))
    return replace(gain, key="loss", quantity=quantity)


def a_photograph(name: str = "field") -> Image:
    stored = BytesIO()
    PillowImage.effect_noise((1200, 900), 60).convert("RGB").save(stored, "JPEG")
    stored.seek(0)
    return Image.objects.create(title="A field after rain", file=ImageFile(stored, name=f"{name}.jpg"))


def with_photographs(page: PracticePage, image: Image, of_step: Image) -> PracticePage:
    """An editor puts a picture first, one into the first step, and publishes."""
    page = draft_of(page)
    picture = {"image": image, "alt": "Pits full of water", "caption": "After rain", "credit": "A farmer", "licence": "CC BY 4.0"}
    page.media.insert(0, ("picture", picture))
    page.steps = change_step(page, 0, pictures=[{"type": "item", "id": "picture", "value": {**picture, "image": of_step.pk}}])
    page.save_revision().publish()
    return fresh(page)


def publish_everything() -> dict[str, dict[str, str]]:
    """Press items, and for each language the addresses of the page, its first version, its list of versions and a withdrawn page."""
    images = a_photograph(), a_photograph("step")
    publish_press()
    return {locale: _addresses(locale, images) for locale in TITLES}


def publish_press() -> None:
    """A story told by two outlets in two languages, about a practice."""
    first = a_press_item("Pits hold the rain", topic="water", country="ML", author="A. Reporter", story=STORY)
    a_press_item("Les fosses retiennent la pluie", language="fr", outlet="Le Quotidien", summaries={"fr": "Des fosses."}, story=STORY)
    a_press_item("Las zanjas", language="es", topic="practices", summaries={"es": "Zanjas."}, published_on=date(2025, 11, 5), url="")
    PressPractice.objects.create(item=first, page=PracticePage.objects.get(slug="cover-crops", locale__language_code="en"))


def _addresses(locale: str, images: tuple[Image, Image]) -> dict[str, str]:
    page = publish(with_photographs(a_published_practice(everything(locale)), *images), summary="Pits that hold rain, manure and seed.")
    gone = a_published_practice(a_draft(source_id="gone", locale=locale, text_language=locale, title=f"Gone {locale}"))
    gone.unpublish()
    return {"page": page.get_url(), "id": lasting_address(page), "version": lasting_address(page, number=1), "gone": lasting_address(gone)}
