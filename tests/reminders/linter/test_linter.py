"""The corpus, then what only the whole kind can lack."""

from dataclasses import replace

import pytest

from portal.foundation.channels.sms import segments
from portal.foundation.wording.reading import read, syllables
from reminders.kind_versions.starting import starting_content
from reminders.kinds.content import Content, StepContent
from reminders.linter.remarks import Level
from reminders.linter.texts import Outside, lint_sms, lint_text
from reminders.linter.whole import Around, lint, says_grave
from tests.reminders.linter.corpus import BAD, GOOD, Case

NAMES = ("Régie des exemples", "", "RDE")
ADVICES = {"sentence", "reading", "no_date", "no_where", "shouting", "facts", "language"}


def outside(case: Case) -> Outside:
    return Outside(
        where="steps.0.text_fr",
        text=case.text,
        language=case.language,
        is_neutral=case.style == "neutral",
        links=case.links,
        is_before=case.before,
        names=NAMES,
        reason=case.reason,
    )


@pytest.mark.parametrize("case", [*GOOD, *BAD], ids=lambda case: case.name)
def test_each_text_of_the_corpus_is_told_exactly_what_is_wrong(case):
    remarks = list(lint_text(outside(case)))
    assert {remark.code for remark in remarks} == case.codes
    for remark in remarks:
        assert remark.why.endswith(".") and remark.how.endswith(".") and "%(" not in remark.why + remark.how
        if remark.code != "amount":
            assert (remark.level is Level.ADVICE) == (remark.code in ADVICES)


def test_the_corpus_is_large_enough():
    assert len(GOOD) + len(BAD) >= 40 and len(GOOD) >= 15


def test_an_amount_refuses_a_neutral_text_and_only_advises_an_open_one():
    levels = {case.style: next(iter(lint_text(outside(case)))).level for case in BAD if case.codes == {"amount"}}
    assert levels == {"open": "advice", "neutral": "error"}


def as_sent(text: str, language: str) -> str:
    return text.replace("{date}", "30 septembre 2026").replace("{where}", "dans votre espace").replace("’", "'")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Permis à payer le {date}. En retard : plus de conduite. Voir {where}", set()),
        ("Permis à payer le {date}. Des frais. Une saisie. Un autre fait. Voir {where}", {"facts"}),
        ("Permis à payer. " * 12 + "{where}", {"facts"}),
        ("En retard : " + "ê" * 150, {"segments"}),
        ("En retard : " + "ê" * 300, {"segments"}),
    ],
)
def test_an_sms_says_one_fact_and_one_complement_and_stays_short(text, codes):
    case = Case("sms", text)
    assert {remark.code for remark in lint_sms(outside(case), as_sent)} == codes


def test_segments_are_counted_on_the_text_as_sent():
    """A typographic apostrophe is sent plain: it does not halve the room."""
    text = "Sinon, " + "l’avis " * 25
    assert segments(text) > 2 and not list(lint_sms(outside(Case("x", text)), as_sent))


def whole(**columns) -> Content:
    content = starting_content(title="Permis", nature="payment_due")
    said = {
        "consequence_fr": "Le droit de conduire est perdu.",
        "consequence_en": "You may no longer drive.",
        "procedure_fr": ["Payer en ligne"],
        "procedure_en": ["Pay online"],
        "title_en": "Licence",
        "rule_fr": "Chaque année",
        "basis": "birth_date",
        "official_url": "https://saaq.example/",
        "style": "open",
    }
    late = {"text_fr": "En retard\u00a0: des frais. ", "text_en": "If late: a fee. "}
    before = [
        replace(step, **{name: item + getattr(step, name) for name, item in late.items()}) for step in content.steps[:3]
    ]
    return Content(content.columns | said | columns, (*before, *content.steps[3:]))


AROUND = Around(phone="1 800 555-0130", names=NAMES, as_sent=as_sent)


def errors(content: Content, around: Around = AROUND) -> set[tuple[str, str]]:
    return {(remark.code, remark.where) for remark in lint(content, around) if remark.is_error}


def test_a_complete_kind_has_no_remark():
    assert lint(whole(), AROUND) == []


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"consequence_fr": " "}, ("consequence", "consequence_fr")),
        ({"procedure_fr": []}, ("procedure", "procedure_fr")),
        ({"basis": ""}, ("basis", "date_rule")),
        ({"official_url": ""}, ("source", "sources")),
        ({"channels": []}, ("channels", "channels")),
        ({"tiers": [{"after_days": 1, "label_fr": "Frais", "amount": 25}]}, ("tier_source", "tiers.0")),
        ({"tiers": [{"after_days": 1, "label_fr": ""}]}, ("tier", "tiers.0")),
    ],
)
def test_what_is_mandatory_refuses_publishing(columns, expected):
    assert errors(whole(**columns)) == {expected}


def test_an_organization_without_a_telephone_cannot_publish():
    assert errors(whole(), replace(AROUND, phone="")) == {("phone", "phone")}


def test_the_ladder_has_steps_each_on_its_own_day():
    content = whole()
    assert errors(Content(content.columns, ())) == {("steps", "steps")}
    twice = Content(
        content.columns,
        (*content.steps, replace(content.steps[0], text_fr="Sinon, {date} {where}")),
    )
    assert errors(twice) == {("twice", "steps.5")}
    silent = Content(content.columns, (StepContent(offset_days=-1, text_fr=" "),))
    assert errors(silent) == {("text", "steps.0.text_fr")}


def test_a_ladder_that_stops_at_the_date_is_told_so():
    content = whole()
    before = Content(content.columns, content.steps[:2])
    after = Content(content.columns, content.steps[3:])
    assert [remark.code for remark in lint(before, AROUND)] == ["no_after"]
    assert [remark.code for remark in lint(after, AROUND)] == ["no_before"]


def test_a_text_of_one_channel_is_linted_where_it_stands_but_the_inbox_may_say_more():
    content = whole(style="neutral")
    said = {"letter": {"fr": "Le tribunal attend.", "en": "Soon."}, "inbox": {"fr": "Le tribunal attend.", "en": "x"}}
    step = replace(content.steps[0], by_channel=said)
    assert errors(Content(content.columns, (step,))) == {("touchy", "steps.0.by_channel.letter.fr")}


def test_a_step_before_the_date_says_its_consequence_by_sms_or_is_refused():
    content = whole(style="open")
    bare = replace(content.steps[0], text_fr="Permis à payer le {date}. Voir {where}")
    assert errors(Content(content.columns, (bare, *content.steps[1:]))) == {("no_consequence", "steps.0.text_fr")}
    own = replace(bare, by_channel={"sms": {"fr": "Permis à payer le {date}, sinon des frais. Voir {where}"}})
    assert errors(Content(content.columns, (own, *content.steps[1:]))) == set()
    silent = Content(content.columns | {"channels": ["email"]}, (bare, *content.steps[1:]))
    assert errors(silent) == set()  # an e-mail adds it by itself
    data = {"consequence_fr": "Une amende de 200 $."}
    assert errors(Content(silent.columns | data, silent.steps)) == {("no_consequence", "steps.0.text_fr")}


def test_two_texts_after_the_date_differ_in_every_channel():
    content = whole()
    first, last = content.steps[3:]
    same = replace(last, text_fr=first.text_fr)
    assert errors(Content(content.columns, (*content.steps[:4], same))) == {("same_after", "steps.4.text_fr")}
    own = {"sms": {"fr": "Même texte. Voir {where}"}}
    both = (replace(first, by_channel=own), replace(last, by_channel=own))
    result = errors(Content(content.columns, (*content.steps[:3], *both)))
    assert result == {("same_after", "steps.4.by_channel.sms.fr")}


@pytest.mark.parametrize("style", ["open", "neutral"])
@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Permis <b>à payer</b>", "markup"),
        ("Permis ｅｘｅｍｐｌｅ", "disguise"),
        ("Permis exemple point com", "link"),
        ("Cliquez pour votre permis", "swindle"),
    ],
)
def test_a_title_is_linted_in_every_style(style, title, code):
    assert (code, "title_fr") in errors(whole(style=style, title_fr=title))


def test_a_grave_word_of_a_title_leaves_with_it():
    assert errors(whole(title_fr="Votre cancer")) == {("grave", "title_fr")}
    assert ("grave", "title_fr") not in errors(whole(title_fr="Votre cancer", style="neutral"))  # it does not leave


def test_a_stated_reason_makes_it_an_advice_and_asks_for_a_second_person():
    result = whole(title_fr="Carte d’assurance maladie", sensitive_reason="Tout le monde a cette carte.")
    assert errors(result) == set() and says_grave(result)
    assert not says_grave(whole(sensitive_reason="Au cas où"))
    assert not says_grave(whole(title_fr="Carte d’assurance maladie"))


@pytest.mark.parametrize("name", ["consequence_fr", "audience_fr", "note_en", "rule_fr"])
def test_words_of_the_public_page_hold_no_markup_nor_address(name):
    assert errors(whole(**{name: "Voir <i>un exemple</i>"})) == {("markup", name)}
    assert errors(whole(**{name: "Voir exemple point com"})) == {("link", name)}


def test_a_missing_language_is_an_advice():
    step = replace(whole().steps[0], text_en="")
    found = lint(Content(whole().columns, (step, *whole().steps[1:])), AROUND)
    assert [(remark.code, remark.where) for remark in found] == [("language", "steps.0.text_en")]


@pytest.mark.parametrize(("word", "count"), [("date", 1), ("payer", 2), ("renouvellement", 4), ("île", 1), ("le", 1)])
def test_syllables_are_those_one_hears(word, count):
    assert syllables(word) == count


def test_plain_words_read_more_easily_than_an_official_sentence():
    plain = read("Payez avant la date. Vous pouvez payer en ligne, à la banque ou au guichet. C’est simple.")
    hard = read(
        "L’assujettissement réglementaire nécessite préalablement l’obtention d’une autorisation administrative "
        "interministérielle complémentaire."
    )
    assert plain.ease > 80 and not plain.is_hard
    assert hard.is_hard
    assert hard.long_words[0] == "assujettissement"


@pytest.mark.parametrize("title", ["Dossier 123456", "Permis de TREA 7512 3112", "Voir www.exemple.ca"])
def test_the_title_of_an_open_kind_leaves_too(title):
    """It is the subject of the e-mail and the event of the calendar; that of a neutral one is on the public page."""
    for style in ("open", "neutral"):
        said = lint(whole(title_fr=title, style=style), AROUND)
        assert {remark.code for remark in said if remark.where == "title_fr"} & {"identifier", "link"}
