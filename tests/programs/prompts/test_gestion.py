"""An organization writes its own questions: places of its own, words that announce nothing, programs that read it."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from portal.audit.models import AuditEvent
from portal.organizations.models import Team
from programs.life_events.models import LifeEvent
from programs.programs.models import Program
from programs.prompts.actions import import_prompts, resume_prompt, retire_prompt
from programs.prompts.models import Prompt
from programs.reference import load
from programs.reference_import.actions import import_reference

pytestmark = pytest.mark.django_db
ADD = "admin:prompts_prompt_add"


@pytest.fixture
def form(saaq, accidents):
    """What an administrator of the SAAQ fills in."""

    def fill(**changed):
        program = Program.objects.get(code="ciph")
        return {
            "organization": saaq.pk,
            "team": accidents.pk,
            "life_event": "",
            "position": "5",
            "fact": "severe_prolonged_impairment",
            "question_fr": "Vos séquelles dureront-elles plus de douze mois?",
            "precision_fr": "",
            "question_en": "",
            "precision_en": "",
            "programs": [program.pk],
        } | changed

    return fill


def test_written_without_a_developer(form, saaq_administrator, signed_in, accidents):
    client = signed_in(saaq_administrator)
    answer = client.post(reverse(ADD), form())
    assert answer.status_code == 302
    prompt = Prompt.objects.get(question_fr__startswith="Vos séquelles")
    assert (prompt.team, prompt.edited_by, prompt.code) == (accidents, saaq_administrator, "")
    assert [program.code for program in prompt.programs.all()] == ["ciph"]
    assert AuditEvent.objects.filter(verb="prompt.written", subject_id=str(prompt.pk)).count() == 1
    text = client.get(reverse("admin:prompts_prompt_change", args=[prompt.pk])).content.decode()
    assert "Ce que la personne voit" in text and text.count("Vos séquelles") > 1


@pytest.mark.parametrize(
    ("changed", "because"),
    [
        ({"question_fr": "Voulez-vous une rente?"}, "annoncez pas"),
        ({"question_fr": "Vous faut-il 500 $?"}, "montant"),
        ({"precision_fr": "Vous recevrez une indemnité."}, "annoncez pas"),
        ({"team": ""}, "au moins un endroit"),
        ({"fact": "children"}, "fact"),
        ({"fact": "family_net_income"}, "fact"),
        ({"fact": "unable_to_work"}, "ne regardent pas ce fait"),
        ({"programs": []}, "programs"),
        ({"deadlines": ["nulle-part"]}, "deadlines"),
    ],
)
def test_refused_with_the_reason_and_nothing_lost(form, saaq_administrator, signed_in, changed, because):
    answer = signed_in(saaq_administrator).post(reverse(ADD), form(**changed))
    text = answer.content.decode()
    errors = answer.context["adminform"].form.errors
    assert answer.status_code == 200 and because in text and errors
    assert because in errors or because in str(errors)
    assert all(escape(words) in text for item in errors.values() for words in item)
    assert not Prompt.objects.filter(code="").exists()
    assert changed.get("question_fr", "Vos séquelles") in text


def test_places_of_others_are_not_offered(form, ramq, saaq_administrator, signed_in):
    theirs = Team.objects.filter(organization=ramq).first()
    client = signed_in(saaq_administrator)
    assert client.post(reverse(ADD), form(team=theirs.pk)).status_code == 200
    assert client.post(reverse(ADD), form(organization=ramq.pk)).status_code == 200
    assert not Prompt.objects.filter(code="").exists()


def test_each_organization_sees_its_own(work, saaq_administrator, ramq_administrator, saaq_agent, signed_in):
    url = reverse("admin:prompts_prompt_change", args=[work.pk])
    assert signed_in(saaq_administrator).get(url).status_code == 200
    assert signed_in(ramq_administrator).get(url).status_code == 404
    assert signed_in(saaq_agent).get(reverse("admin:prompts_prompt_changelist")).status_code == 403
    for nonsense in ("pas-un-id", "0"):
        wrong = reverse("admin:prompts_prompt_change", args=[nonsense])
        assert signed_in(saaq_administrator).get(wrong).status_code == 404


def test_retired_and_put_back_once(work, saaq_administrator, accidents):
    for _ in range(2):
        retire_prompt(prompt=work, by=saaq_administrator)
    assert work not in Prompt.objects.in_use().at(team=accidents.pk)
    for _ in range(2):
        resume_prompt(prompt=work, by=saaq_administrator)
    assert work in Prompt.objects.in_use().at(team=accidents.pk)
    verbs = AuditEvent.objects.filter(subject_id=str(work.pk)).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["prompt.retired", "prompt.resumed"]


def test_importing_again_changes_nothing(people):
    assert import_reference(by=None)["prompts"] == 0


def test_the_import_leaves_what_was_edited_or_retired(form, work, people, saaq_administrator, signed_in):
    words = form(fact="unable_to_work", programs=[work.programs.get().pk], question_fr="Travaillez-vous?")
    client = signed_in(saaq_administrator)
    assert client.post(reverse("admin:prompts_prompt_change", args=[work.pk]), words).status_code == 302
    other = Prompt.objects.get(code="accident-route-deplacements")
    retire_prompt(prompt=other, by=saaq_administrator)
    Prompt.objects.update(source_digest="")  # as if the reference had moved
    import_prompts(records=load("prompts")["prompts"], by=None)
    work.refresh_from_db()
    other.refresh_from_db()
    assert (work.question_fr, work.position) == ("Travaillez-vous?", 5) and other.retired_at


def test_a_team_made_later_is_taken_at_the_next_import(work, people, accidents):
    event = LifeEvent.objects.get(code="accident-route")
    Prompt.objects.filter(pk=work.pk).update(team=None, source_digest="")
    assert Prompt.objects.in_use().at(life_event=event.pk).filter(pk=work.pk).exists()
    assert import_prompts(records=load("prompts")["prompts"], by=None) == 1
    work.refresh_from_db()
    assert work.team == accidents
