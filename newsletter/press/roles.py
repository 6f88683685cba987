"""Who may do what with press items: editors note and keep them, moderators publish; what readers see is changed by those who may publish."""

from wagtail.permission_policies import ModelPermissionPolicy

from newsletter.models.press import PressItem, PressState


class PressPolicy(ModelPermissionPolicy):
    """Django's own permissions; a published item asks for "publish"."""

    def user_has_permission_for_instance(self, user, action, instance) -> bool:
        may = self.user_has_permission(user, action)
        return may and (action == "view" or instance.state != PressState.PUBLISHED or self.user_has_permission(user, "publish"))


policy = PressPolicy(PressItem)


def may_publish(user) -> bool:
    """Whether this user may show items to readers."""
    return policy.user_has_permission(user, "publish")


def states_for(user) -> tuple[PressState, ...]:
    """The states this user may give an item, the most careful one first."""
    return (PressState.DRAFT, PressState.KEPT, *((PressState.PUBLISHED,) if may_publish(user) else ()))
