"""Re-exports the nouns' models: Django looks for them here."""

from portal.account_notices.models import AccountNotice
from portal.audit.models import AuditEvent
from portal.catalogue.models import Entry, Synonym, SynonymVersion
from portal.client_numbers.models import ClientNumber, NumberPattern
from portal.consents.models import Consent
from portal.contact_changes.models import ContactAlert, ContactChange
from portal.document_types.models import DocumentType
from portal.documents.models import Document, TroubledDocument
from portal.documents.pending import PendingUpload
from portal.dossiers.models import Dossier
from portal.health.models import FailingTask, Heartbeat
from portal.installation.models import Installation
from portal.isolation.models import SetAside
from portal.mandates.models import Mandate
from portal.notices.models import Notice
from portal.organizations.models import Membership, Organization, Team
from portal.people.models import Citizen, User
from portal.questions.models import Question
from portal.requests.models import DocumentRequest
from portal.staff.models import StaffAccount, StaffInvitation
from portal.votes.models import Vote
from portal.work_items.models import WorkItem

__all__ = [
    "AccountNotice",
    "AuditEvent",
    "Citizen",
    "ClientNumber",
    "Consent",
    "ContactAlert",
    "ContactChange",
    "Document",
    "DocumentRequest",
    "Dossier",
    "Entry",
    "FailingTask",
    "Heartbeat",
    "Installation",
    "Mandate",
    "Membership",
    "Notice",
    "NumberPattern",
    "Organization",
    "DocumentType",
    "PendingUpload",
    "Question",
    "SetAside",
    "StaffAccount",
    "StaffInvitation",
    "Synonym",
    "SynonymVersion",
    "Team",
    "TroubledDocument",
    "User",
    "Vote",
    "WorkItem",
]
