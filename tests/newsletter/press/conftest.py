"""Who notes articles, and who publishes them."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group


def somebody(client, group: str):
    """This client as somebody of the group, who is its ``user``."""
    client.user = get_user_model().objects.create_user(f"one-of-{group}", password="x")
    client.user.groups.add(Group.objects.get(name=group))
    client.force_login(client.user)
    return client


@pytest.fixture
def editor(client):
    return somebody(client, "Editors")


@pytest.fixture
def moderator(client):
    return somebody(client, "Moderators")
