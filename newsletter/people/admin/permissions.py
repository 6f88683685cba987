"""Who may see subscribers, and who may do what with them. Superusers apart, a group gets these one by one in its settings."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

SEE = "newsletter.view_subscriber"
STOP = "newsletter.change_subscriber"
ERASE = "newsletter.delete_subscriber"
TAKE_IN = "newsletter.add_subscriber"
EXPORT = "newsletter.export_subscriber"


class Needs:
    """Makes a view refuse who lacks its `permission`."""

    permission = SEE

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def grantable():
    """The permissions a group may be given in the admin."""
    codenames = [name.partition(".")[2] for name in (SEE, STOP, ERASE, TAKE_IN, EXPORT)]
    return Permission.objects.filter(content_type__app_label="newsletter", codename__in=codenames)
