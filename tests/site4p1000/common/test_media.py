"""What is served below /media/: pictures, and nothing else that lies in that folder."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings, tmp_path, monkeypatch):
    """The media folder of the address, which is fixed when the addresses are first read."""
    from site4p1000 import urls

    pattern = next(pattern for pattern in urls.urlpatterns if "media" in str(pattern.pattern))
    monkeypatch.setitem(pattern.default_args, "document_root", tmp_path)
    for name in ("images/pit.png", "documents/private.pdf", "secret.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"content")
    return tmp_path


def test_a_picture_is_served_and_not_sniffed(client, media):
    response = client.get("/media/images/pit.png")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content) == b"content"
    response.close()


@pytest.mark.parametrize(
    "address",
    [
        "/media/documents/private.pdf",
        "/media//documents/private.pdf",
        "/media/images/../documents/private.pdf",
        "/media/images/%2e%2e/documents/private.pdf",
        "/media/images/..",
        "/media/secret.txt",
    ],
)
def test_documents_are_only_given_by_the_address_that_asks_who_may_read(client, media, address):
    assert client.get(address, follow=True).status_code == 404
