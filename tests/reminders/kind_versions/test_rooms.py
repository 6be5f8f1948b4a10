"""Who enters which page: administrators of the kind's organization, and nobody else."""

import pytest
from django.urls import reverse

from portal.publishing.reviews import submit
from reminders.kind_versions.models import KindVersion
from reminders.kinds.models import DeadlineKind

PAGES = ["edit", "preview", "publish", "ledger", "switch", "export", "duplicate"]
STRANGERS = ["amelie", "rachel", "alain", "diane", "daniel", "sylvie", "olga"]


@pytest.mark.parametrize("name", PAGES)
def test_to_others_the_pages_of_a_kind_do_not_exist(people, signed_in, licence, address, name, client):
    assert client.get(address(name)).status_code == 302
    for key in STRANGERS:
        stranger = signed_in(people[key])
        assert stranger.get(address(name)).status_code == 404, key
        assert stranger.post(address(name), {"switch": "stop", "publish": "1"}).status_code == 404, key
    licence.refresh_from_db()
    assert licence.stopped_at is None and licence.versions.count() == 1
    assert signed_in(people["emile"]).get(address(name)).status_code in {200, 302}


def test_another_organization_reads_no_version(people, signed_in, licence, address):
    for key in STRANGERS:
        assert signed_in(people[key]).get(address("version", number=1)).status_code == 404
    assert signed_in(people["emile"]).get(address("version", number=1)).status_code == 200
    assert signed_in(people["emile"]).get(address("version", number=9)).status_code == 404


@pytest.mark.parametrize("name", ["add", "import"])
def test_only_administrators_begin_a_kind(people, signed_in, licence, name):
    where = reverse(f"admin:kinds_deadlinekind_{name}")
    assert signed_in(people["emile"]).get(where).status_code == 200
    for key in ("alain", "sylvie", "olga"):
        assert signed_in(people[key]).get(where).status_code == 403, key
    begun = {"title": "Chez les autres", "nature": "payout", "organization": str(licence.organization_id)}
    assert signed_in(people["daniel"]).post(where, begun).status_code == 422


def test_agents_read_and_are_offered_nothing(people, signed_in, licence, address):
    page = signed_in(people["alain"]).get(address("change")).content.decode()
    assert licence.consequence_fr[:20] in page and "Modifier" not in page and "Dupliquer" not in page
    assert "Modifier" in signed_in(people["emile"]).get(address("change")).content.decode()


def test_the_buttons_are_those_that_may_be_pressed(
    people, signed_in, licence, address, drafted, followed, settings, second_administrator
):
    settings.TWO_PERSONS_ABOVE = 0
    followed(people["amelie"])
    drafted(title_fr="Nouveau titre")
    emile, daniel = signed_in(people["emile"]), signed_in(second_administrator)
    page = emile.get(address("publish")).content.decode()
    assert "Demander l’accord" in page and 'name="publish"' not in page
    answer = emile.post(address("publish"), {"publish": "1", "revision": "1"}, follow=True).content.decode()
    assert "Une autre personne de votre organisme doit approuver" in answer
    assert (
        "La demande est faite"
        in emile.post(address("publish"), {"submit": "1", "revision": "1"}, follow=True).content.decode()
    )
    assert "Approuver et publier" not in emile.get(address("publish")).content.decode()
    assert "Approuver et publier" in daniel.get(address("publish")).content.decode()
    answer = daniel.post(address("publish"), {"publish": "1", "revision": "1"}, follow=True).content.decode()
    assert "C’est publié" in answer
    licence.refresh_from_db()
    assert licence.title_fr == "Nouveau titre" and licence.published_by == second_administrator


def test_taking_back_and_giving_up_are_buttons(signed_in, licence, address, drafted, saaq_administrator):
    emile, draft = signed_in(saaq_administrator), drafted(title_fr="Un")
    submit(version=draft, by=saaq_administrator)
    emile.post(address("publish"), {"withdraw": "1", "revision": "1"})
    draft.refresh_from_db()
    assert draft.state == "draft"
    asked = emile.post(address("publish"), {"discard": "1", "revision": "1"}).content.decode()
    assert 'name="sure"' in asked and "ne sera pas publié. Ce qui est en vigueur ne change pas" in asked
    assert KindVersion.objects.open().exists()
    sent = {"discard": "1", "sure": "1", "revision": "1"}
    answer = emile.post(address("publish"), sent, follow=True).content.decode()
    assert "Le brouillon est abandonné. Ce qui est en vigueur ne change pas." in answer
    assert not KindVersion.objects.open().exists()


def test_nothing_in_force_is_named_where_nothing_is(signed_in, address, drafted, saaq_administrator):
    kind = DeadlineKind.objects.get(code="saaq-reclamation")
    emile, _draft = signed_in(saaq_administrator), drafted(kind=kind, title_fr="Un")
    page = address("publish", kind)
    asked = emile.post(page, {"discard": "1", "revision": "1"}).content.decode()
    assert "en vigueur" not in asked and "Rien n’en a encore été publié" in asked
    answer = emile.post(page, {"discard": "1", "sure": "1", "revision": "1"}, follow=True).content.decode()
    assert "Le brouillon est abandonné." in answer and "Ce qui est en vigueur ne change pas" not in answer


def test_a_draft_that_changed_since_it_was_read_is_not_published(
    signed_in, licence, address, drafted, saaq_administrator
):
    drafted(title_fr="Un")
    drafted(title_fr="Deux")
    for revision in ("1", "x", ""):
        data = {"publish": "1", "revision": revision}
        answer = signed_in(saaq_administrator).post(address("publish"), data, follow=True).content.decode()
        assert "a changé pendant que vous le lisiez" in answer
    licence.refresh_from_db()
    assert licence.title_fr not in {"Un", "Deux"}


def test_the_switches_are_confirmed_on_their_page(signed_in, licence, address, saaq_administrator):
    emile = signed_in(saaq_administrator)
    assert "Oui, arrêter les envois" in emile.get(address("switch")).content.decode()
    emile.post(address("switch"), {"switch": "nothing"})
    licence.refresh_from_db()
    assert licence.stopped_at is None
    assert "arrêtés" in emile.post(address("switch"), {"switch": "stop"}, follow=True).content.decode()
    assert "Oui, reprendre les envois" in emile.get(address("switch")).content.decode()
    emile.post(address("switch"), {"switch": "resume"})
    emile.post(address("switch"), {"switch": "retire"})
    licence.refresh_from_db()
    assert licence.stopped_at is None and licence.state == "retired"


def test_a_copy_is_made_by_a_button_only(signed_in, licence, address, saaq_administrator):
    emile = signed_in(saaq_administrator)
    emile.get(address("duplicate"))
    assert not KindVersion.objects.open().exists()
    assert "/editeur/" in emile.post(address("duplicate")).url
    assert KindVersion.objects.open().get().kind.title_fr.endswith("(copie)")


def test_the_difference_is_read_in_words(signed_in, licence, address, put_in_force, saaq_administrator):
    put_in_force(title_fr="Paiement annuel de la carte de conduire")
    page = signed_in(saaq_administrator).get(address("version", number=2)).content.decode()
    assert "Différences avec la version 1" in page and "<del>" in page and "<ins>" in page
    assert "Version 1" in signed_in(saaq_administrator).get(address("ledger")).content.decode()


def test_the_page_of_a_kind_leads_to_its_versions(signed_in, licence, address, saaq_administrator):
    """A page of Django’s has the name «history» too: the link led there, where nothing is kept."""
    page = signed_in(saaq_administrator).get(address("change")).content.decode()
    assert f'href="/gestion/kinds/deadlinekind/{licence.pk}/versions/"' in page


def test_a_second_click_on_publish_is_no_error(signed_in, drafted, address, saaq_administrator):
    drafted(title_fr="Nos mots")
    emile = signed_in(saaq_administrator)
    for _click in range(2):
        answer = emile.post(address("publish"), {"revision": "1", "publish": "1"}, follow=True)
        assert "error" not in {message.level_tag for message in answer.context["messages"]}
    assert "déjà publié" in answer.content.decode()


def test_giving_up_a_draft_that_is_no_more_publishes_nothing(signed_in, address, saaq_administrator):
    """The button’s draft was gone: the next one of the list was pressed instead."""
    kind = DeadlineKind.objects.get(code="saaq-reclamation")
    answer = signed_in(saaq_administrator).post(
        address("publish", kind), {"discard": "1", "revision": "0"}, follow=True
    )
    assert "a changé pendant que vous le lisiez" in answer.content.decode()
    assert not kind.versions.exists()


@pytest.mark.parametrize(
    ("section", "typed", "found", "resembles"),
    [
        ("kinds_deadlinekind", "paiment", "Paiement annuel", True),
        ("kinds_deadlinekind", "paiement", "Paiement annuel", False),
        ("programs_program", "indemnitez", "Indemnités pour accident", True),
        ("programs_program", "indemnités", "Indemnités pour accident", False),
    ],
)
def test_a_list_says_that_it_only_resembles_what_was_typed(
    signed_in, licence, saaq_administrator, section, typed, found, resembles
):
    where = f"{reverse(f'admin:{section}_changelist')}?q={typed}"
    page = signed_in(saaq_administrator).get(where).content.decode()
    assert found in page and ("Voici ce qui y ressemble" in page) == resembles


def test_the_page_of_a_kind_shows_places_as_they_are_typed(people, signed_in, licence, address):
    page = signed_in(people["emile"]).get(address("change")).content.decode()
    assert "{date}" in page and "{lieu}" in page and "{where}" not in page
