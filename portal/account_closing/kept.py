"""What a person reads before closing their account: what is erased, what is kept, how long and why.

`models`: what each line speaks of, by name; a test holds them to every model that knows a person, and the years to
what the models declare."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ErasedPart:
    what: str | Promise
    models: tuple[str, ...]


@dataclass(frozen=True)
class KeptPart(ErasedPart):
    """`years`: counted from `since`; 0 when the organization's own calendar says it."""

    how_long: str | Promise
    why: str | Promise
    years: int = 0


ERASED = (
    ErasedPart(
        _("votre adresse courriel, votre téléphone, votre adresse postale, votre mot de passe et vos clés d’accès"),
        ("people.User", "people.Citizen", "person_access.SupportCode", "data_exports.DataExport"),
    ),
    ErasedPart(
        _("vos réponses sur votre situation et les aides trouvées"),
        (
            "situations.Situation",
            "situations.AskedFact",
            "findings.Finding",
            "shares.FindingShare",
            "profiles.ProfileAlias",
        ),
    ),  # fmt: skip
    ErasedPart(_("les documents que vous gardez ici pour vous"), ("documents.Document",)),
    ErasedPart(_("les brouillons de vos messages"), ("drafts.Draft",)),
    ErasedPart(
        _("vos rappels personnels, votre calendrier, vos heures tranquilles et vos échéances en cours"),
        (
            "personal.PersonalReminder",
            "calendars.CalendarFeed",
            "preferences.QuietHours",
            "deadlines.Deadline",
            "suspensions.Suspension",
        ),
    ),  # fmt: skip
    ErasedPart(
        _("votre nom et votre date de naissance, dès qu’aucune ligne ci-dessous n’en a besoin"), ("people.Citizen",)
    ),
)
KEPT = (
    KeptPart(
        _("Vos dossiers, vos messages et les documents remis à un organisme, avec votre nom"),
        (
            "dossiers.Dossier", "dossiers.Move", "dossiers.DossierDecision", "threads.Thread", "documents.Document",
            "requested_documents.RequestedDocument", "imported_dossiers.ImportedDossier",
        ),
        _("selon le calendrier de conservation de chaque organisme"),
        _("ils appartiennent à l’organisme, que la Loi sur les archives oblige à les garder"),
    ),
    KeptPart(
        _("Vos consentements, avec le texte que vous aviez accepté"),
        ("consents.Consent",),
        _("7 ans après la fermeture"),
        _("preuve de ce que vous aviez accepté"),
        7,
    ),
    KeptPart(
        _("Qui a agi pour vous, et les notes des appels et des visites"),
        ("mandates.Mandate", "mandates.MandateInvitation", "contact_notes.ContactNote", "same_people.SamePerson"),
        _("7 ans après la fin de chaque mandat ou de chaque appel"),
        _("preuve de ce qui a été dit et fait en votre nom"),
        7,
    ),
    KeptPart(
        _("La trace des envois, sans leur contenu ni votre adresse"),
        (
            "deliveries.Delivery", "reminders.Reminder", "notices.Notice", "inbox.InboxItem", "letters.Letter",
            "calls.Call", "fallback.DeadLetter", "replies.Reply", "test_messages.TestMessage",
            "imported_deadlines.ImportedDeadline", "client_numbers.ClientNumber", "work_items.WorkItem",
            "space_invitations.SpaceInvitation", "person_access.PersonAccess", "contact_changes.ContactChange",
            "isolation.SetAside", "account_notices.AccountNotice",
        ),
        _("2 ans après chaque envoi"),
        _("preuve que vous avez été averti"),
        2,
    ),
    KeptPart(
        _("Le journal\u00a0: qui a consulté ou changé quoi, sans votre nom"),
        ("audit.AuditEvent",),
        _("7 ans"),
        _("la loi permet à chacun de savoir qui a vu son dossier"),
        7,
    ),
)  # fmt: skip
