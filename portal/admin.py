"""Re-exports the nouns' admin: Django looks for it here."""

from portal.audit import admin as audit
from portal.catalogue import admin as catalogue
from portal.client_numbers import admin as client_numbers
from portal.contact_changes import admin as contact_changes
from portal.document_types import admin as document_types
from portal.documents import admin as documents
from portal.documents import rescue_admin as rescue
from portal.dossiers import admin as dossiers
from portal.health import admin as health
from portal.installation import admin as installation
from portal.isolation import admin as isolation
from portal.organizations import admin as organizations
from portal.people import admin as people
from portal.questions import admin as questions
from portal.requests import admin as requests
from portal.staff import admin as staff
from portal.votes import admin as votes
from portal.work_items import admin as work_items

__all__ = [
    "audit",
    "catalogue",
    "client_numbers",
    "contact_changes",
    "documents",
    "dossiers",
    "health",
    "installation",
    "isolation",
    "organizations",
    "document_types",
    "people",
    "questions",
    "requests",
    "rescue",
    "staff",
    "votes",
    "work_items",
]
