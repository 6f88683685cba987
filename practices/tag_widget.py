"""The box for free tags: names of vocabularies and tags in use are proposed while an editor types."""

from django.urls import reverse
from wagtail.admin.widgets import AdminTagWidget


class TagWidget(AdminTagWidget):
    """Wagtail's tag box, asking `practices.admin_views.tag_names`."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-w-tag-url-value"] = reverse("practice_tag_names")
        return context
