"""Pictures in the sizes and forms readers get, made when an editor brings a picture and not while a reader waits: AVIF takes seconds."""

import logging
from typing import Any

from django.apps import apps
from django.db.models.signals import post_save
from django_tasks import task
from wagtail.images import get_image_model_string
from wagtail.images.models import Filter

logger = logging.getLogger(__name__)

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (400, 800)
"""Pixels: a phone, and a phone of fine screen or a desk. `templates/blocks/picture.html` asks for exactly these."""


def specifications() -> tuple[str, ...]:
    """What Wagtail calls each form in each size, as the picture tag writes it."""
    return tuple(f"format-{form}|width-{width}" for form in FORMATS for width in WIDTHS)


@task()
def make_renditions(image_id: int) -> None:
    """Every form in every size of one picture; what is there already is kept. A file no library can read is left to its editor."""
    image = apps.get_model(get_image_model_string()).objects.filter(pk=image_id).first()
    if image is None:
        return
    try:
        image.get_renditions(*[Filter(spec=spec) for spec in specifications()])
    except Exception:  # whatever a library says of a broken file must not stop the upload
        logger.exception("The sizes of picture %s could not be made. Upload it again as JPEG or PNG.", image_id)


def connect() -> None:
    """A picture that was brought or changed gets its sizes once it is safely stored."""
    post_save.connect(_when_saved, sender=get_image_model_string(), dispatch_uid="renditions")


def _when_saved(sender: Any, instance: Any, raw: bool = False, **_: Any) -> None:
    if not raw:
        make_renditions.enqueue(instance.pk)  # once the picture is safely stored: the task waits for the commit
