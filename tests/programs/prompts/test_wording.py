"""Words that announce, promise, push or lead are refused with the reason; neutral ones pass."""

import pytest

from programs.facts.models import FactDefinition
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.prompts.models import Prompt
from programs.prompts.reach import facts_read, programs_reading, short_facts
from programs.prompts.wording import naming_problems, precision_problems, question_problems
from programs.reference import load


@pytest.mark.parametrize(
    ("question", "because"),
    [
        ("Voulez-vous savoir si vous avez droit à une rente?", "droit a"),
        ("Êtes-vous admissible?", "admissible"),
        ("Aimeriez-vous 583,29 $ par mois?", "montant"),
        ("Avez-vous perdu 20 000 dollars de revenu?", "montant"),
        ("Avez-vous perdu 10 % de vos revenus?", "montant"),
        ("Touchez-vous une INDEMNITÉ?", "indemnite"),
        ("Connaissez-vous l’allocation famille?", "allocation"),
        ("Profitez de cette question: travaillez-vous?", "profitez"),
        ("Vous ne travaillez plus, n’est-ce pas?", "n est ce pas"),
        ("Travaillez-vous! Oui ou non?", "exclamation"),
        ("Travaillez-vous", "point d’interrogation"),
        ("Travaillez-vous? Et votre conjoint?", "une seule question"),
        ("N’êtes-vous pas au travail?", "négation"),
        ("Est-ce que " + "vraiment " * 20 + "vous travaillez?", "vingt mots"),
        ("Are you entitled to a benefit?", "entitled"),
    ],
)
def test_refused_with_the_reason(question, because):
    assert because in " ".join(question_problems(question))


@pytest.mark.parametrize(
    "question",
    [
        "",
        "Est-ce que cela vous empêche de travailler?",
        "Qui est décédé récemment dans votre famille?",
        "Habitez-vous à droite du pont?",
        "Does it keep you from working?",
        "Avez-vous un enfant de moins de 18 ans?",
    ],
)
def test_neutral_words_pass(question):
    assert question_problems(question) == []


def test_a_precision_explains_and_asks_nothing():
    assert precision_problems("Oui, si cela dure plus de six mois.") == []
    assert "deuxième" in precision_problems("Depuis longtemps?")[0]
    assert "aide" in precision_problems("Une pension pourrait suivre.")[0]


def test_the_name_of_a_program_is_no_question():
    assert "Rente d’invalidité" in naming_problems("La RENTE D'INVALIDITE vous concerne?", ["Rente d’invalidité"])[0]
    assert naming_problems("Travaillez-vous?", ["Rente d’invalidité"]) == []


@pytest.mark.django_db
def test_the_reference_keeps_its_own_rules(people):
    """Neutral in both languages, a short fact, and every program's criteria read it: no question for nothing."""
    faults = []
    for item in load("prompts")["prompts"]:
        words = {name: item.get(name, "") for name in ("question_fr", "question_en", "precision_fr", "precision_en")}
        faults += [p for name in ("question_fr", "question_en") for p in question_problems(words[name])]
        faults += [p for name in ("precision_fr", "precision_en") for p in precision_problems(words[name])]
        names = Program.objects.filter(code__in=item["programs"]).values_list("name_fr", flat=True)
        faults += naming_problems(words["question_fr"], names)
        if item["fact"] not in short_facts():
            faults.append(f"{item['id']}: {item['fact']} is no short question")
        faults += [f"{item['id']}: {code}" for code in set(item["programs"]) - programs_reading(item["fact"])]
        if bool(words["question_fr"]) != bool(words["question_en"]):
            faults.append(f"{item['id']}: one language only")
    assert not faults


@pytest.mark.django_db
def test_each_reference_prompt_has_a_place_and_programs(people):
    for prompt in Prompt.objects.prefetch_related("programs").select_related("life_event"):
        assert prompt.life_event and prompt.programs.all(), prompt.code
        codes = {program.code for program in prompt.programs.all()}
        assert codes <= set(prompt.life_event.programs.values_list("code", flat=True)), prompt.code


@pytest.mark.django_db
def test_what_a_rule_reads_through_computed_facts(people):
    read = facts_read(published_rules()["rente-invalidite-rrq"])
    assert read == {"birth_date", "unable_to_work", "rrq_contributions_sufficient"}
    assert "children" not in short_facts() and "family_net_income" not in short_facts()
    assert set(short_facts()) <= set(FactDefinition.objects.asked().values_list("code", flat=True))
