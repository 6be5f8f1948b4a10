"""Serving a person who has no login: consents in their exact words, coordinates, a deadline; and nobody else's."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.access.visibility import forget_visibility
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.consents.models import Channel, Consent, How, Purpose
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.finding.searching import find
from portal.people.actions import register_without_account, set_phone
from portal.people.births import Birth
from portal.people.models import Citizen
from portal.staff.roles import give_role
from reminders.assisted import actions, boxes
from reminders.assisted.deaths import note_death
from reminders.deadlines.actions import mark_done
from reminders.deadlines.models import Deadline
from reminders.kinds.models import DeadlineKind
from reminders.preferences.wordings import wording_of

LIST = "/gestion/assisted/servedperson/"


@pytest.fixture
def jeanne(people, saaq_team, saaq_agent) -> Citizen:
    """No account, a dossier with Alain's team."""
    citizen = register_without_account(
        given_name="Jeanne", family_name="Larivière", postal_address="1, rue A\nLévis (Québec)  G6V 1A1", by=saaq_agent
    )
    open_dossier(citizen=citizen, team=saaq_team, number="S-2026-900", title="Permis", by=saaq_agent)
    return citizen


@pytest.fixture
def agent_client(saaq_agent, signed_in):
    return signed_in(saaq_agent)


def address(person) -> str:
    return reverse("admin:assisted_servedperson_change", args=[person.pk])


def post(client, person, act, follow=True, **fields):
    return client.post(address(person), {"act": act, **fields}, follow=follow)


def test_a_consent_is_read_aloud_before_it_is_noted(jeanne, agent_client, saaq_agent):
    asked = post(agent_client, jeanne, "consent", choice="reminders-letter", how="phone").content.decode()
    words = wording_of(Purpose.REMINDERS, Channel.LETTER)
    assert words[:60] in asked and not Consent.objects.filter(citizen=jeanne).exists()
    said = {"choice": "reminders-letter", "how": "phone", "said_yes": "1", "wording": words}
    for _ in range(2):  # a double click
        post(agent_client, jeanne, "consent", **said)
    consent = Consent.objects.get(citizen=jeanne)
    assert (consent.given_by, consent.given_how, consent.wording) == (saaq_agent, How.PHONE, words)
    assert AuditEvent.objects.filter(verb="consent.given", citizen_id=jeanne.pk, by_id=saaq_agent.pk).count() == 1


def test_signed_on_paper(jeanne, agent_client):
    words = wording_of(Purpose.REMINDERS, Channel.LETTER)
    assert (
        "La personne a signé"
        in post(agent_client, jeanne, "consent", choice="reminders-letter", how="paper").content.decode()
    )
    post(agent_client, jeanne, "consent", choice="reminders-letter", how="paper", said_yes="1", wording=words)
    assert Consent.objects.get(citizen=jeanne).given_how == How.PAPER


def test_other_words_than_those_read_are_not_accepted(jeanne, agent_client):
    said = {"choice": "reminders-letter", "how": "phone", "said_yes": "1", "wording": "autre chose"}
    assert "lisez celui-ci" in post(agent_client, jeanne, "consent", **said).content.decode()
    assert not Consent.objects.filter(citizen=jeanne).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"choice": "reminders-phone", "how": "phone"},  # no number yet
        {"choice": "reminders-sms", "how": "phone"},
        {"choice": "nonsense", "how": "phone"},
        {"choice": "reminders-letter"},
        {"choice": "reminders-letter", "how": "web"},
    ],
)
def test_what_cannot_be_is_told(jeanne, agent_client, fields):
    answer = post(agent_client, jeanne, "consent", said_yes="1", wording="x", **fields)
    assert answer.status_code == 422 and not Consent.objects.filter(citizen=jeanne).exists()


def test_a_withdrawal_said_on_the_telephone(jeanne, agent_client, saaq_agent):
    choice = {"purpose": Purpose.REMINDERS, "channel": Channel.LETTER, "how": How.PAPER}
    consent = actions.note_consent(citizen=jeanne, by=saaq_agent, **choice)
    assert "par la poste" in agent_client.get(address(jeanne)).content.decode()
    for _ in range(2):
        post(agent_client, jeanne, "withdraw", consent=str(consent.pk))
    withdrawn = Consent.objects.get(pk=consent.pk)
    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_how) == (saaq_agent, How.PHONE)


def test_coordinates_told(jeanne, agent_client):
    fields = {
        "street": "5, rue B",
        "city": "Rimouski",
        "province": "QC",
        "postal_code": "g5l1a1",
        "phone": "418 555-0188",
    }
    post(agent_client, jeanne, "contact", **fields)
    jeanne.refresh_from_db()
    assert jeanne.postal_address == "5, rue B\nRimouski (Québec)  G5L 1A1"
    assert (jeanne.phone.as_e164, jeanne.phone_verified_at) == ("+14185550188", None)
    assert (
        AuditEvent.objects.filter(verb__in=["citizen.amended", "citizen.phone_set"], citizen_id=jeanne.pk).count() == 2
    )


@pytest.mark.parametrize(
    "wrong", [{"postal_code": "12345"}, {"city": ""}, {"phone": "12"}, {"province": "XX"}, {"street": "x" * 500}]
)
def test_wrong_coordinates_are_told_and_kept_on_the_page(jeanne, agent_client, wrong):
    before = jeanne.postal_address
    fields = {"street": "5, rue B", "city": "Rimouski", "province": "QC", "postal_code": "G5L 1A1", "phone": ""} | wrong
    answer = post(agent_client, jeanne, "contact", **fields)
    jeanne.refresh_from_db()
    assert answer.status_code == 422 and jeanne.postal_address == before
    assert fields["street"] in answer.content.decode()


def test_a_deadline_for_somebody_without_login(jeanne, licence, agent_client, saaq_agent):
    due_on = today() + dt.timedelta(days=45)
    for _ in range(2):
        post(agent_client, jeanne, "deadline", kind=str(licence.pk), due_on=due_on.isoformat())
    deadline = Deadline.objects.get(citizen=jeanne)
    assert (deadline.due_on, deadline.origin, deadline.author) == (due_on, "agent", saaq_agent)
    assert str(licence) in agent_client.get(address(jeanne)).content.decode()


@pytest.mark.parametrize("due_on", ["", "hier", "1999-01-01", "2999-01-01"])
def test_a_bad_date_is_told(jeanne, licence, agent_client, due_on):
    answer = post(agent_client, jeanne, "deadline", kind=str(licence.pk), due_on=due_on)
    assert answer.status_code == 422 and not Deadline.objects.filter(citizen=jeanne).exists()


def test_only_kinds_of_ones_organization(jeanne, licence, agent_client, ramq_administrator, saaq_agent):
    other = DeadlineKind.objects.get(code="carte-assurance-maladie")
    due_on = today() + dt.timedelta(days=45)
    assert post(agent_client, jeanne, "deadline", kind=str(other.pk), due_on=due_on.isoformat()).status_code == 422
    with pytest.raises(PermissionDenied):
        actions.add_deadline(citizen=jeanne, kind=other, due_on=due_on, by=saaq_agent)


def test_a_search_leaves_no_name_in_an_address(jeanne, agent_client):
    answer = agent_client.post(LIST + "chercher/", {"words": "larivi"})
    assert answer["Location"] == LIST
    page = agent_client.get(LIST).content.decode()
    assert "Larivière" in page and "Tremblay" not in page
    agent_client.post(LIST + "chercher/", {"words": ""})
    assert "Larivière" in agent_client.get(LIST).content.decode()


@pytest.mark.parametrize("words", ["zzz", "%", "'; --", "\x00", "x" * 5000, "418555"])
def test_a_search_of_anything_answers(jeanne, agent_client, words):
    assert agent_client.post(LIST + "chercher/", {"words": words}, follow=True).status_code == 200


def test_opening_is_told_to_the_person(jeanne, agent_client, saaq_agent):
    agent_client.get(address(jeanne))
    assert AuditEvent.objects.get(verb="person.opened").citizen_id == jeanne.pk


@pytest.mark.parametrize("key", ["bruno", "benoit", "diane", "emile", "olga", "steve"])
def test_strangers_see_and_change_nothing(jeanne, licence, people, signed_in, key):
    client = signed_in(people[key])
    assert client.get(address(jeanne)).status_code == 404
    for act in ("contact", "consent", "withdraw", "deadline"):
        assert post(client, jeanne, act, follow=False).status_code == 404
    assert "Larivière" not in client.get(LIST).content.decode()
    with pytest.raises(PermissionDenied):
        actions.open_person(citizen=jeanne, by=people[key])


def test_an_agent_who_is_a_citizen_too_does_not_serve_themselves(people, amelie):
    """The back door: a citizen sees themselves everywhere, but has no agent_client."""
    with pytest.raises(PermissionDenied):
        actions.open_person(citizen=amelie.citizen, by=amelie)


@pytest.mark.parametrize(("who", "whom"), [("bruno", "bruno"), ("rachel", "amelie")])
def test_an_agent_serves_neither_themselves_nor_those_they_act_for(people, saaq_team, who, whom):
    """That is done in one's own space, where the journal and the mandate say so."""
    give_role(user=people[who], role="agent", team=saaq_team, by=None)
    forget_visibility(people[who])
    with pytest.raises(actions.Unserved):
        actions.open_person(citizen=people[whom].citizen, by=people[who])


@pytest.mark.parametrize("act", ["", "nonsense"])
def test_nonsense_says_so(jeanne, agent_client, act):
    answer = post(agent_client, jeanne, act)
    assert answer.status_code == 200 and list(answer.context["messages"])


@pytest.mark.parametrize("words", ["418 555-0166", "(418) 555-0166", "Larivière 555-0166", "+1 418 555 0166", "0166"])
def test_a_number_is_found_as_people_say_it(jeanne, saaq_agent, words):
    """Its parts are one number, whatever stands between them."""
    set_phone(citizen=jeanne, phone="+14185550166", verified=False, by=saaq_agent)
    assert list(find(Citizen.objects.visible_to(saaq_agent), words, paths=[""], by=saaq_agent).rows) == [jeanne]
    other = words.replace("66", "67")
    assert not find(Citizen.objects.visible_to(saaq_agent), other, paths=[""], by=saaq_agent).rows


def test_an_agent_notes_an_address_abroad(jeanne, agent_client):
    """What the page of citizens promises: «nous pouvons aussi la noter avec vous»."""
    fields = {"street": "Calle 5", "city": "Managua", "province": "abroad", "country": "Nicaragua", "phone": ""}
    post(agent_client, jeanne, "contact", **fields)
    jeanne.refresh_from_db()
    assert jeanne.postal_address == "Calle 5\nManagua\nNICARAGUA"


def test_a_name_is_corrected_once_and_seen(jeanne, agent_client, saaq_agent, people):
    for _ in range(2):
        post(agent_client, jeanne, "names", given_name="Jeanne-Mance", family_name="Larivière")
    jeanne.refresh_from_db()
    assert str(jeanne) == "Jeanne-Mance Larivière"
    assert AuditEvent.objects.filter(verb="citizen.renamed", citizen_id=jeanne.pk).count() == 1
    answer = post(agent_client, jeanne, "names", given_name="", family_name="")
    assert answer.status_code == 422 and answer.context["names_form"].errors
    with pytest.raises(PermissionDenied):
        actions.note_names(citizen=jeanne, given_name="A", family_name="B", by=people["diane"])


@pytest.mark.parametrize(
    ("expected", "shown", "date"),
    [
        ({"year": "1950"}, "1950", None),
        ({"year": "1950", "month": "4"}, "avril 1950", None),
        ({"year": "1950", "month": "4", "day": "2"}, "2 avril 1950", dt.date(1950, 4, 2)),
    ],
)
def test_a_birth_date_is_noted_as_far_as_it_is_known(jeanne, agent_client, saaq_agent, expected, shown, date):
    """A rule that needs the day finds it unknown; the person is found by what is known."""
    for _ in range(2):
        post(agent_client, jeanne, "birth", **expected)
    jeanne.refresh_from_db()
    assert jeanne.birth_date == date and shown in str(jeanne.birth)
    assert AuditEvent.objects.filter(verb="citizen.described", citizen_id=jeanne.pk).count() == 1
    mine = Citizen.objects.visible_to(saaq_agent)
    assert jeanne in find(mine, "1950", paths=[""], by=saaq_agent).rows


@pytest.mark.parametrize(
    ("expected", "field"),
    [
        ({}, "year"),
        ({"year": "50"}, "year"),
        ({"year": "2999"}, "year"),
        ({"year": "1950", "day": "2"}, "month"),
        ({"year": "1951", "month": "2", "day": "29"}, "day"),
        ({"year": "1951", "month": "2", "day": "0"}, "day"),
    ],
)
def test_a_birth_date_that_cannot_be_says_what_to_change(jeanne, agent_client, expected, field):
    answer = post(agent_client, jeanne, "birth", **expected)
    assert answer.status_code == 422 and field in answer.context["birth_form"].errors


def test_a_stranger_notes_no_birth(jeanne, people):
    with pytest.raises(PermissionDenied):
        actions.note_birth(citizen=jeanne, birth=Birth(1950), by=people["diane"])


TYPED = {"street": "5, rue B", "city": "Rimouski", "province": "QC", "postal_code": "G5L 1A1", "year": "1950"}


def test_what_was_typed_in_the_other_boxes_is_kept_on_a_success(jeanne, licence, agent_client):
    """In a call one fills several boxes, then presses one button: nothing of the others is lost, nor in an address."""
    due_on = (today() + dt.timedelta(days=45)).isoformat()
    answer = post(agent_client, jeanne, "deadline", kind=str(licence.pk), due_on=due_on, **TYPED)
    page = answer.content.decode()
    assert Deadline.objects.filter(citizen=jeanne).count() == 1
    assert answer.status_code == 200 and "pas encore enregistré" in page and not answer.redirect_chain
    assert 'value="5, rue B"' in page and 'value="1950"' in page and f'value="{due_on}"' not in page
    page = post(agent_client, jeanne, "contact", **TYPED).content.decode()
    assert "C’est enregistré." in page and 'value="1950"' in page
    jeanne.refresh_from_db()
    assert "Rimouski" in jeanne.postal_address and jeanne.birth is None


def test_what_was_typed_in_the_other_boxes_is_kept_on_a_refusal(jeanne, agent_client):
    answer = post(agent_client, jeanne, "deadline", kind="", due_on="", **TYPED, day="x")
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="5, rue B"' in page and 'value="1950"' in page
    assert "Écrivez le jour en chiffres" not in page, "a box whose button was not pressed is not refused"


def test_what_was_typed_stays_while_words_are_read_and_when_an_agreement_is_withdrawn(jeanne, agent_client, saaq_agent):
    asked = post(agent_client, jeanne, "consent", choice="reminders-letter", how="phone", **TYPED).content.decode()
    assert "mot à mot" in asked and 'value="1950"' in asked
    assert 'aria-labelledby="lire" tabindex="-1" data-focus' in asked  # the page comes back there, and not at its top
    refused = post(agent_client, jeanne, "refusal", choice="reminders-letter", how="phone", **TYPED).content.decode()
    assert "mot à mot" not in refused and 'value="1950"' in refused and "rien n’est noté" in refused
    choice = {"purpose": Purpose.REMINDERS, "channel": Channel.LETTER, "how": How.PAPER}
    consent = actions.note_consent(citizen=jeanne, by=saaq_agent, **choice)
    assert "Oui, retirer cet accord" in agent_client.get(address(jeanne)).content.decode()
    page = agent_client.post(address(jeanne), {"consent": str(consent.pk), **TYPED}).content.decode()
    assert "C’est retiré" in page and 'value="1950"' in page
    assert Consent.objects.get(pk=consent.pk).withdrawn_at


def test_nothing_else_typed_the_page_is_asked_anew(jeanne, agent_client):
    """Fields that hold what is known are posted too: they are not «typed»."""
    set_phone(citizen=jeanne, phone="+14185550166", verified=False, by=None)
    shown = agent_client.get(address(jeanne)).context["contact_form"]
    fields = {name: shown[name].value() or "" for name in shown.fields}
    blank = {"choice": "", "how": "phone", "kind": "", "due_on": "", "due_time": "", "place": ""}
    answer = post(agent_client, jeanne, "birth", day="", month="", year="1950", **fields, **blank)
    assert answer.redirect_chain and "pas encore enregistré" not in answer.content.decode()


def test_enter_saves_the_only_box_in_which_something_was_typed(jeanne, agent_client):
    agent_client.post(address(jeanne), {"year": "1950"})
    jeanne.refresh_from_db()
    assert jeanne.birth == Birth(1950, None, None)
    answer = agent_client.post(address(jeanne), {"year": "1951", "phone": "418 555-0188"})
    assert "Choisissez un des boutons" in answer.content.decode() and 'value="1951"' in answer.content.decode()
    words = wording_of(Purpose.REMINDERS, Channel.LETTER)
    said = {"choice": "reminders-letter", "how": "phone", "said_yes": "1", "wording": words}
    agent_client.post(address(jeanne), said)
    assert not Consent.objects.filter(citizen=jeanne).exists(), "a yes is never said by «Enter»"


def test_every_field_and_button_of_the_boxes_is_of_the_one_form(jeanne, agent_client):
    answer = agent_client.get(address(jeanne))
    names = [name for act in boxes.BOXES for name in answer.context[f"{act}_form"].fields]
    assert len(names) == len(set(names)) > 8, "two boxes with the same name would fill each other"
    for name in [*names, "act"]:
        tags = re.findall(f'<[^>]* name="{name}"[^>]*>', answer.content.decode())
        assert tags and all(f'form="{boxes.FORM_ID}"' in tag for tag in tags), name


def test_the_same_date_again_was_there_already(jeanne, licence, agent_client):
    fields = {"kind": str(licence.pk), "due_on": (today() + dt.timedelta(days=45)).isoformat()}
    assert "est ajoutée" in post(agent_client, jeanne, "deadline", **fields).content.decode()
    again = post(agent_client, jeanne, "deadline", **fields).content.decode()
    assert "y était déjà" in again and "est ajoutée" not in again


def test_an_appointment_has_an_hour(jeanne, licence, agent_client):
    DeadlineKind.objects.filter(pk=licence.pk).update(nature=DeadlineKind.Nature.APPOINTMENT)
    fields = {"kind": str(licence.pk), "due_on": (today() + dt.timedelta(days=45)).isoformat()}
    for hour in ("", "midi"):
        answer = post(agent_client, jeanne, "deadline", **fields, due_time=hour)
        assert answer.status_code == 422 and len(answer.context["deadline_form"].errors["due_time"]) == 1
    post(agent_client, jeanne, "deadline", **fields, due_time="14:30")
    assert Deadline.objects.get(citizen=jeanne).due_time == dt.time(14, 30)


def test_the_nearest_open_date_comes_first(jeanne, licence, agent_client, saaq_agent):
    days = [today() + dt.timedelta(days=n) for n in (90, 45, 60, 30)]
    for day in days:
        actions.add_deadline(citizen=jeanne, kind=licence, due_on=day, by=saaq_agent)
    mark_done(deadline=Deadline.objects.get(citizen=jeanne, due_on=days[3]), by=saaq_agent)
    rows = agent_client.get(address(jeanne)).context["deadlines"]
    shown = [row.due_on for row in rows if row.is_open]
    assert len(shown) > 2 and shown == sorted(shown)
    assert [row.is_open for row in rows] == sorted((row.is_open for row in rows), reverse=True)


def test_who_has_no_space_does_not_see_who_opened(jeanne, agent_client, bruno, saaq_team, saaq_agent):
    sentence = "La personne voit que vous avez ouvert"
    assert sentence not in agent_client.get(address(jeanne)).content.decode()
    death = reverse("admin:assisted_servedperson_death", args=[jeanne.pk])
    assert "Son compte n’est pas fermé" not in agent_client.get(death).content.decode()
    citizen = bruno.citizen
    open_dossier(citizen=citizen, team=saaq_team, number="S-2026-901", title="Permis", by=saaq_agent)
    assert sentence in agent_client.get(address(citizen)).content.decode()
    note_death(citizen=citizen, died_on=today(), by=saaq_agent)
    page = agent_client.get(address(citizen)).content.decode()
    assert sentence not in page and "rien ne s’ajoute ici" not in page and "corriger la date de naissance" in page


def test_an_agent_opens_a_dossier_of_the_person_they_serve(jeanne, agent_client, saaq_team):
    said = {"dossier_number": "S-2026-950", "dossier_title": "Changement d’adresse", "dossier_team": saaq_team.pk}
    for _ in range(2):  # a double click
        page = post(agent_client, jeanne, "dossier", **said).content.decode()
    assert "S-2026-950" in page and "Le dossier est ouvert" in page and "le voit dans son espace" not in page
    opened = Dossier.objects.get(number="S-2026-950")
    assert (opened.citizen, opened.team, opened.title) == (jeanne, saaq_team, "Changement d’adresse")
    assert AuditEvent.objects.filter(verb="dossier.opened", subject_id=str(opened.pk)).count() == 1


def test_who_has_a_space_sees_the_dossier_there(amelie, agent_client, saaq_team, saaq_agent):
    open_dossier(citizen=amelie.citizen, team=saaq_team, number="S-2026-951", title="Permis", by=saaq_agent)
    said = {"dossier_number": "S-2026-952", "dossier_title": "Autre", "dossier_team": saaq_team.pk}
    assert "le voit dans son espace" in post(agent_client, amelie.citizen, "dossier", **said).content.decode()


def test_a_number_of_another_person_is_refused_beside_its_box(jeanne, agent_client, saaq_team, bruno, saaq_agent):
    open_dossier(citizen=bruno.citizen, team=saaq_team, number="S-2026-951", title="Permis", by=saaq_agent)
    said = {"dossier_number": "S-2026-951", "dossier_title": "Permis", "dossier_team": saaq_team.pk}
    answer = post(agent_client, jeanne, "dossier", **said)
    assert answer.status_code == 422 and "déjà un dossier de ce numéro" in answer.content.decode()


def test_no_dossier_is_opened_for_another_team_nor_for_a_stranger(jeanne, people, saaq_agent, ramq):
    theirs = {"number": "R-1", "title": "Carte", "team": ramq.teams.first()}
    with pytest.raises(PermissionDenied):
        actions.begin_dossier(citizen=jeanne, by=saaq_agent, **theirs)
    with pytest.raises(PermissionDenied):
        actions.begin_dossier(citizen=jeanne, by=people["diane"], **theirs)
