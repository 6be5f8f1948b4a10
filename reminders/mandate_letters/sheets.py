"""What the letter says: somebody asks, where to type the code, until when. Of who asks and of what, nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal import clock
from portal.foundation.crypto.codes import grouped
from portal.printing.sheets import document, return_address, sender
from reminders.kinds.texts import date_in_words
from reminders.letters.addresses import address_lines, size_of
from reminders.letters.sheets import compiled, help_box, matter
from reminders.mandate_letters.models import MandateLetter

PAGE = "/aider/"
"""`mandates:helped`, as people type it."""


def pdf_of(letters: Sequence[MandateLetter], at: dt.datetime) -> bytes:
    """One page each, on the layout of every letter."""
    with translation.override(settings.LANGUAGE_CODE):
        day = clock.day_of(at)
        content = document(_("Lot de demandes"), day, [letter_of(one, day) for one in letters])
    return compiled(content)


def letter_of(letter: MandateLetter, day: dt.date) -> dict[str, Any]:
    """One sheet, as data for `letter.typ`."""
    address = address_lines(letter.invitation.invitee, letter.invitation.postal_address)
    return {
        "sender": sender(),
        "date": _("Le %(day)s") % {"day": date_in_words(day)},
        "reference": str(letter),
        "address": address,
        "address_size": size_of(address),
        "title": _("Une demande vous attend"),
        "greeting": _("Bonjour,"),
        "matters": [_asked(), _way(letter)],
        "has_detail": True,
        "more": _("Tout est à la page où vous écrivez ce code."),
        "help": help_box(),
        "why": _("Une personne a donné votre adresse pour vous faire cette demande. Pour nous écrire : %(address)s.")
        % {"address": return_address()},
    }


def _asked() -> dict[str, Any]:
    return matter(
        "",
        [
            _("Une personne vous demande de l’aider dans Relais : agir pour elle auprès de services publics."),
            _("Vous verrez qui vous le demande, et pour quoi, avant de répondre oui ou non."),
            _("Ne donnez ce code à personne. Vous n’attendiez rien? Ne faites rien, ou appelez-nous."),
        ],
    )


def _way(letter: MandateLetter) -> dict[str, Any]:
    assert letter.code is not None  # until it is printed
    until = date_in_words(clock.day_of(letter.invitation.expires_at))
    block = matter("", [_("Ce code sert une seule fois, jusqu’au %(day)s.") % {"day": until}])
    page = settings.SITE_URL.removeprefix("https://").removeprefix("http://").rstrip("/") + PAGE
    return block | {
        "title": _("Votre code : %(code)s") % {"code": grouped(letter.code)},
        "procedure_label": _("Comment faire"),
        "procedure": [
            _("Ouvrez %(address)s.") % {"address": page},
            _("Créez un compte, ou connectez-vous au vôtre."),
            _("Écrivez le code de cette lettre."),
        ],
    }
