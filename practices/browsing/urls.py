from django.urls import path
from django.utils.translation import pgettext_lazy

from practices.browsing import views

urlpatterns = [
    path("", views.browse, name="browse"),
    path(pgettext_lazy("address", "classes/"), views.classes, name="browse_classes"),
    path("<slug:address>/", views.dimension_page, name="browse_dimension"),
    path("<slug:address>/<slug:value_address>/", views.value_page, name="browse_value"),
]
