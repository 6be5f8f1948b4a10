"""What a mandate or an invitation covers, in words that serve both sides."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.dossiers.models import Dossier
from portal.mandates.models import Mandate, MandateInvitation
from portal.mandates.scope_fields import Scoped
from portal.mandates.scopes import Scope, covers
from portal.organizations.models import Organization

_MORE: dict[Scope, str | Promise] = {
    Scope.ACT: gettext_lazy("écrire, envoyer des documents, dire que c’est fait"),
    Scope.RECEIVE: gettext_lazy("être averti des rappels"),
    Scope.CHOICES: gettext_lazy("choisir ce qui est reçu"),
    Scope.CONTACT: gettext_lazy("changer où et quand joindre la personne"),
}


def covered(mandate: Mandate | MandateInvitation) -> list[str]:
    """What it allows, reading first."""
    words = [_("voir les dossiers, les messages et les documents")]
    return words + [str(words) for scope, words in _MORE.items() if covers(mandate, scope)]


def limits_of(some: Iterable[Scoped]) -> dict[object, list[str]]:
    """Key → names of the organizations and dossiers to which each is limited; empty for everything. Two queries at the
    most, whatever their number."""
    rows: Sequence[Scoped] = list(some)
    organizations = _named(Organization, {pk for row in rows for pk in row.organization_ids})
    dossiers = _named(Dossier, {pk for row in rows for pk in row.dossier_ids})
    return {
        row.pk: [
            *(organizations[pk] for pk in row.organization_ids if pk in organizations),
            *(_("dossier %(number)s") % {"number": dossiers[pk]} for pk in row.dossier_ids if pk in dossiers),
        ]
        for row in rows
    }


def _named(model: type[Organization] | type[Dossier], keys: set) -> dict[object, str]:
    return {pk: str(one) for pk, one in model.objects.in_bulk(keys).items()} if keys else {}
