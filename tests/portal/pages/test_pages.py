"""Every page of the house: it answers, says one title, and says how to reach somebody."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.clock import now, today
from portal.dossiers.models import Dossier
from portal.pages import views
from portal.people.models import Citizen, User
from reminders.personal.models import PersonalReminder

PHONE = "1\u00a0877\u00a0555-0143"
PUBLIC = ["home", "help", "accessibility", "privacy", "recognize", "components"]
BEFORE_SIGN_IN = ["account_login", "account_signup", "account_signup_by_passkey", "account_reset_password"]


class Ids(HTMLParser):
    """Collects the ids of a page, and those that its labels and descriptions point to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in {"for", "aria-describedby", "aria-labelledby", "form"}:
                self.targets |= set((value or "").split())


def assert_house(html: str) -> None:
    assert '<html lang="fr-CA"' in html
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert PHONE in html
    assert 'href="#contenu"' in html and 'id="contenu"' in html
    ids = Ids(html)
    assert sorted(ids.ids) == sorted(set(ids.ids))
    assert ids.targets <= set(ids.ids)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*(f"pages:{name}" for name in PUBLIC), *BEFORE_SIGN_IN])
def test_each_public_page_says_how_to_reach_somebody(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert_house(response.content.decode())


@pytest.mark.django_db
def test_the_gallery_with_errors_points_to_fields_that_exist(client):
    html = client.get(reverse("pages:components"), {"erreur": "1"}).content.decode()
    assert_house(html)
    anchors = set(re.findall(r'<a href="#([\w-]+)"', html))
    assert {"id_name", "id_email", "id_channel"} <= anchors <= set(Ids(html).ids)


@pytest.mark.django_db
def test_the_gallery_is_for_the_demonstration_only(client, settings):
    settings.DEMO = False
    assert client.get(reverse("pages:components")).status_code == 404


@pytest.mark.django_db
def test_the_space_shows_its_five_parts(signed_in, story):
    html = signed_in(story["amelie"]).get(reverse("pages:space")).content.decode()
    assert_house(html)
    for words in ("À faire", "Messages", "Prochaines échéances", "Documents récents", "Aides possibles"):
        assert words in html
    assert "Bonjour, Amélie" in html
    assert "data-session-seconds" in html


@pytest.mark.django_db
def test_the_space_shows_first_the_dossiers_that_are_late_or_wait_for_the_person(signed_in, newcomer, saaq_team):
    """Of five, three: the closed one is the newest, and the late one is the oldest."""
    at = {"citizen": newcomer.citizen, "organization": saaq_team.organization, "team": saaq_team, "title": "Permis"}
    late = {"promised_on": today() - dt.timedelta(days=2)}
    awaited = {"awaits": "person", "paused_at": now()}
    closed = {"state": "closed", "closed_at": now()}
    for age, (number, more) in enumerate(
        [("D-CLOSED", closed), ("D-OPEN", {}), ("D-OTHER", {}), ("D-AWAITED", awaited), ("D-LATE", late)]
    ):
        Dossier.objects.create(number=number, opened_at=now() - dt.timedelta(days=age), **at, **more)
    client = signed_in(newcomer)
    page = client.get(reverse("pages:space")).content.decode()
    assert re.findall(r"D-[A-Z]+", page) == ["D-LATE", "D-AWAITED", "D-OPEN"] and "Nous sommes en retard" in page
    assert f'href="{reverse("dossiers:list")}">Dossiers' in client.get(reverse("pages:help")).content.decode()


@pytest.mark.django_db
def test_sign_in_leads_each_to_their_own_door(signed_in, amelie, saaq_agent):
    assert signed_in(amelie).get(reverse("pages:landing")).url == reverse("pages:space")
    assert signed_in(saaq_agent).get(reverse("pages:landing")).url == reverse("admin:index")
    assert signed_in(saaq_agent).get(reverse("pages:space")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_email", "account_change_phone", "mfa_index", "usersessions_list"])
def test_the_account_is_the_same_house(signed_in, amelie, name):
    assert_house(signed_in(amelie).get(reverse(name)).content.decode())


@pytest.mark.django_db
def test_gestion_is_the_same_house(signed_in, saaq_agent, saaq_administrator):
    assert_house(signed_in(saaq_agent).get(reverse("admin:index")).content.decode())
    html = signed_in(saaq_administrator).get(reverse("admin:audit_auditevent_changelist")).content.decode()
    assert_house(html)
    assert "admin/css/base.css" not in html


@pytest.mark.django_db
def test_nothing_of_the_session_before_sign_in(client):
    assert "data-session-seconds" not in client.get(reverse("pages:home")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cookie", "css_class"), [("", "r-auto"), ("dark", "qc-dark-theme"), ("light", "r-light"), ("<x>", "r-auto")]
)
def test_the_chosen_theme_is_drawn_by_the_server(client, cookie, css_class):
    client.cookies["theme"] = cookie
    assert f'class="{css_class}"' in client.get(reverse("pages:home")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("allowed", "count"), [(False, 0), (True, 2)])
def test_the_government_signature_is_reserved(client, settings, allowed, count):
    settings.GOVERNMENT_SIGNATURE = allowed
    assert client.get(reverse("pages:home")).content.decode().count("img/QUEBEC_") == count


@pytest.mark.django_db
def test_a_missing_page_helps(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert_house(response.content.decode())


@pytest.mark.django_db
def test_a_form_without_its_session_says_how_to_get_back_what_was_typed():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert response.status_code == 403
    html = response.content.decode()
    assert_house(html)
    assert "bouton de votre navigateur" in html


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "status"), [(views.bad_request, 400), (views.forbidden, 403)])
def test_refusals_are_the_same_house(client, view, status):
    request = client.get(reverse("pages:home")).wsgi_request
    response = view(request, Exception())
    assert response.status_code == status
    assert_house(response.content.decode())


def test_the_page_of_internal_errors_needs_no_database():
    """No `django_db` mark: a query would fail this test."""
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert_house(response.content.decode())


@pytest.mark.django_db
def test_how_to_recognize_us_says_what_to_do_in_doubt(client):
    page = client.get(reverse("pages:recognize")).content.decode()
    assert_house(page)
    for name in ("usersessions_list", "account_change_password", "contact_changes:undo"):
        assert reverse(name) in page
    assert reverse("pages:recognize") in client.get(reverse("pages:help")).content.decode()


@pytest.fixture
def newcomer(db):
    user = User.objects.create_user("zoe@relais.example", "quatre mots sans lien", display_name="Zoé Roy")
    Citizen.objects.create(user=user, given_name="Zoé", family_name="Roy")
    return user


@pytest.mark.django_db
def test_an_empty_space_shows_three_choices_and_no_empty_section(signed_in, newcomer):
    page = signed_in(newcomer).get(reverse("pages:space")).content.decode()
    assert_house(page)
    for words in ("Choisir mes rappels", "Voir à quelles aides j’ai droit", "Écrire un message"):
        assert words in page
    for words in ("Aucun dossier", "Aucun message", "Aucun document", "Aucune échéance", "Rien à faire"):
        assert words not in page


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["personal reminder", "dossier"])
def test_one_thing_is_enough_for_the_sections(signed_in, newcomer, saaq_team, what):
    if what == "dossier":
        where = {"team": saaq_team, "organization": saaq_team.organization}
        Dossier.objects.create(citizen=newcomer.citizen, number="A1", title="X", **where)
    else:
        PersonalReminder.objects.create(citizen=newcomer.citizen, title="X", due_on=today(), days_before=[7])
    page = signed_in(newcomer).get(reverse("pages:space")).content.decode()
    assert "Par où commencer" not in page and "À faire" in page


@pytest.mark.django_db
def test_the_choices_cost_no_statement_more(signed_in, newcomer, amelie, django_assert_max_num_queries):
    for user in (newcomer, amelie):
        client = signed_in(user)
        client.get(reverse("pages:space"))
        with django_assert_max_num_queries(14):
            client.get(reverse("pages:space"))
