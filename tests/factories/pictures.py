"""Pictures for tests."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images.models import Image


def a_picture(title: str = "A field after rain", *, description: str = "", width: int = 640, height: int = 480) -> Image:
    """A stored picture with as much detail as a field has."""
    stored = BytesIO()
    PillowImage.effect_noise((width, height), 60).convert("RGB").save(stored, "JPEG", quality=80)
    stored.seek(0)
    return Image.objects.create(title=title, description=description, file=ImageFile(stored, name="field.jpg"))
