"""Public pages of kinds, and the room of administrators."""

import html
import re

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from reminders.deliveries.release import release_due
from reminders.kinds.models import DeadlineKind


def test_everything_is_listed_for_anyone(client, licence):
    page = client.get(reverse("kinds:kinds")).content.decode()
    assert page.count("r-row-title") == 55 + 1  # the one offered is also first


def test_kinds_that_their_organization_does_not_serve_differ_in_the_list(client, licence):
    """48 dead ends looked the same as 4 living ones."""
    page = client.get(reverse("kinds:kinds")).content.decode()
    assert page.count("Rappel à vous seulement") == 54 and page.count("Rappels offerts<") == 2
    assert page.index("/programmes/evenements/naissance/") < page.index("Rappels offerts maintenant")
    assert page.count("<details>") > 10 and "<details open" not in page  # the rest is behind its organization


def test_every_kind_has_its_page_and_says_its_parts(client, licence):
    for kind in DeadlineKind.objects.all():
        answer = client.get(kind.get_absolute_url())
        assert answer.status_code == 200, kind.code
        page = html.unescape(answer.content.decode())
        parts = [kind.title_fr, kind.rule_fr, kind.audience_fr, kind.consequence_fr, kind.organization.name_fr]
        parts += [
            *kind.procedure_fr,
            *(source["url"] for source in kind.sources),
            *(tier["label_fr"] for tier in kind.tiers),
        ]
        parts += [str(kind.get_confidence_display()), str(kind.get_nature_display()), "Mise à jour", "555-0143"]
        assert not [part for part in parts if part not in page], kind.code
        assert ("r-scale" in page) == bool(kind.tiers)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("mots=PASSEPORT", {"passeport"}),
        ("mots=medicaments+prive", {"medicaments-inscription"}),
        ("genre=appointment", {"rendez-vous-medical", "depistage-sein"}),
        ("mots=zzz", set()),
        ("genre=payout&organisme=retraite-quebec", {"rrq-versement", "allocation-famille-versement"}),
    ],
)
def test_a_word_or_a_nature_narrows_the_list(client, licence, asked, codes):
    page = client.get(f"{reverse('kinds:kinds')}?{asked}").content.decode()
    assert set(re.findall(r'href="/rappels/types/([\w-]+)/"', page)) == codes


def test_a_kind_that_its_organization_still_writes_is_not_public(client, licence):
    DeadlineKind.objects.filter(code="pneus-hiver").update(imported_digest="")
    assert client.get(reverse("kinds:kind", args=["pneus-hiver"])).status_code == 404
    assert "pneus-hiver" not in client.get(reverse("kinds:kinds")).content.decode()


def test_a_retired_kind_says_so(client, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(state="retired")
    page = client.get(licence.get_absolute_url()).content.decode()
    assert "Rappels retirés par l’organisme" in page and "me-le-rappeler" not in page


def test_a_published_page_says_what_it_costs_and_offers_reminders(client, licence):
    page = client.get(licence.get_absolute_url()).content.decode()
    for words in ("Le droit de conduire est perdu", "Me le rappeler", "30 jours avant", "7 jours après", "Fiabilité"):
        assert words in page


def test_a_draft_page_says_that_it_is_to_be_confirmed(client, licence):
    page = client.get(reverse("kinds:kind", args=["pneus-hiver"])).content.decode()
    assert "À confirmer par l’organisme" in page and "me-le-rappeler" not in page
    assert "n’offre pas encore ce rappel" in page and "/rappels/mes-rappels/nouveau/?type=pneus-hiver" in page


@pytest.mark.parametrize("name", ["kinds", "kind"])
def test_the_number_of_queries_is_fixed(client, licence, django_assert_num_queries, name):
    address = reverse(f"kinds:{name}", args=[licence.code] if name == "kind" else [])
    with django_assert_num_queries(3):  # the catalogue's version, kinds, and steps or life events
        client.get(address)


def test_the_administrator_publishes_in_management(signed_in, licence, saaq_administrator):
    draft = DeadlineKind.objects.get(code="immatriculation-paiement")
    client = signed_in(saaq_administrator)
    page = client.get(reverse("admin:kinds_deadlinekind_changelist")).content.decode()
    assert draft.title_fr in page and "pneus-hiver" not in page
    preview = client.get(reverse("admin:kinds_deadlinekind_preview", args=[draft.pk])).content.decode()
    assert "dans votre espace Relais" in preview and "{date}" not in preview
    DeadlineKind.objects.filter(pk=draft.pk).update(team=licence.team)  # test_publishing: not without one
    data = {"publish": "1", "revision": "0"}
    answer = client.post(reverse("admin:kinds_deadlinekind_publish", args=[draft.pk]), data, follow=True)
    assert "C’est publié" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.is_published and draft.published_by == saaq_administrator


def test_an_agent_reads_and_does_not_publish(signed_in, licence, saaq_agent):
    draft = DeadlineKind.objects.get(code="immatriculation-paiement")
    client = signed_in(saaq_agent)
    assert client.get(reverse("admin:kinds_deadlinekind_change", args=[draft.pk])).status_code == 200
    client.post(reverse("admin:kinds_deadlinekind_publish", args=[draft.pk]), {"publish": "1", "revision": "0"})
    draft.refresh_from_db()
    assert not draft.is_published


def test_another_organization_does_not_see_it(signed_in, licence, ramq_administrator):
    client = signed_in(ramq_administrator)
    address = reverse("admin:kinds_deadlinekind_change", args=[licence.pk])
    assert client.get(address).status_code in {302, 404}
    assert licence.title_fr not in client.get(reverse("admin:kinds_deadlinekind_changelist")).content.decode()


@pytest.mark.parametrize("model", ["deadlines_deadline", "deliveries_delivery"])
def test_agents_see_what_concerns_their_organization(
    signed_in, given, bruno, saaq_agent, ramq_agent, clock_offset, model
):
    given(bruno)
    clock_offset(days=4)
    release_due()
    room = reverse(f"admin:{model}_changelist")
    assert "Bruno" in signed_in(saaq_agent).get(room).content.decode()
    assert "Bruno" not in signed_in(ramq_agent).get(room).content.decode()


def test_an_agent_who_opens_a_deadline_is_journaled(signed_in, given, bruno, saaq_agent, ramq_agent):
    address = reverse("admin:deadlines_deadline_change", args=[given(bruno).pk])
    assert signed_in(ramq_agent).get(address).status_code in {302, 404}
    assert not AuditEvent.objects.filter(verb="deadline.read").exists()
    assert signed_in(saaq_agent).get(address).status_code == 200
    event = AuditEvent.objects.get(verb="deadline.read")
    assert (event.by_id, event.citizen_id) == (saaq_agent.pk, bruno.citizen.pk)
