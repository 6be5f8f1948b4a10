"""What the letter of invitation says: whose portal it is, how to link one's number. Of the deadline, nothing."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal import clock
from portal.foundation.crypto.codes import grouped
from portal.organizations.models import Organization
from portal.printing.sheets import document, return_address, typed_address
from reminders.invitations.models import Contents, Invitation
from reminders.kinds.texts import date_in_words
from reminders.letters.addresses import address_lines
from reminders.letters.sheets import compiled, help_box, matter, top_of

PAGE = "/rappels/relier/"
"""`imported_deadlines:link_number`, as people type it."""


def pdf_of(invitations: Sequence[Invitation], at: dt.datetime) -> bytes:
    """One page each, on the layout of every letter."""
    with translation.override(settings.LANGUAGE_CODE):
        day = clock.day_of(at)
        content = document(_("Lot d’invitations"), day, [letter_of(one, day) for one in invitations])
    return compiled(content)


def letter_of(invitation: Invitation, day: dt.date) -> dict[str, Any]:
    """One sheet, as data for `letter.typ`."""
    contents = invitation.on_the_sheet
    organization = str(invitation.organization)
    return {
        **top_of(str(invitation), address_lines(contents.name, contents.address), day),
        "title": _("Vous pouvez être averti de vos dates importantes"),
        "matters": [_offer(organization), _way(invitation, contents)],
        "has_detail": True,
        "more": _("Pour savoir comment faire, appelez-nous : on le fait avec vous."),
        "help": help_box() | _help_of(invitation.organization),
        "why": _why(organization),
    }


def _help_of(organization: Organization) -> dict[str, str]:
    """Its own people can link the number with the person; else the portal's line answers."""
    if not organization.phone:
        return {}
    return {
        "sentence": _("Une personne de l’organisme peut relier votre numéro avec vous."),
        "phone": organization.phone,
        "hours": organization.public_hours,
    }


def _offer(organization: str) -> dict[str, Any]:
    return matter(
        "",
        [
            _("%(organization)s peut vous rappeler vos dates importantes, avant et après, par le moyen de votre choix.")
            % {"organization": organization},
            _("C’est gratuit. Rien ne change si vous ne faites rien."),
        ],
    )


def _way(invitation: Invitation, contents: Contents) -> dict[str, Any]:
    until = clock.day_of(invitation.expires_at)
    block = matter("", [_("Ce code sert une seule fois, jusqu’au %(day)s.") % {"day": date_in_words(until)}])
    return block | {
        "title": _("Votre code : %(code)s") % {"code": grouped(contents.code)},
        "procedure_label": _("Comment faire, en ligne ou au téléphone"),
        "procedure": [
            _("Ouvrez %(address)s, ou appelez le numéro plus bas.") % {"address": typed_address(PAGE)},
            _("Choisissez ou nommez l’organisme : %(organization)s.") % {"organization": invitation.organization},
            _number(contents.hint),
            _("Donnez le code de cette lettre."),
        ],
    }


def _number(hint: str) -> str:
    if not hint:
        return _("Donnez le numéro de client que cet organisme utilise pour vous.")
    return _("Donnez le numéro de client qui se termine par %(hint)s : il est sur ses avis et ses factures.") % {
        "hint": hint
    }


def _why(organization: str) -> str:
    return _(
        "%(organization)s nous a donné votre nom et votre adresse pour cette seule lettre; nous les effaçons après "
        "l’impression. Pour nous écrire : %(address)s."
    ) % {"organization": organization, "address": return_address()}
