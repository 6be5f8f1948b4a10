"""Starting, importing and retiring types of dossier; the ledger (`portal/publishing`) does the rest."""

from typing import TYPE_CHECKING

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.dossier_types.models import DossierType
from portal.organizations.models import Organization
from portal.publishing import actions as ledger
from portal.publishing.adapters import adapter_of

if TYPE_CHECKING:
    from portal.people.models import User


@transaction.atomic
def start(*, organization: Organization, title: str, by: "User") -> DossierType:
    """Begin a type as a draft: no dossier is opened of it until it is published."""
    adapter = adapter_of(DossierType)
    content = adapter.anew({"title_fr": title})
    columns = adapter.first_columns(content)
    return ledger.start(adapter=adapter, organization=organization, columns=columns, content=content, by=by)


@transaction.atomic
def retire(*, dossier_type: DossierType, by: "User") -> DossierType:
    """No dossier is opened of it any more; those that are go on. Publishing it again brings it back."""
    adapter_of(DossierType).require(by, dossier_type.organization_id)
    published = DossierType.objects.published().filter(pk=dossier_type.pk)
    if published.update(state=DossierType.State.RETIRED, updated_at=now()):
        record("dossier_type.retired", by=by, subject=dossier_type, organization=dossier_type.organization)
    dossier_type.refresh_from_db()
    return dossier_type
