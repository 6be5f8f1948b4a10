"""Columns, steps and values of a content, as people say them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel
from portal.publishing.differences import choice_words, plain_words
from programs.programs.models import Program
from reminders.kinds.content import UNREAD, StepContent, time_read
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import basis_words, hour_words, offset_words

_LABELS = {
    "title_fr": _("Titre"),
    "title_en": _("Titre en anglais"),
    "team": _("Équipe responsable"),
    "nature": _("Genre d’échéance"),
    "basis": _("Origine de la date"),
    "rule_fr": _("Règle de la date"),
    "rule_en": _("Règle de la date en anglais"),
    "audience_fr": _("Personnes concernées"),
    "audience_en": _("Personnes concernées, en anglais"),
    "consequence_fr": _("Conséquence d’un retard"),
    "consequence_en": _("Conséquence en anglais"),
    "amounts": _("Montants"),
    "tiers": _("Paliers de conséquence"),
    "procedure_fr": _("Marche à suivre"),
    "procedure_en": _("Marche à suivre en anglais"),
    "note_fr": _("Remarque"),
    "note_en": _("Remarque en anglais"),
    "official_url": _("Page officielle"),
    "official_url_read": _("Page officielle vérifiée"),
    "sources": _("Sources"),
    "confidence": _("Fiabilité"),
    "related_programs": _("Programmes liés"),
    "style": _("Ton des messages"),
    "sensitive_reason": _("Raison de dire un mot délicat"),
    "channels": _("Moyens permis"),
    "links": _("Liens dans les messages"),
    "post_days": _("Jours ouvrables pour livrer une lettre"),
    "is_urgent": _("Urgent"),
    "send_at": _("Heure d’envoi"),
    "daily_cap": _("Messages par jour, au plus"),
}
_MOMENTS = {
    "opened": _("dès l’inscription"),
    "done": _("quand c’est fait"),
    "missed": _("si le rendez-vous est manqué ou le versement en retard ou non reçu"),
    UNREAD: _("jour à préciser"),
}


def column_label(name: str) -> str:
    return str(_LABELS[name])


def column_words(name: str) -> tuple[str, Callable[[Any], str]]:
    """(label, how its value reads)."""
    return column_label(name), _SHOWN.get(name, plain_words)


def step_words(step: StepContent) -> str:
    """«7 jours avant», «dès l’inscription»."""
    return offset_words(step.offset_days) if step.moment == "date" else str(_MOMENTS[step.moment])


def tier_words(tier: dict[str, Any]) -> str:
    """«À partir de 1 jour après : frais, 25 CAD (source, lue le 2026-11-01)»."""
    days = tier.get("after_days") or 0
    since = ngettext("À partir de %(days)s jour après", "À partir de %(days)s jours après", days) % {"days": days}
    amount = f", {tier['amount']} {unit_words(tier.get('unit', ''))}" if tier.get("amount") is not None else ""
    source = gettext(" (%(url)s, lu le %(day)s)") % {"url": tier["source"], "day": tier.get("as_of", "")}
    return f"{since}\u00a0: {tier.get('label_fr', '')}{amount}{source if tier['source'] else ''}"


UNITS = {
    "CAD": _("dollars"),
    "percent": _("pour cent"),
    "percent_month": _("pour cent par mois"),
    "days": _("jours"),
    "months": _("mois"),
}


def unit_words(code: str) -> str:
    return str(UNITS.get(code, code))


def _amount(row: dict[str, Any]) -> str:
    """An imported row may lack any of its words."""
    return f"{row.get('label_fr', '')}\u00a0: {row.get('value', '')} {unit_words(str(row.get('unit', '')))}".strip()


def _programs(codes: Any) -> str:
    names = dict(Program.objects.filter(code__in=codes or []).values_list("code", "name_fr"))
    return "\n".join(names.get(code, code) for code in codes or [])


_SHOWN: dict[str, Callable[[Any], str]] = {
    "nature": choice_words(DeadlineKind.Nature),
    "style": choice_words(DeadlineKind.Style),
    "links": choice_words(DeadlineKind.Links),
    "confidence": choice_words(DeadlineKind.Confidence),
    "related_programs": _programs,
    "basis": lambda value: basis_words(value) if value else "",
    "send_at": lambda value: hour_words(time_read(value)) if value else "",
    "channels": lambda value: ", ".join(str(Channel(code).label) for code in value or []),
    "tiers": lambda value: "\n".join(tier_words({"source": "", **tier}) for tier in value or []),
    "amounts": lambda value: "\n".join(_amount(row) for row in value or []),
    "sources": lambda value: "\n".join(str(source.get("url") or "") for source in value or []),
}
