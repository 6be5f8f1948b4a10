"""«Changer ce que … peut faire»: what the form offers, and what it says before the database would."""

import datetime as dt

import pytest

from portal.clock import today
from portal.dossiers.actions import close, open_dossier
from portal.mandates.models import Mandate
from portal.organizations.models import Organization

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def page_of(mandate) -> str:
    return f"/aider/mandat/{mandate.pk}/changer/"


def kept_as_is(client, mandate) -> dict:
    """What a browser sends when nothing is changed."""
    form = client.get(page_of(mandate)).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


@pytest.mark.parametrize(("end", "status"), [(5, 422), (9, 422), (10, 302), (30, 302)])
def test_a_mandate_that_begins_later_does_not_end_before(helping, amelie, bruno, signed_in, end, status):
    mandate, _place = helping(starts_on=today() + 10 * DAY)
    given = {"may": "act", "extent": "everything", "ends_on": str(today() + end * DAY)}
    answer = signed_in(amelie).post(page_of(mandate), given)
    assert answer.status_code == status
    if status == 422:
        assert "commence le" in answer.content.decode()
    else:
        assert Mandate.objects.get(holder=bruno, revoked_at=None).starts_on == today() + 10 * DAY


def test_limited_to_a_dossier_closed_since_it_is_kept_as_it_was(helping, amelie, bruno, saaq_team, signed_in):
    closed = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-1", title="Permis")
    never = open_dossier(by=None, citizen=amelie.citizen, team=saaq_team, number="A-2", title="Autre")
    mandate, _place = helping(is_limited=True, dossier_ids=[closed.pk])
    for dossier in (closed, never):
        close(by=None, dossier=dossier, revision=1)
    client = signed_in(amelie)
    text = client.get(page_of(mandate)).content.decode()
    assert "A-1 – Permis" in text and "terminé" in text and "A-2" not in text
    assert client.post(page_of(mandate), kept_as_is(client, mandate)).status_code == 302
    assert Mandate.objects.get(holder=bruno, revoked_at=None).dossier_ids == [closed.pk]


def test_an_organization_without_a_team_any_more_is_kept(helping, amelie, bruno, signed_in):
    empty = Organization.objects.filter(teams=None).order_by("code").first()
    mandate, _place = helping(is_limited=True, organization_ids=[empty.pk])
    client = signed_in(amelie)
    assert client.post(page_of(mandate), kept_as_is(client, mandate)).status_code == 302
    assert Mandate.objects.get(holder=bruno, revoked_at=None).organization_ids == [empty.pk]
