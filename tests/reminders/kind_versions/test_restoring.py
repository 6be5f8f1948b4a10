"""A former version of a kind becomes a draft again, from its page."""

import pytest

from reminders.kind_versions.models import KindVersion


@pytest.fixture
def former_page(address):
    def page(name: str, number: int) -> str:
        return address(name, number=number)

    return page


def test_a_replaced_version_comes_back_as_a_draft(signed_in, saaq_administrator, licence, put_in_force, former_page):
    before = licence.title_fr
    put_in_force(title_fr="Payer le permis")
    former = KindVersion.objects.filter(kind=licence, state="replaced").latest("number")
    client = signed_in(saaq_administrator)
    assert "Revenir à cette version" in client.get(former_page("version", former.number)).text
    client.post(former_page("restore", former.number), {"revision": "0"})
    draft = KindVersion.objects.get(kind=licence, state="draft")
    assert draft.content["columns"]["title_fr"] == before
    licence.refresh_from_db()
    assert licence.title_fr == "Payer le permis"


def test_a_draft_begun_since_is_not_written_over(
    signed_in, saaq_administrator, licence, put_in_force, drafted, former_page
):
    put_in_force(title_fr="Payer le permis")
    former = KindVersion.objects.filter(kind=licence, state="replaced").latest("number")
    mine = drafted(title_fr="Mon brouillon")
    answer = signed_in(saaq_administrator).post(former_page("restore", former.number), {"revision": "0"})
    assert answer.url.endswith(f"/versions/{former.number}/")
    mine.refresh_from_db()
    assert mine.content["columns"]["title_fr"] == "Mon brouillon"
