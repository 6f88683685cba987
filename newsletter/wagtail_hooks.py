"""Registers what the admin shows of the newsletter: one entry of the menu; each area registers its own part."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from newsletter.bounces import admin as bounces_admin
from newsletter.issues import admin as issues_admin
from newsletter.people.admin import hooks as people_hooks
from newsletter.press import admin_hooks as press_hooks
from newsletter.sending import admin as sending_admin

__all__ = ["bounces_admin", "issues_admin", "people_hooks", "press_hooks", "sending_admin"]


@hooks.register("register_admin_menu_item")
def newsletter_menu():
    return SubmenuMenuItem(_("Newsletter"), Menu(register_hook_name="register_newsletter_menu_item"), name="newsletter", icon_name="mail", order=240)
