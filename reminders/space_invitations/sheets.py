"""What the letter says: a space waits, how to open it, or how to do the same by telephone. Of the matters, nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal import clock
from portal.foundation.crypto.codes import grouped
from portal.people.models import Citizen
from portal.printing.sheets import document, return_address, typed_address
from reminders.kinds.texts import date_in_words
from reminders.letters.addresses import address_lines
from reminders.letters.sheets import compiled, help_box, matter, top_of
from reminders.space_invitations.models import VALID_FOR, SpaceInvitation

PAGE = "/mon-code/"
"""`space_invitations:redeem`, as people type it."""


def pdf_of(invitations: Sequence[SpaceInvitation], at: dt.datetime) -> bytes:
    """One page each, on the layout of every letter."""
    with translation.override(settings.LANGUAGE_CODE):
        day = clock.day_of(at)
        content = document(_("Lot d’invitations"), day, [letter_of(one, day) for one in invitations])
    return compiled(content)


def letter_of(invitation: SpaceInvitation, day: dt.date) -> dict[str, Any]:
    """One sheet, as data for `letter.typ`."""
    citizen = invitation.citizen
    organization = str(invitation.team.organization)
    return {
        **top_of(str(invitation), address_lines(str(citizen), citizen.postal_address), day),
        "title": _("Votre espace vous attend"),
        "matters": [_offer(organization), _way(invitation, day)],
        "has_detail": True,
        "more": _("Rien ne change si vous ne faites rien : nous continuons par la poste et par téléphone."),
        "help": help_box(),
        "why": _("Cet organisme a demandé cette lettre pour vous : %(organization)s. Pour nous écrire : %(address)s.")
        % {"organization": organization, "address": return_address()},
    }


def _offer(organization: str) -> dict[str, Any]:
    return matter(
        "",
        [
            _("Vous pouvez voir en ligne ce qui a été noté avec vous, et y répondre. Organisme : %(organization)s.")
            % {"organization": organization},
            _("C’est gratuit, et vous pouvez aussi demander à un proche de le faire avec vous."),
        ],
    )


def _way(invitation: SpaceInvitation, day: dt.date) -> dict[str, Any]:
    assert invitation.code is not None  # until it is printed
    until = date_in_words(day + VALID_FOR)
    block = matter("", [_("Ce code sert une seule fois, jusqu’au %(day)s.") % {"day": until}])
    return block | {
        "title": _("Votre code : %(code)s") % {"code": grouped(invitation.code)},
        "procedure_label": _("Comment faire"),
        "procedure": [
            _("Ouvrez cette adresse : %(address)s") % {"address": typed_address(PAGE)},
            _("Créez un compte, ou connectez-vous au vôtre."),
            _("Écrivez le code de cette lettre."),
            _answer_asked(invitation.citizen),
        ],
    }


def _answer_asked(citizen: Citizen) -> str:
    """Something that is not on the letter, and that the organization knows."""
    if citizen.birth_date:
        return _("Écrivez aussi votre date de naissance.")
    if citizen.phone:
        return _("Écrivez aussi votre numéro de téléphone.")
    return _("Écrivez aussi votre numéro de dossier ou de client, ou votre adresse courriel.")
