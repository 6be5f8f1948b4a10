"""Starting, importing and retiring types of dossier; the ledger (`portal/publishing`) does the rest."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.audit.actions import record
from portal.clock import now
from portal.dossier_type_versions.reference import digest, read
from portal.dossier_types.models import DossierType
from portal.organizations.actions import register
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


@transaction.atomic
def import_dossier_types(*, by: "User | None") -> Counter:
    """The types that are shipped: new ones are published, those that nobody edited are brought up to date.

    What an organization edited is left: its row no longer has the digest that the import wrote."""
    counts: Counter = Counter()
    for code, names, content in read():
        known = DossierType.objects.filter(code=code).first()
        organization = register(**names, by=by)
        subject = known or DossierType(code=code, organization=organization)
        if (known and _is_edited(known)) or not _fill(subject, content):
            counts["left"] += 1
            continue
        subject.save()
        counts["updated" if known else "created"] += 1
    if counts["created"] or counts["updated"]:
        record("dossier_types.imported", by=by, detail=dict(counts))
    return counts


def _is_edited(subject: Any) -> bool:
    in_force = adapter_of(DossierType).in_force(subject)
    return subject.versions.exists() or digest(in_force) != subject.imported_digest


def _fill(subject: DossierType, content: dict[str, Any]) -> bool:
    """Whether that changes anything. A team that is not there yet leaves the type to every team."""
    adapter = adapter_of(DossierType)
    adapter.put_on(subject, content)
    now_says = digest(adapter.in_force(subject))
    if now_says == subject.imported_digest:
        return False
    subject.state, subject.updated_at, subject.imported_digest = DossierType.State.PUBLISHED, now(), now_says
    subject.published_at = subject.published_at or subject.updated_at
    return True
