"""What the file of a person holds, table by table; what is left out, and why.

Of each table every column leaves, but those of `LEFT_OUT`. A test walks every table that refers to a person or to an
account, and every column: each is here, or its reason is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class ExportPart:
    """`name`: its key in the file. `of`: the way from a row to the person, or to the account. `dossier`: the beginning
    of the way to its dossier's columns, where it has one: what was taken away from the person is not theirs."""

    name: str
    model: str
    of: str
    title: str
    is_of_account: bool = False
    dossier: str | None = None

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def fields(self) -> list[models.Field]:
        return [one for one in self.table._meta.local_concrete_fields if reason_of(self.table, one.name) == ""]


ACCOUNT = (
    ExportPart("accounts", "people.User", "pk", "Votre compte", True),
    ExportPart("email_addresses", "account.EmailAddress", "user", "Adresses courriel du compte", True),
    ExportPart("sign_in_keys", "mfa.Authenticator", "user", "Clés d’accès, applications et codes de secours", True),
    ExportPart("sessions", "usersessions.UserSession", "user", "Appareils connectés", True),
    ExportPart("visits", "people.Visit", "user", "Votre dernière visite", True),
    ExportPart("account_notices", "account_notices.AccountNotice", "user", "Ce qui est arrivé à votre compte", True),
    ExportPart("data_exports", "data_exports.DataExport", "account", "Téléchargements de vos données", True),
    ExportPart("memberships", "organizations.Membership", "user", "Rôles dans un organisme", True),
    ExportPart("staff_invitations", "staff.StaffInvitation", "accepted_by", "Invitations acceptées", True),
    ExportPart("mandates_held", "mandates.Mandate", "holder", "Pour qui vous agissez", True),
    ExportPart(
        "mandates_accepted", "mandates.MandateInvitation", "accepted_by", "Invitations à aider, acceptées", True
    ),
    ExportPart("messages_read", "threads.MessageReading", "user", "Messages que vous avez lus", True),
    ExportPart("notices_read", "inbox.InboxItemReading", "user", "Avis que vous avez lus", True),
    ExportPart("drafts", "drafts.Draft", "by", "Brouillons de vos messages", True),
    ExportPart("pending_files", "documents.PendingUpload", "user", "Fichiers d’un formulaire pas encore envoyé", True),
)
PERSON = (
    ExportPart("citizens", "people.Citizen", "pk", "Qui vous êtes"),
    ExportPart("consents", "consents.Consent", "citizen", "Vos consentements, avec le texte accepté"),
    ExportPart("contact_changes", "contact_changes.ContactChange", "citizen", "Changements de vos coordonnées"),
    ExportPart("mandates", "mandates.Mandate", "citizen", "Qui agit pour vous"),
    ExportPart("mandate_invitations", "mandates.MandateInvitation", "citizen", "Qui a été invité à agir pour vous"),
    ExportPart(
        "mandate_letters",
        "mandate_letters.MandateLetter",
        "invitation__citizen",
        "Lettres avec un code, à qui vous aide",
    ),
    ExportPart("same_people", "same_people.SamePerson", "same_as", "Inscriptions réunies à la vôtre"),
    ExportPart("person_accesses", "person_access.PersonAccess", "citizen", "Qui a ouvert votre fiche, et pourquoi"),
    ExportPart("contact_notes", "contact_notes.ContactNote", "citizen", "Notes des appels et des visites"),
    ExportPart("client_numbers", "client_numbers.ClientNumber", "citizen", "Numéros de client"),
    ExportPart("dossiers", "dossiers.Dossier", "citizen", "Dossiers", dossier=""),
    ExportPart("imported_dossiers", "imported_dossiers.ImportedDossier", "citizen", "Dossiers reçus d’un organisme"),
    ExportPart(
        "dossier_moves", "dossiers.Move", "dossier__citizen", "Ce qui est arrivé dans vos dossiers", dossier="dossier__"
    ),
    ExportPart(
        "decisions",
        "dossiers.DossierDecision",
        "dossier__citizen",
        "Décisions rendues dans vos dossiers",
        dossier="dossier__",
    ),
    ExportPart("threads", "threads.Thread", "citizen", "Conversations", dossier="dossier__"),
    ExportPart(
        "team_changes",
        "threads.TeamChange",
        "thread__citizen",
        "Équipes qui ont eu vos conversations",
        dossier="thread__dossier__",
    ),
    ExportPart("messages", "threads.Message", "thread__citizen", "Messages", dossier="thread__dossier__"),
    ExportPart(
        "guest_shipments",
        "guest_mail.GuestShipment",
        "thread__citizen",
        "Messages sécurisés ouverts sans compte",
        dossier="thread__dossier__",
    ),
    ExportPart(
        "attachments",
        "threads.Attachment",
        "message__thread__citizen",
        "Pièces jointes des messages",
        dossier="message__thread__dossier__",
    ),
    ExportPart(
        "documents",
        "documents.Document",
        "citizen",
        "Documents; « file » est leur place dans ce paquet",
        dossier="dossier__",
    ),
    ExportPart(
        "requested_documents",
        "requested_documents.RequestedDocument",
        "citizen",
        "Documents demandés",
        dossier="dossier__",
    ),
    ExportPart(
        "given_documents",
        "requested_documents.GivenDocument",
        "request__citizen",
        "Fichiers envoyés pour les documents demandés",
        dossier="request__dossier__",
    ),
    ExportPart("work_items", "work_items.WorkItem", "citizen", "Ce qu’une équipe avait à faire pour vous"),
    ExportPart("situations", "situations.Situation", "citizen", "Votre situation"),
    ExportPart("facts", "situations.Fact", "situation__citizen", "Vos réponses"),
    ExportPart("asked_facts", "situations.AskedFact", "citizen", "Questions posées en passant"),
    ExportPart("findings", "findings.Finding", "citizen", "Aides trouvées"),
    ExportPart("finding_shares", "shares.FindingShare", "citizen", "Aides montrées à une équipe"),
    ExportPart("deadlines", "deadlines.Deadline", "citizen", "Échéances"),
    ExportPart("imported_deadlines", "imported_deadlines.ImportedDeadline", "citizen", "Dates d’un organisme"),
    ExportPart("personal_reminders", "personal.PersonalReminder", "citizen", "Rappels personnels"),
    ExportPart("calendar_feeds", "calendars.CalendarFeed", "citizen", "Abonnements de calendrier"),
    ExportPart("quiet_hours", "preferences.QuietHours", "citizen", "Heures tranquilles"),
    ExportPart("suspensions", "suspensions.Suspension", "citizen", "Coordonnées qui ne fonctionnaient plus"),
    ExportPart("reminders", "reminders.Reminder", "recipient", "Rappels prévus et envoyés"),
    ExportPart("notices", "notices.Notice", "citizen", "Avis"),
    ExportPart("inbox_items", "inbox.InboxItem", "citizen", "Boîte d’avis"),
    ExportPart("deliveries", "deliveries.Delivery", "recipient", "Envois"),
    ExportPart("letters", "letters.Letter", "citizen", "Lettres"),
    ExportPart("calls", "calls.Call", "citizen", "Appels à vous faire"),
    ExportPart("replies", "replies.Reply", "citizen", "Ce que vous avez répondu"),
    ExportPart("unreached", "fallback.DeadLetter", "citizen", "Envois qui ne vous ont pas joint"),
    ExportPart("test_messages", "test_messages.TestMessage", "citizen", "Messages d’essai"),
    ExportPart("space_invitations", "space_invitations.SpaceInvitation", "citizen", "Lettres avec un code"),
    ExportPart("deadlines_of_others", "deadlines.Deadline", "concerned", "Échéances qui parlent de vous"),
)
PARTS = (*ACCOUNT, *PERSON)

UNLOCKS = "un secret : une empreinte ou un code, qui ne dit rien de vous et ouvrirait votre compte à qui le lirait"
COPY = "une copie calculée d’autres colonnes, pour la recherche et le tri"
MACHINE = "une marque du travail des machines, sans renseignement sur vous"
_SECRETS = (
    "calendars.CalendarFeed.token_digest",
    "client_numbers.ClientNumber.digest",
    "contact_changes.ContactChange.code_digest",
    "contact_changes.ContactChange.factor_ids",
    "contact_changes.ContactChange.password_before",
    "guest_mail.GuestShipment.code_digest",
    "guest_mail.GuestShipment.code_expires_at",
    "guest_mail.GuestShipment.reference_digest",
    "guest_mail.GuestShipment.secret_digest",
    "imported_deadlines.ImportedDeadline.digest",
    "imported_dossiers.ImportedDossier.digest",
    "mandate_letters.MandateLetter.code",
    "mandates.MandateInvitation.code_digest",
    "mfa.Authenticator.data",
    "people.User.password",
    "space_invitations.SpaceInvitation.code",
    "space_invitations.SpaceInvitation.code_digest",
    "staff.StaffInvitation.code_digest",
    "usersessions.UserSession.session_key",
)
_COPIES = (
    "dossiers.Dossier.number_folded",
    "people.Citizen.name_order",
    "people.Citizen.search_text",
    "people.User.name_order",
    "people.User.search_text",
    "threads.Message.words",
)
_MARKS = (
    "account_notices.AccountNotice.next_try_at",
    "account_notices.AccountNotice.tries",
    "calls.Call.claimed_by",
    "calls.Call.claimed_until",
    "calls.Call.next_try_at",
    "calls.Call.tries",
    "data_exports.DataExport.claimed_until",
    "data_exports.DataExport.storage_key",
    "data_exports.DataExport.tries",
    "deliveries.Delivery.claimed_by",
    "deliveries.Delivery.claimed_until",
    "documents.Document.claimed_until",
    "documents.Document.storage_key",
    "documents.PendingUpload.storage_key",
    "letters.Letter.batch",
    "letters.Letter.place",
    "mandate_letters.MandateLetter.batch",
    "mandate_letters.MandateLetter.place",
    "mandates.MandateInvitation.next_try_at",
    "mandates.MandateInvitation.tries",
    "replies.Reply.key",
    "space_invitations.SpaceInvitation.batch",
    "space_invitations.SpaceInvitation.place",
    "staff.StaffInvitation.next_try_at",
    "staff.StaffInvitation.tries",
    "threads.Message.key",
    "usersessions.UserSession.data",
)
LEFT_OUT: Mapping[str, str] = {
    **dict.fromkeys(_SECRETS, UNLOCKS),
    **dict.fromkeys(_COPIES, COPY),
    **dict.fromkeys(_MARKS, MACHINE),
}
"""Column of a table → why it is left out. A column of the same name in another table leaves."""

STAFF = "ce qu’une personne fait pour son organisme appartient à l’organisme"
NOT_EXPORTED: Mapping[str, str] = {
    "person_access.SupportCode": UNLOCKS,
    "isolation.SetAside": MACHINE,
    "imported_dossiers.DossierContent": MACHINE,
    "profiles.ProfileAlias": "le lien vers un profil sans nom, fait des réponses qui sont déjà dans ce paquet",
    "account.EmailConfirmation": UNLOCKS,
    "contact_changes.ContactAlert": "l’adresse à prévenir, effacée en 7 jours; le changement est dans ce paquet",
    "group_messages.GroupRecipient": "d’où vient une conversation, qui est dans ce paquet",
    "guest_mail.GuestEmail": "un courriel qui ne dit qu’une référence; le message sécurisé est dans ce paquet",
    "appeals.Appeal": MACHINE,
    "callbacks.ProviderEvent": MACHINE,
    "indicators.Outcome": "un chiffre de statistique, sans nom ni adresse",
    "imported_deadlines.LinkAttempt": "un compteur d’essais, effacé après un jour",
    "invitations.Invitation": "une lettre d’un organisme à un numéro de client; le numéro relié est dans ce paquet",
    **dict.fromkeys(
        (
            "admin.LogEntry",
            "api.ApiToken",
            "catalogue.Synonym",
            "catalogue.SynonymVersion",
            "client_numbers.NumberPattern",
            "document_types.DocumentType",
            "dossier_type_versions.DossierTypeVersion",
            "dossier_types.DossierType",
            "group_messages.GroupMessage",
            "imports.ImportFile",
            "indicators.Report",
            "kind_versions.KindVersion",
            "kinds.DeadlineKind",
            "printing.PrintBatch",
            "program_versions.ProgramVersion",
            "programs.Program",
            "prompts.Prompt",
            "questions.Question",
            "questions.QuestionVersion",
            "webhooks.Subscription",
        ),
        STAFF,
    ),
}
"""Tables that refer to a person or to an account, and are not in the file: why."""


def reason_of(table: type[models.Model], column: str) -> str:
    """Return why a column is left out; "" when it leaves."""
    return LEFT_OUT.get(f"{table._meta.label}.{column}", "")
