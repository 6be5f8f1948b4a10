"""The receipt of a deposit: date to the second, source, destination, and the print of what was received.

The sender of a technological document may ask for such a receipt (LCCJTI, chapter C-1.1, s. 31). It is made from the
document's row alone: asked twice, it is the same file to the byte.
"""

import datetime as dt
import re
import shlex
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.documents.kinds import FileKind
from portal.documents.models import Document
from portal.foundation.words.elision import of
from portal.receipts.typesetting import EMPTY_BOX, typeset, unprintable

_LAYOUT = Path(__file__).with_name("receipt.typ").read_bytes()
NO_BREAK_SPACE = "\u00a0"
_SAFE_NAME = re.compile(r"\w[\w .()’-]{0,49}")
"""Letters, figures and signs that neither cmd.exe nor a shell reads between quotes; never an option («-x»),
nor more than the paper is wide."""


def receipt_of(document: Document) -> bytes:
    """The PDF. What no font has of a name is an empty box, and the receipt says so: the print identifies the file."""
    return typeset(_LAYOUT, _words(document))


def _words(document: Document) -> dict[str, Any]:
    utc = document.received_at.astimezone(dt.UTC)
    return {
        "title": _("Reçu de dépôt"),
        "author": "Relais",
        "at": [utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second],
        "lead": _("Relais a bien reçu ce document."),
        "rows": _summary(document),
        "next": {"title": _("Et maintenant?"), "sentences": _next(document)},
        "proof": _proof(document),
    }


def _summary(document: Document) -> list[dict[str, Any]]:
    """Who, what, when, for whom."""
    team = document.team
    here = _("Relais, espace de la personne")
    return [
        _row(_("Qui"), _source(document)),
        _row(_("Quoi"), document.name),
        _row(_("Quand"), _moment(document.received_at, document.citizen.time_zone)),
        _row(_("À qui"), f"{team.organization}, {team}" if team else here),
    ]


def _next(document: Document) -> list[str]:
    """Nothing that may change: asked twice, the receipt is the same."""
    if not document.team:
        return [_("Le document est gardé dans votre espace. Vous décidez à qui le remettre.")]
    return [
        _("L’équipe ouvre le document, puis répond dans votre espace Relais."),
        _("Dans «\u00a0Mes documents\u00a0», il est écrit s’il est reçu, accepté, ou à refaire et pourquoi."),
        _("Ce reçu confirme le dépôt. Il ne dit rien de la décision."),
    ]


def _prints(document: Document) -> list[dict[str, Any]]:
    size = f"{document.received_size:,}".replace(",", NO_BREAK_SPACE)
    at = document.received_at
    rows = [
        _row(_("Numéro"), str(document.pk)),
        _row(_("À la seconde"), _exact_moment(at, document.citizen.time_zone)),
        _row(_("Temps universel"), at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        _row(_("Taille"), _("%(size)s octets") % {"size": size}),
        _row(_("Empreinte SHA-256 du fichier reçu"), document.received_sha256, exact=True),
    ]
    if unprintable(document.name):
        words = _("%(box)s remplace un signe que nos polices de caractères n’ont pas. L’empreinte désigne le fichier.")
        rows.insert(1, _row(_("À savoir"), words % {"box": EMPTY_BOX}))
    if document.served_sha256 and document.served_sha256 != document.received_sha256:
        rows += _kept(document)
    return rows


def _kept(document: Document) -> list[dict[str, Any]]:
    """The second print, and what makes it another one."""
    if document.content_type != FileKind.PDF.value:
        label = _("Empreinte SHA-256 de l’image conservée, sans le lieu ni l’appareil de la prise de vue")
        return [_row(label, document.served_sha256, exact=True)]
    rows = [_row(_("Empreinte SHA-256 de la copie conservée"), document.served_sha256, exact=True)]
    return rows + [_row(_("Ce qui change dans cette copie"), " ".join(document.changes))]


def _proof(document: Document) -> dict[str, Any]:
    """In small print: for whom wants to compare the file to the byte."""
    name = _typed_name(document)
    return {
        "title": _("Pour vérifier"),
        "rows": _prints(document),
        "sentences": [
            _("Gardez votre fichier tel que vous l’avez envoyé, et calculez son empreinte SHA-256 sur votre appareil."),
            _("Si elle est la même que celle du fichier reçu, c’est bien ce fichier, sans un octet de différence."),
            _("Ce reçu peut être redemandé en tout temps dans votre espace Relais: il sera identique."),
        ],
        "commands": [
            {"system": "Windows:", "line": f'certutil -hashfile "{name}" SHA256'},
            {"system": "macOS:", "line": f"shasum -a 256 {shlex.quote(name)}"},
            {"system": "Linux:", "line": f"sha256sum {shlex.quote(name)}"},
        ],
    }


def _typed_name(document: Document) -> str:
    """The file's own name in a command that is copied: one with signs that a command line reads, or too long for the
    line, is not named."""
    name = document.name
    if _SAFE_NAME.fullmatch(name) and not unprintable(name):
        return name
    suffix = Path(name).suffix
    return f"fichier{suffix}" if _SAFE_NAME.fullmatch(f"f{suffix}") else "fichier"


def _source(document: Document) -> str:
    citizen, by = document.citizen, document.by
    if by is None or by.pk == citizen.user_id:
        return str(citizen)
    return _("%(author)s, au nom %(citizen)s") % {"author": by, "citizen": of(str(citizen))}


def _moment(at: dt.datetime, zone: str) -> str:
    """«1er mars 2026 à 14 h 05»: the hour that the person's clock showed."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_day(local)} à {local:%H} h {local:%M}".replace(" ", NO_BREAK_SPACE)


def _exact_moment(at: dt.datetime, zone: str) -> str:
    """«1er mars 2026 à 14 h 05 min 09 s (America/Toronto, UTC−05:00)»."""
    local = at.astimezone(ZoneInfo(zone))
    words = f"{_day(local)} à {local:%H} h {local:%M} min {local:%S} s"
    offset = local.isoformat()[-6:].replace("-", "\u2212")
    return f"{words.replace(' ', NO_BREAK_SPACE)} ({zone}, UTC{offset})"


def _day(local: dt.datetime) -> str:
    return f"{'1er' if local.day == 1 else local.day} {date_format(local, 'F')} {local.year}"


def _row(label: str, value: str, *, exact: bool = False) -> dict[str, Any]:
    """`exact`: shown letter for letter, to be compared."""
    return {"label": label, "value": value, "exact": exact}
