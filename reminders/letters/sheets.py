"""What a letter says, as data for `letter.typ`; and the PDF of one letter or of a whole batch.

Of a deadline, the sheet says what an e-mail could say, no more: an `open` kind may name its subject, its consequence
and what to do, a `neutral` one says only that something waits. Of a dossier, it says what its type says by letter.
Nothing but a name and an address is on the side that the envelope shows.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal import clock
from portal.consents.models import Channel
from portal.notices.models import Notice
from portal.printing.sheets import document, return_address, sender
from portal.receipts.typesetting import typeset, unprintable
from reminders.deliveries.carried import Carried, carried_by
from reminders.kinds.ages import aged
from reminders.kinds.models import DeadlineKind
from reminders.kinds.outside import consequence_outside, procedure_outside
from reminders.kinds.texts import (
    date_in_words,
    is_english,
    moment_in_words,
    name_of,
    own_text,
    speaking,
    title_of,
)
from reminders.letters import dossier_blocks
from reminders.letters.addresses import address_lines, size_of
from reminders.letters.models import Letter
from reminders.reminders.models import Reminder
from reminders.reminders.places import zone_to_name

Dossiers = dict[UUID, dossier_blocks.LetterDossier]
_LAYOUT = Path(__file__).with_name("letter.typ").read_bytes()


def pdf_of(letters: Sequence[Letter], at: dt.datetime) -> bytes:
    """One PDF, one page a letter, each its own bookmark. About 1.5 MB of memory a letter while it is made: a batch is
    bounded (`Printable.largest`). What no font has is an empty box, to be filled by hand (`to_fill`)."""
    with translation.override(settings.LANGUAGE_CODE):
        content = _told(letters, at)
    return compiled(content)


def pdf_of_one(letter: Letter, carried: Carried, at: dt.datetime) -> bytes:
    """One letter, from rows that may not be saved: what the editor shows before anything is printed."""
    with translation.override(settings.LANGUAGE_CODE):
        day = clock.day_of(at)
        content = document(_("Lettre"), day, [_letter(letter, carried, day)])
    return compiled(content)


def compiled(data: dict[str, Any]) -> bytes:
    """The PDF of sheets given as data for `letter.typ`, whatever letters they are."""
    return typeset(_LAYOUT, data)


def to_fill(letters: Iterable[Letter]) -> list[Letter]:
    """The letters whose envelope would show empty boxes: their name and address are to be completed by hand."""
    return [letter for letter in letters if unprintable(on_envelope(letter))]


def on_envelope(letter: Letter) -> str:
    return "\n".join(address_lines(str(letter.citizen), letter.address or letter.citizen.postal_address))


def _told(letters: Sequence[Letter], at: dt.datetime) -> dict[str, Any]:
    day = clock.day_of(at)
    carried = carried_by([letter.delivery for letter in letters], at)
    title = _("Lettre") if len(letters) == 1 else _("Lot de lettres")
    dossiers = dossier_blocks.dossiers_of(notice for one in carried.values() for notice in one.notices)
    sheets = [_letter(letter, carried[letter.delivery_id], day, dossiers) for letter in letters]
    for sheet, letter, (rank, count) in zip(sheets, letters, _in_envelopes(letters), strict=True):
        if count > 1:
            sheet["reference"] += f"\n{_same_envelope(letter, rank, count)}"
    return document(title, day, sheets)


def _in_envelopes(letters: Sequence[Letter]) -> list[tuple[int, int]]:
    """(rank, count) of each sheet among those of its person: they follow each other, and go in one envelope."""
    count = Counter(letter.citizen_id for letter in letters)
    seen: Counter[Any] = Counter()
    ranks = []
    for letter in letters:
        seen[letter.citizen_id] += 1
        ranks.append((seen[letter.citizen_id], count[letter.citizen_id]))
    return ranks


def _same_envelope(letter: Letter, rank: int, count: int) -> str:
    with speaking(letter.citizen.language):
        return _("Feuille %(rank)d de %(count)d, même enveloppe") % {"rank": rank, "count": count}


def _letter(letter: Letter, carried: Carried, day: dt.date, dossiers: Dossiers | None = None) -> dict[str, Any]:
    """In the person's language: English is theirs only after they attested that it is their right."""
    with speaking(letter.citizen.language):
        return {"lang": "en" if is_english() else "fr", **_spoken(letter, carried, day, dossiers or {})}


def _spoken(letter: Letter, carried: Carried, day: dt.date, dossiers: Dossiers) -> dict[str, Any]:
    reminders = carried.reminders or carried.every  # printed again later, it says what it said
    is_alone = len(reminders) == 1
    matters = [matter_of(reminder, is_alone=is_alone, on=day) for reminder in reminders]
    matters += _of_notices(carried.notices, dossiers)
    return {
        **top_of(str(letter), on_envelope(letter).splitlines(), day),
        "title": _("Un rappel pour vous") if reminders else _("Quelque chose vous attend"),
        "matters": matters,
        "has_detail": any(matter["consequence"] or matter["procedure"] for matter in matters),
        "more": _("Il y a plus à savoir : appelez-nous, on vous dit tout."),
        "help": help_box(),
        "why": _why(letter),
    }


def top_of(reference: str, address: list[str], day: dt.date) -> dict[str, Any]:
    """What stands above the text of every letter, as data for `letter.typ`."""
    return {
        "sender": sender(),
        "date": _("Le %(day)s") % {"day": date_in_words(day)},
        "reference": reference,
        "address": address,
        "address_size": size_of(address),
        "greeting": _("Bonjour,"),
    }


def matter_of(reminder: Reminder, *, is_alone: bool = True, on: dt.date | None = None) -> dict[str, Any]:
    """What the sheet says of one reminder, for `letter.typ` and for the editor's preview. `on`: the day that it bears;
    None for that of the step. Among others, one of a
    neutral kind says its date, so that nobody takes it for another."""
    kind: DeadlineKind = reminder.deadline.kind
    organization = kind.organization
    # An organization is known by its number too.
    phone = organization.phone if kind.is_open and organization.phone else settings.HELP_PHONE
    where = _("au téléphone, au %(phone)s") % {"phone": phone.replace(" ", "\u00a0")}
    block = matter(name_of(organization) if kind.is_open else "", [_sentence(reminder, where, on)])
    on_call = _("appelez-nous, on vous dit ce qui arrive.") if _is_before(reminder) else ""
    if not kind.is_open:
        date = _("Échéance du %(date)s") % {"date": date_in_words(reminder.due_on)}
        return block | {"title": "" if is_alone else date, "consequence": on_call}
    return block | {
        "title": title_of(kind),
        "consequence_label": block["consequence_label"] if _is_before(reminder) else _("La date est passée :"),
        "consequence": consequence_outside(kind) or on_call,
        "procedure": procedure_outside(kind),
    }


def _is_before(reminder: Reminder) -> bool:
    return reminder.step is None or (reminder.step.moment == "date" and not reminder.step.is_after)


def _sentence(reminder: Reminder, where: str, on: dt.date | None) -> str:
    """The step's own text for letters, or the ordinary one; the reminder that the person asked for has no step."""
    step, deadline = reminder.step, reminder.deadline
    when = moment_in_words(reminder.due_on, deadline.due_time, zone_to_name(deadline))
    if step is None:
        if not reminder.deadline.kind.is_open:
            return _("Vous nous avez demandé un rappel. Pour en savoir plus\u00a0: %(where)s.") % {"where": where}
        return _("Vous nous avez demandé de vous le rappeler. La date limite est le %(day)s.") % {"day": when}
    text = own_text(step, Channel.LETTER)
    if on:
        text = aged(text, offset_days=step.offset_days, due_on=reminder.due_on, on=on)
    return text.replace("{date}", when).replace("{where}", where)


def _of_notices(notices: list[Notice], dossiers: Dossiers) -> list[dict[str, Any]]:
    """What each dossier says by letter; one sentence for all else that waits, one for all findings: neither from whom
    nor about what."""
    keys = list(dict.fromkeys(notice.subject_id for notice in notices if notice.subject_id in dossiers))
    blocks = [dossier_blocks.block_of(dossiers[key], matter("", [])) for key in keys]
    others = [notice for notice in notices if notice.subject_id not in dossiers]
    is_finding = {notice.kind == Notice.Kind.FINDING for notice in others}
    if False in is_finding:
        waits = _("Un message ou un document vous attend. Appelez-nous : on vous le lit ou on vous l’envoie.")
        blocks.append(matter("", [waits]))
    if True in is_finding:
        finding = _(
            "Une nouvelle piste vous attend : il pourrait y avoir quelque chose pour vous. Pour en savoir plus, "
            "appelez-nous, ou passez au comptoir d’un organisme qui vous sert. Si vous le demandez, nous regardons vos "
            "pistes avec vous."
        )
        blocks.append(matter("", [finding]))
    return blocks


def matter(sender: str, sentences: list[str]) -> dict[str, Any]:
    return {
        "title": "",
        "sender": sender,
        "sentences": sentences,
        "consequence_label": _("Si la date passe :"),
        "consequence": "",
        "procedure_label": _("Ce qu’il faut faire"),
        "procedure": [],
    }


def help_box() -> dict[str, str]:
    return {
        "title": _("Besoin d’aide?"),
        "sentence": _("Une personne vous répond, et peut faire la démarche avec vous. L’appel est gratuit."),
        "phone": settings.HELP_PHONE,
        "hours": str(settings.HELP_HOURS),
    }


def _why(letter: Letter) -> str:
    return _(
        "Vous recevez cette lettre parce que vous l’avez demandé. Pour ne plus en recevoir, appelez-nous "
        "ou écrivez-nous : %(address)s."
    ) % {"address": return_address()}
