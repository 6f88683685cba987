from django.urls import path, register_converter

from practices.exports import views
from practices.exports.downloads import NAMES


class ExportNameConverter:
    """The name of an export, as it stands at the end of its address."""

    regex = "|".join(name.replace(".", r"\.") for name in NAMES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ExportNameConverter, "export_name")

urlpatterns = [
    path("id/<page_id:page_id>/<export_name:name>", views.export, name="export"),
    path("id/<page_id:page_id>/v/<version_number:number>/<export_name:name>", views.export, name="export_version"),
]
