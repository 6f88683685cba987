"""Who may do what in the admin beside pages."""

from wagtail.permission_policies.base import ModelPermissionPolicy


class NoteOnly(ModelPermissionPolicy):
    """Rows that come about by themselves: nobody adds or deletes one, and editors may change what is left to them."""

    def user_has_permission(self, user, action):
        return action not in ("add", "delete") and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
