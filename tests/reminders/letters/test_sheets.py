"""The sheet: accessible, one page, the address where the window is, nothing that must not be said."""

import datetime as dt
import io
import re
from decimal import Decimal

import pikepdf
import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now, today
from portal.consents.actions import give
from portal.consents.models import Channel, Purpose
from portal.dossier_types.models import DossierType
from portal.dossiers.actions import decide, move, open_dossier, promise
from portal.notices.models import Notice
from portal.people.models import Citizen
from portal.printing import actions as printing
from portal.receipts.typesetting import EMPTY_BOX
from portal.requested_documents.actions import ask
from reminders.kinds.amounts import without_amounts
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import speaking
from reminders.letters import actions
from reminders.letters.addresses import address_lines, size_of
from reminders.letters.models import Letter
from reminders.letters.sheets import pdf_of
from reminders.reminders.models import Reminder
from tests.reminders.paper import agree, delivery_of, reminder_of

MM = 72 / 25.4  # points


def opened(*letters: Letter) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf_of(list(letters), now())))


def structure(element: pikepdf.Object) -> list[str]:
    """Tags of the structure tree, in reading order."""
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    own = [str(element["/S"])] if "/S" in element else []
    return own + [tag for kid in kids if isinstance(kid, pikepdf.Dictionary) for tag in structure(kid)]


def words_of(pdf: pikepdf.Pdf, at: int = 0) -> list[tuple[float, float, float, str]]:
    """(left, baseline from the top, in mm; size in points; text) of each run, read through the fonts' own tables."""
    page = pdf.pages[at]
    maps = {name: to_unicode(font) for name, font in page.resources["/Font"].items()}
    height, found = float(page.mediabox[3]), []
    matrices, matrix, text, font, size = [], (1, 0, 0, 1, 0, 0), (1, 0, 0, 1, 0, 0), "", 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                matrices.append(matrix)
            case "Q":
                matrix = matrices.pop()
            case "cm":
                matrix = product(numbers(operands), matrix)
            case "Tm":
                text = numbers(operands)
            case "Tf":
                font, size = str(operands[0]), float(operands[1])
            case "Tj" | "TJ":
                strings = operands[0] if str(operator) == "TJ" else operands
                glyphs = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
                at = product(text, matrix)
                said = "".join(maps[font].get(glyphs[i : i + 2], "?") for i in range(0, len(glyphs), 2))
                found.append((at[4] / MM, (height - at[5]) / MM, size, said))
    return found


def numbers(operands) -> tuple:
    return tuple(float(Decimal(str(one))) for one in operands)


def product(a: tuple, b: tuple) -> tuple:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def to_unicode(font: pikepdf.Object) -> dict[bytes, str]:
    table = font["/ToUnicode"].read_bytes().decode()
    return {
        bytes.fromhex(glyph): bytes.fromhex(text).decode("utf-16-be")
        for glyph, text in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4,})>\s*\n", table)
    }


def text_of(pdf: pikepdf.Pdf, at: int = 0) -> str:
    return " ".join(said for _, _, _, said in words_of(pdf, at)).replace("\u00a0", " ")


def test_it_is_tagged_in_french_and_made_to_last(georgette, queued):
    pdf = opened(queued(georgette))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "fr-CA"
    metadata = pdf.open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    tags = structure(pdf.Root.StructTreeRoot)
    assert "/H1" in tags and "/P" in tags


def test_one_letter_is_one_page_of_large_type(georgette, queued):
    pdf = opened(queued(georgette))
    assert len(pdf.pages) == 1
    page = pdf.pages[0]
    assert [float(side) for side in page.mediabox] == [0, 0, 612, 792]
    sizes = [size for _, top, size, said in words_of(pdf) if top > 100 and said.strip()]
    assert min(sizes) >= 12


def test_the_window_shows_the_address_and_nothing_else(georgette, queued):
    """Between 58 and 92 mm from the top, whatever the way the sheet lies in its envelope."""
    runs = words_of(opened(queued(georgette)))
    shown = [(left, top, size, said) for left, top, size, said in runs if 58 <= top <= 92]
    assert " ".join(said for *_, said in shown).replace("\u2002", " ") == (
        "Georgette Ménard 12, rue du Quai Sept-Îles (Québec) G4R 1A1"
    )
    assert {round(left) for left, *_ in shown} == {25}  # one left margin
    assert all(63.5 + 2 <= top <= 87 for _, top, _, _ in shown)  # always inside the window: baselines
    assert all(size >= 9 for _, _, size, _ in shown)


def test_an_open_kind_says_its_subject_consequence_and_what_to_do(georgette, queued, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(
        style="open",
        consequence_fr="Vous ne pouvez plus conduire. Il y a 428,35 $ de frais.",
        procedure_fr=["Payez à un guichet."],
    )
    text = text_of(opened(queued(georgette)))
    assert licence.title_fr in text and "Vous ne pouvez plus conduire." in text and "Payez à un guichet." in text
    assert "428" not in text and "$" not in text  # «la lettre ne contient ni montant…»; no date holds 428
    assert "Relais" in text and "1 877 555-0143" in text


def test_a_neutral_kind_says_nothing_of_its_subject(georgette, queued, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(
        style="neutral", title_fr="SUJETDELICAT", consequence_fr="SUJETDELICAT", procedure_fr=["SUJETDELICAT"]
    )
    licence.steps.update(text_fr="Une date approche : le {date}. Les détails sont {where}.", by_channel={})
    text = text_of(opened(queued(georgette)))
    assert "SUJETDELICAT" not in text and str(licence.organization) not in text
    assert "au téléphone" in text and "espace Relais" not in text  # a person without Internet is told where


def test_it_counts_from_the_day_that_it_bears(georgette, queued, licence):
    """Not from the day of the step: the batch is made later, and the paper arrives later still."""
    letter = queued(georgette, days=-18)
    step = licence.steps.filter(moment="date").order_by("offset_days").last()
    text = {"text_fr": "Le {date}, passée depuis 7 jours.", "by_channel": {}}
    type(step).objects.filter(pk=step.pk).update(offset_days=7, **text)
    Reminder.objects.update(step=step)
    assert "passée depuis 18 jours" in text_of(opened(letter))


def test_once_the_date_is_past_it_does_not_say_if(georgette, queued, licence):
    letter = queued(georgette, days=-18)
    DeadlineKind.objects.filter(pk=licence.pk).update(style="open", consequence_fr="Vous ne pouvez plus conduire.")
    step = licence.steps.filter(moment="date").order_by("offset_days").last()
    type(step).objects.filter(pk=step.pk).update(offset_days=7)
    Reminder.objects.update(step=step)
    text = text_of(opened(letter))
    assert "La date est passée" in text and "Si la date passe" not in text


def test_the_text_for_letters_is_preferred(georgette, queued, licence):
    licence.steps.update(by_channel={"letter": {"fr": "Texte écrit pour la poste, pour le {date}."}})
    assert "Texte écrit pour la poste" in text_of(opened(queued(georgette)))


def test_a_notice_says_only_that_something_waits(georgette, licence, saaq):
    notice = Notice.objects.create(
        kind=Notice.Kind.MESSAGE, citizen=georgette, organization=saaq, subject_type="x.y", subject_id=georgette.pk
    )
    delivery = delivery_of(georgette, Channel.LETTER, purpose=Purpose.FILE_NEWS, notice_ids=[notice.pk])
    actions.queue(deliveries=[delivery], at=now(), by=None)
    text = text_of(opened(Letter.objects.get()))
    assert "vous attend" in text and str(saaq) not in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_letter_of_a_dossier_says_where_it_is_and_how_to_contest(
    georgette, licence, saaq_team, saaq_agent, language
):
    Citizen.objects.filter(pk=georgette.pk).update(language=language)
    dossier_type = DossierType.objects.get(code="permis-conduire")
    georgette.refresh_from_db()
    with speaking(language):
        agree(georgette, Channel.LETTER, saaq_agent, Purpose.FOLLOW)
    dossier = open_dossier(by=saaq_agent, citizen=georgette, team=saaq_team, dossier_type=dossier_type)
    first = text_of(opened(letter_of_notices(georgette)))
    assert ("Received" if language == "en" else "Reçu") in first and dossier.number in first
    decide(by=saaq_agent, dossier=dossier, revision=1, outcome="refused", reason="sante", remedy="revision")
    text = text_of(opened(letter_of_notices(georgette)))
    for words in {"fr": ("refusée", "Demande de révision"), "en": ("refused", "Request for review")}[language]:
        assert words in text, text


def test_the_letter_of_a_dossier_names_what_is_to_be_sent_and_says_the_word_of_the_team(
    georgette, saaq_team, saaq_agent
):
    agree(georgette, Channel.LETTER, saaq_agent, Purpose.FOLLOW)
    dossier_type = DossierType.objects.get(code="reclamation-accident")
    dossier = open_dossier(by=saaq_agent, citizen=georgette, team=saaq_team, dossier_type=dossier_type)
    move(by=saaq_agent, dossier=dossier, revision=1, stage="a-completer", note="Il manque le recto.")
    said = text_of(opened(letter_of_notices(georgette)))
    assert "Il manque le recto." in said and "demandé plus bas" not in said and "Appelez-nous" in said
    due_on = today() + dt.timedelta(days=9)
    ask(by=saaq_agent, citizen=georgette, team=saaq_team, dossier=dossier, label="Permis étranger", due_on=due_on)
    promise(by=saaq_agent, dossier=dossier, revision=2, promised_on=due_on, note="Et le verso.")
    said = text_of(opened(letter_of_notices(georgette)))
    assert "demandé plus bas" in said and "Permis étranger" in said and "Et le verso." in said


@pytest.mark.parametrize("accepted", ["", "Je veux recevoir une lettre quand un message m’attend."])
def test_the_letter_of_a_dossier_says_no_more_than_was_accepted(georgette, saaq_team, saaq_agent, accepted):
    if accepted:
        words = {"purpose": Purpose.FOLLOW, "channel": Channel.LETTER, "wording": accepted}
        give(citizen=georgette, by=saaq_agent, **words)
    dossier_type = DossierType.objects.get(code="permis-conduire")
    dossier = open_dossier(by=saaq_agent, citizen=georgette, team=saaq_team, dossier_type=dossier_type)
    text = text_of(opened(letter_of_notices(georgette)))
    assert "vous attend" in text and dossier.number not in text and "Reçu" not in text


def letter_of_notices(citizen) -> Letter:
    """One letter for all the notices that nothing carried yet."""
    notices = list(Notice.objects.filter(citizen=citizen, handled_at=None))
    Notice.objects.filter(citizen=citizen).update(handled_at=now())
    delivery = delivery_of(
        citizen, Channel.LETTER, purpose=Purpose.FOLLOW, notice_ids=[notice.pk for notice in notices]
    )
    actions.queue(deliveries=[delivery], at=now(), by=None)
    return Letter.objects.get(delivery=delivery)


def test_what_a_person_wrote_is_never_read_as_syntax(georgette, queued):
    georgette.given_name, georgette.postal_address = "#panic()$x$", '*1*, rue @a\n`Lévis` <b> \\ #read("x")'
    georgette.save()
    text = text_of(opened(queued(georgette)))
    assert "#panic()$x$ Ménard" in text and '`Lévis` <b> \\ #read("x")' in text


@pytest.mark.parametrize("name", ["مرحبا", "山田", "Łukasz Ñandú", "😀"])
def test_a_name_in_any_writing_makes_a_letter(georgette, queued, name):
    georgette.given_name = name
    georgette.save()
    assert len(opened(queued(georgette)).pages) == 1


def test_much_to_say_still_holds_on_one_page_of_twelve_points(georgette, licence):
    DeadlineKind.objects.filter(pk=licence.pk).update(
        style="open",
        consequence_fr="Une phrase de conséquence assez longue. " * 12,
        procedure_fr=["Une étape." * 5] * 8,
    )
    reminders = [reminder_of(georgette, licence, days=days) for days in range(10, 30)]
    actions.queue(deliveries=[delivery_of(georgette, Channel.LETTER, *reminders)], at=now(), by=None)
    pdf = opened(Letter.objects.get())
    assert len(pdf.pages) == 1
    text = text_of(pdf)
    assert "Il y a plus à savoir" in text and "1 877 555-0143" in text
    assert min(size for _, top, size, said in words_of(pdf) if top > 100 and said.strip()) >= 12
    assert max(top for _, top, _, said in words_of(pdf) if said.strip()) < 279 - 15


def test_a_batch_is_one_file_with_a_bookmark_for_each(georgette, queued, operator):
    letters = [queued(georgette, days=days) for days in (10, 11, 12)]
    batch = printing.prepare(printable="letters", by=operator)
    with opened(*batch.letters.order_by("place")) as pdf, pdf.open_outline() as outline:
        assert len(pdf.pages) == len(letters)
        assert len(outline.root) == len(letters)
        for place in range(1, 4):
            assert f"{batch.number}-{place:03d}" in text_of(pdf, place - 1)


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("12, rue du Quai\nSept-Îles (Québec)  G4R 1A1", ["12, rue du Quai", "Sept-Îles (Québec)\u2002G4R 1A1"]),
        ("12 rue A\r\n\r\nLévis QC, g6v1a1", ["12 rue A", "Lévis QC\u2002G6V 1A1"]),
        ("a\nb\nc\nd\nLévis g6v-1a1", ["a, b", "c", "d", "Lévis\u2002G6V 1A1"]),
        ("", []),
    ],
)
def test_addresses_are_laid_out_as_canada_post_asks(written, lines):
    assert address_lines("Georgette  Ménard", written) == ["Georgette Ménard", *lines]


def test_long_addresses_lose_size_and_never_words():
    lines = address_lines("x", "\n".join("mot" * 8 + str(rank) for rank in range(9)))
    assert len(lines) == 5 and all(str(rank) in " ".join(lines) for rank in range(9))
    long = " ".join(["Wolfeschlegelsteinhausenbergerdorff"] * 5)
    lines = address_lines(long, "1, rue A\napp. 2\nLévis (Québec)  G6V 1A1")
    assert " ".join(lines[:-2]) == long and max(map(len, lines)) <= 60
    assert size_of(["court"]) == 12 and size_of(["x" * 45]) == 10 and size_of(["x" * 80]) == 9


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Rien à payer.", "Rien à payer."),
        ("Des frais de 28 $. Plus de permis.", "Plus de permis."),
        ("Plus de permis; 1 200,50\u00a0$ d’amende.", "Plus de permis;"),
        ("Cela coûte cent dollars.", ""),
    ],
)
def test_no_sum_of_money_is_printed(text, kept):
    assert without_amounts(text) == kept


def test_a_neutral_letter_asked_for_later_says_neither_the_date_nor_whose_number(georgette, queued, licence, saaq):
    """An organization is known by its telephone too."""
    DeadlineKind.objects.filter(pk=licence.pk).update(style="neutral")
    saaq.phone = "1 800 555-0177"
    saaq.save()
    letter = queued(georgette)
    Reminder.objects.filter(recipient=georgette, pk__in=letter.delivery.reminder_ids).update(step=None)
    text = text_of(opened(letter))
    assert "Vous nous avez demandé un rappel." in text and "Date limite" not in text and "date limite" not in text
    assert "555-0177" not in text and "555-0143" in text


@pytest.mark.parametrize("name", ["ᐃᓄᒃᑎᑐᑦ", "Иван", "Nguyễn"])
def test_a_name_is_on_the_envelope_in_its_own_writing(georgette, queued, name):
    Citizen.objects.filter(pk=georgette.pk).update(given_name=name)
    assert name in text_of(opened(queued(Citizen.objects.get(pk=georgette.pk))))


def test_before_printing_one_reads_which_envelopes_to_complete(georgette, queued, operator, signed_in):
    Citizen.objects.filter(pk=georgette.pk).update(given_name="王明")
    queued(Citizen.objects.get(pk=georgette.pk))
    batch = printing.prepare(printable="letters", by=operator)
    room = signed_in(operator)
    page = room.get(reverse("admin:letters_letterbatch_change", args=[batch.pk])).content.decode()
    assert "à compléter à la main" in page and "王" not in page
    before = AuditEvent.objects.filter(verb="letter.opened").count()
    sheet = room.get(reverse("admin:letters_letterbatch_to_complete", args=[batch.pk])).content.decode()
    assert "王明" in sheet and AuditEvent.objects.filter(verb="letter.opened").count() == before + 1
    assert text_of(opened(batch.letters.get())).count(EMPTY_BOX) == 2
