"""Who may do what: the permissions, the roles that hold them, and the sentences that «gestion» shows.

Sections of «gestion», views, actions and querysets ask for a permission, never for a role. *Whose* rows a permission
opens is said by `visible_to` of each noun, from the teams and organizations in which the role is held
(`portal.access.visibility`). The table of both is drawn in «gestion» and in `docs/permissions.md`.
"""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """What an account may do, in the words of the table."""

    # -- the matters of people
    HANDLE_TASKS = "handle_tasks", _("voir ce qui attend ses équipes et le traiter")
    HANDLE_CONVERSATIONS = "handle_conversations", _("lire les conversations et y répondre")
    VIEW_DOSSIERS = "view_dossiers", _("consulter les dossiers")
    HANDLE_DOSSIERS = "handle_dossiers", _("ouvrir un dossier, le faire avancer, décider, le fermer et le rouvrir")
    VIEW_DOCUMENTS = "view_documents", _("lire les documents reçus et remis")
    REQUEST_DOCUMENTS = "request_documents", _("demander des pièces et les vérifier")
    VIEW_PEOPLE = "view_people", _("trouver une personne")
    SERVE_PEOPLE = (
        "serve_people",
        _("servir une personne\u00a0: accords, échéances, questionnaire au téléphone, pistes montrées à son équipe"),
    )
    HANDLE_DEADLINES = (
        "handle_deadlines",
        _("voir les échéances et les rappels partis; fermer ou déplacer une échéance"),
    )
    MAKE_CALLS = "make_calls", _("faire les appels de rappel")
    HANDLE_REPLIES = "handle_replies", _("lire les réponses reçues par texto et par courriel")
    HANDLE_UNREACHED = "handle_unreached", _("voir qui n’a pas pu être joint et agir")
    VIEW_CONTACT_CHANGES = "view_contact_changes", _("voir les changements de coordonnées et lever un gel")
    SUPERVISE_TEAMS = "supervise_teams", _("voir les matières de toutes les équipes de l’organisme")
    # -- what an organization configures
    VIEW_DEADLINE_KINDS = "view_deadline_kinds", _("lire les types d’échéances")
    CONFIGURE_DEADLINE_KINDS = "configure_deadline_kinds", _("écrire, approuver et publier les types d’échéances")
    CONFIGURE_DOSSIER_TYPES = (
        "configure_dossier_types",
        _("écrire et publier les genres de dossiers\u00a0: états, délais, raisons et recours"),
    )
    VIEW_PROGRAMS = (
        "view_programs",
        _("lire les programmes, leurs critères, le vocabulaire des faits et les événements de vie"),
    )
    CONFIGURE_PROGRAMS = "configure_programs", _("écrire, approuver et publier les programmes")
    CONFIGURE_PROMPTS = "configure_prompts", _("écrire les questions posées en cours de route")
    CONFIGURE_CLIENT_NUMBERS = "configure_client_numbers", _("déclarer la forme des numéros de client")
    IMPORT_DEADLINES = "import_deadlines", _("déposer un fichier d’échéances")
    IMPORT_DOSSIERS = "import_dossiers", _("déposer un fichier de dossiers")
    VIEW_IMPORTED_DEADLINES = (
        "view_imported_deadlines",
        _("voir les échéances et les dossiers reçus sans personne reliée et inviter par la poste"),
    )
    CONNECT_SYSTEMS = "connect_systems", _("relier les systèmes de l’organisme\u00a0: clés et avis automatiques")
    READ_REPORTS = "read_reports", _("lire les rapports du mois")
    VIEW_INDICATORS = "view_indicators", _("voir les indicateurs des rappels")
    VIEW_VOTES = "view_votes", _("voir l’avis des visiteurs sur les réponses de l’aide")
    WRITE_ANSWERS = "write_answers", _("écrire et publier les questions fréquentes")
    DESCRIBE_ORGANIZATIONS = "describe_organizations", _("décrire l’organisme")
    MANAGE_TEAMS = "manage_teams", _("créer et décrire les équipes")
    MANAGE_STAFF = "manage_staff", _("inviter du personnel, donner et terminer un rôle")
    IMPORT_STAFF = "import_staff", _("inviter le personnel d’un organisme par fichier")
    VIEW_JOURNAL = "view_journal", _("lire le journal de ce qui a été fait et consulté")
    # -- shared lists
    PROPOSE_SYNONYMS = "propose_synonyms", _("proposer des synonymes pour la recherche")
    APPROVE_SYNONYMS = "approve_synonyms", _("approuver les synonymes et remettre une version")
    VIEW_DOCUMENT_TYPES = "view_document_types", _("lire la liste des sortes de papiers")
    CONFIGURE_DOCUMENT_TYPES = "configure_document_types", _("écrire la liste des sortes de papiers")
    # -- the operation of the portal
    CREATE_ORGANIZATIONS = "create_organizations", _("créer un organisme et inviter ses premiers comptes")
    MANAGE_ACCOUNTS = "manage_accounts", _("fermer et rouvrir un compte du personnel")
    CONFIGURE_HOLIDAYS = "configure_holidays", _("régler les jours fériés")
    PRINT_LETTERS = "print_letters", _("imprimer et poster les lettres")
    OPERATE_PORTAL = (
        "operate_portal",
        _("veiller à l’exploitation\u00a0: tâches, fichiers retenus, clés, restaurations"),
    )

    @property
    def roles(self) -> list["Role"]:
        """Those that hold it, in the order of the table."""
        return [role for role in Role if self in role.permissions]


class Role(models.TextChoices):
    """A list of permissions and a sentence. No role sees everything."""

    AGENT = "agent", _("agente ou agent")
    SUPERVISOR = "supervisor", _("superviseure ou superviseur")
    ADMINISTRATOR = "administrator", _("administratrice ou administrateur")
    OPERATOR = "operator", _("exploitation du portail")

    @property
    def sentence(self) -> str | Promise:
        return SENTENCES[self]

    @property
    def permissions(self) -> frozenset[Permission]:
        return PERMISSIONS[self]


SENTENCES = {
    Role.AGENT: _("Lit et traite les messages, les documents et les tâches de ses équipes, et de personne d’autre."),
    Role.SUPERVISOR: _(
        "Voit les tâches et les conversations de toutes les équipes de son organisme, et peut y répondre."
    ),
    Role.ADMINISTRATOR: _(
        "Règle les textes, les échéances, les programmes et les équipes de son organisme; "
        "ne lit ni message ni document des citoyens."
    ),
    Role.OPERATOR: _("Crée les organismes et leurs premiers comptes; ne lit aucun dossier."),
}
_MATTERS = frozenset(
    {
        Permission.HANDLE_TASKS,
        Permission.HANDLE_CONVERSATIONS,
        Permission.VIEW_DOSSIERS,
        Permission.HANDLE_DOSSIERS,
        Permission.VIEW_DOCUMENTS,
        Permission.REQUEST_DOCUMENTS,
        Permission.VIEW_PEOPLE,
        Permission.SERVE_PEOPLE,
        Permission.HANDLE_DEADLINES,
        Permission.MAKE_CALLS,
        Permission.HANDLE_REPLIES,
        Permission.HANDLE_UNREACHED,
        Permission.VIEW_CONTACT_CHANGES,
        Permission.VIEW_IMPORTED_DEADLINES,
        Permission.VIEW_DEADLINE_KINDS,
        Permission.VIEW_PROGRAMS,
        Permission.PROPOSE_SYNONYMS,
        Permission.VIEW_DOCUMENT_TYPES,
    }
)
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _MATTERS,
    Role.SUPERVISOR: _MATTERS | {Permission.SUPERVISE_TEAMS, Permission.VIEW_INDICATORS},
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW_DEADLINE_KINDS,
            Permission.CONFIGURE_DEADLINE_KINDS,
            Permission.CONFIGURE_DOSSIER_TYPES,
            Permission.VIEW_PROGRAMS,
            Permission.CONFIGURE_PROGRAMS,
            Permission.CONFIGURE_PROMPTS,
            Permission.CONFIGURE_CLIENT_NUMBERS,
            Permission.IMPORT_DEADLINES,
            Permission.IMPORT_DOSSIERS,
            Permission.VIEW_IMPORTED_DEADLINES,
            Permission.CONNECT_SYSTEMS,
            Permission.READ_REPORTS,
            Permission.VIEW_INDICATORS,
            Permission.VIEW_VOTES,
            Permission.WRITE_ANSWERS,
            Permission.DESCRIBE_ORGANIZATIONS,
            Permission.MANAGE_TEAMS,
            Permission.MANAGE_STAFF,
            Permission.IMPORT_STAFF,
            Permission.VIEW_JOURNAL,
            Permission.PROPOSE_SYNONYMS,
            Permission.VIEW_DOCUMENT_TYPES,
        }
    ),
    Role.OPERATOR: frozenset(
        {
            Permission.HANDLE_REPLIES,
            Permission.HANDLE_UNREACHED,
            Permission.VIEW_CONTACT_CHANGES,
            Permission.VIEW_INDICATORS,
            Permission.VIEW_VOTES,
            Permission.WRITE_ANSWERS,
            Permission.DESCRIBE_ORGANIZATIONS,
            Permission.CREATE_ORGANIZATIONS,
            Permission.MANAGE_STAFF,
            Permission.MANAGE_ACCOUNTS,
            Permission.VIEW_JOURNAL,
            Permission.PROPOSE_SYNONYMS,
            Permission.APPROVE_SYNONYMS,
            Permission.VIEW_DOCUMENT_TYPES,
            Permission.CONFIGURE_DOCUMENT_TYPES,
            Permission.CONFIGURE_HOLIDAYS,
            Permission.PRINT_LETTERS,
            Permission.OPERATE_PORTAL,
        }
    ),
}
