"""An organization joins a program and its last day to ask, from either side; citizens read both directions."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from portal.organizations.models import Organization
from portal.publishing.actions import write
from portal.publishing.reading import content_in_force
from programs.program_versions.actions import start
from programs.programs.models import Program
from reminders.kind_versions.programs import join, joinable
from reminders.kinds.models import DeadlineKind
from tests.reminders.kind_versions.conftest import values_of

pytestmark = pytest.mark.django_db

JOINED = "related_programs"


@pytest.fixture
def program(people) -> Program:
    return Program.objects.get(code="indemnites-saaq")


def related(kind: DeadlineKind) -> list[str]:
    return DeadlineKind.objects.get(pk=kind.pk).related_programs


@pytest.fixture
def claim(program) -> DeadlineKind:
    """Joined to it by the reference data, and not published: it stays as it is."""
    return DeadlineKind.objects.get(code="saaq-reclamation")


def page_of(program) -> str:
    return reverse("admin:kinds_deadlinekind_program", args=[program.pk])


def test_the_editor_of_a_kind_names_its_programs(signed_in, saaq_administrator, licence, address, program):
    emile = signed_in(saaq_administrator)
    page = emile.get(address("edit")).content.decode()
    assert program.name_fr in page
    data = values_of(page) | {"related_programs": [program.code], "publish": "1"}
    emile.post(address("edit"), data)
    shown = emile.get(address("publish")).content.decode()
    assert program.name_fr in shown  # the difference says its name, not its code
    draft = licence.versions.open().get()
    emile.post(address("publish"), {"publish": "1", "revision": draft.revision})
    assert related(licence) == [program.code]


def test_only_ones_own_programs_and_those_joined_are_offered(licence, program, saaq):
    content = content_in_force(licence)
    own = set(Program.objects.filter(organization=saaq).values_list("code", flat=True))
    assert {code for code, _name in joinable(saaq, content)} == own
    content.columns["related_programs"] = ["parti", "regime-canadien-soins-dentaires"]
    offered = dict(joinable(saaq, content))
    assert set(offered) == own | {"parti", "regime-canadien-soins-dentaires"} and offered["parti"] == "parti"


def test_the_page_of_a_program_chooses_its_last_day(signed_in, saaq_administrator, licence, claim, program, client):
    emile = signed_in(saaq_administrator)
    gestion = emile.get(reverse("admin:programs_program_change", args=[program.pk])).content.decode()
    assert page_of(program) in gestion
    done = emile.post(page_of(program), {"join": "1", "kinds": [licence.pk, claim.pk]}, follow=True).content.decode()
    assert "la page publique du programme dit son dernier jour" in done and licence.title_fr in done
    assert related(licence) == [program.code]
    public = client.get(program.get_absolute_url()).content.decode()
    assert licence.get_absolute_url() in public and licence.rule_fr in public
    kind = client.get(licence.get_absolute_url()).content.decode()
    assert "Programmes à demander avant cette date" in kind and program.get_absolute_url() in kind
    emile.post(page_of(program), {"join": "1", "kinds": [claim.pk]})
    assert related(licence) == []


def test_what_is_being_written_waits_in_its_draft(signed_in, saaq_administrator, licence, claim, drafted, program):
    drafted(title_fr="En cours")
    emile = signed_in(saaq_administrator)
    result = emile.post(page_of(program), {"join": "1", "kinds": [licence.pk, claim.pk]}, follow=True)
    assert "C’est noté dans un brouillon, à publier" in result.content.decode()
    assert related(licence) == []
    assert licence.versions.open().get().written.columns["related_programs"] == [program.code]


def test_so_does_what_needs_a_second_person(settings, followed, amelie, licence, claim, saaq_administrator, program):
    followed(amelie)
    settings.TWO_PERSONS_ABOVE = 0
    (waiting,) = join(program=program, kinds=[licence, claim], by=saaq_administrator)
    assert waiting.kind == licence and related(licence) == []


def test_another_organization_joins_nothing(signed_in, ramq_administrator, saaq_agent, licence, program):
    assert signed_in(ramq_administrator).get(page_of(program)).status_code == 404
    assert signed_in(saaq_agent).get(page_of(program)).status_code in {403, 404}
    with pytest.raises(PermissionDenied):
        join(program=program, kinds=[licence], by=ramq_administrator)


def test_a_program_is_called_as_its_draft_until_it_is_published_and_stays_joined(
    signed_in, saaq_administrator, saaq, licence, claim
):
    """The name with which it began was refused, and is in no address."""
    begun = start(organization=saaq, name_fr="Vos vieilles photos", theme="accident", by=saaq_administrator)
    join(program=begun, kinds=[claim, licence], by=saaq_administrator)
    emile = signed_in(saaq_administrator)
    changes = {"name_fr": "Photo à refaire", "name_en": "Photo", "summary_fr": "Une photo, sans frais."}
    write(subject=begun, content=changes, revision=0, by=saaq_administrator)
    program = Program.objects.get(pk=begun.pk)
    assert program.code == "photo-a-refaire" and program.search_text.startswith("photo a refaire")
    assert related(licence) == [program.code] == licence.versions.in_force().get().written.columns[JOINED]
    assert program.code in claim.versions.open().get().written.columns[JOINED]
    names = ("change", "edit", "criteria", "examples", "preview", "publish", "ledger")
    pages = [reverse(f"admin:programs_program_{name}", args=[program.pk]) for name in names]
    for page in [*pages, page_of(program), reverse("admin:programs_program_changelist")]:
        answer = emile.get(page).content.decode()
        assert "Photo à refaire" in answer and "vieilles photos" not in answer, page
    assert "sans frais" in emile.get(pages[0]).content.decode()  # the texts are those of the draft too


def test_a_published_program_keeps_its_name_and_its_code(program, saaq_administrator):
    name = program.name_fr
    write(subject=program, content={"name_fr": "Autre nom"}, revision=0, by=saaq_administrator)
    kept = Program.objects.get(pk=program.pk)
    assert (kept.name_fr, kept.code) == (name, "indemnites-saaq")


def test_from_an_empty_organization_the_program_is_kept_in_mind(signed_in, saaq_administrator, saaq, people):
    """Nothing to tick and nothing to save; the kind that one writes from there is joined from its first draft."""
    DeadlineKind.objects.filter(organization=saaq).update(organization=Organization.objects.get(code="ramq"))
    program = start(organization=saaq, name_fr="Rabais", theme="accident", by=saaq_administrator)
    emile = signed_in(saaq_administrator)
    page = emile.get(page_of(program)).content.decode()
    assert "pas encore de type d’échéance" in page and 'name="join"' not in page and "Cochez" not in page
    add = f"{reverse('admin:kinds_deadlinekind_add')}?programme={program.pk}"
    assert add in page
    begun = emile.get(add).content.decode()
    assert "Le dernier jour pour demander : Rabais" in begun and 'value="application_limit" selected' in begun
    sent = {"title": "Demander le rabais", "nature": "application_limit", "organization": str(saaq.pk)}
    emile.post(add, sent)
    kind = DeadlineKind.objects.get(code="demander-le-rabais")
    assert kind.versions.open().get().written.columns[JOINED] == [program.code]
    done = emile.post(page_of(program), {"join": "1"}, follow=True).content.decode()
    assert "C’est noté dans un brouillon" in done
    done = emile.post(page_of(program), {"join": "1"}, follow=True).content.decode()
    assert "n’a pas de dernier jour pour demander" in done
    for wrong in (signed_in(people["daniel"]).get(add), emile.get(f"{add}x")):  # somebody else's, or no program's
        assert wrong.status_code == 200 and "Rabais" not in wrong.content.decode()


@pytest.mark.parametrize("nature", ["payment_due", "application_limit"])
def test_a_payment_is_doubted_as_a_last_day_to_ask(signed_in, saaq_administrator, licence, claim, program, nature):
    DeadlineKind.objects.filter(pk=licence.pk).update(nature=nature)
    emile = signed_in(saaq_administrator)
    is_doubted = nature == "payment_due"
    doubted = f"{licence.title_fr} (paiement à faire\u00a0: est-ce bien un dernier jour"
    assert (doubted in emile.get(page_of(program)).content.decode()) == is_doubted
    sent = {"join": "1", "kinds": [licence.pk, claim.pk]}
    assert ("Décochez-la" in emile.post(page_of(program), sent, follow=True).content.decode()) == is_doubted
    assert "Décochez-la" not in emile.post(page_of(program), sent, follow=True).content.decode()
