"""The stories of the guided visit, as data: who does what, on which page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENT = "/demonstration/#demo-sent"
"""Where what left is read."""


@dataclass(frozen=True)
class StoryStep:
    """One thing to do. `who`: key of a person of `seeds.PEOPLE`, or "" for a page that needs nobody."""

    who: str
    words: str | Promise
    path: str


@dataclass(frozen=True)
class Story:
    code: str
    icon: str
    title: str | Promise
    sentence: str | Promise
    steps: tuple[StoryStep, ...]


STORIES = (
    Story(
        "message",
        "letter",
        _("Écrire à un organisme, recevoir une réponse"),
        _("Une question avec un fichier, la réponse d’une équipe, et la trace de qui a lu."),
        (
            StoryStep(
                "amelie", _("Trouvez le service qui répond, écrivez-lui et joignez un fichier."), "/messages/a-qui/"
            ),
            StoryStep("alain", _("Trouvez la conversation dans la file de l’équipe et répondez."), "/gestion/"),
            StoryStep("", _("Voyez l’avis qui est parti\u00a0: il ne dit rien du contenu."), SENT),
            StoryStep("amelie", _("Lisez la réponse."), "/messages/"),
            StoryStep("amelie", _("Voyez qui a consulté votre dossier."), "/espace/consultations/"),
        ),
    ),
    Story(
        "piece",
        "document",
        _("Demander une pièce, l’envoyer, l’accepter"),
        _("La pièce demandée paraît dans «\u00a0À faire\u00a0» de la personne, puis dans la file de l’équipe."),
        (
            StoryStep("alain", _("Ouvrez une conversation et demandez une pièce."), "/gestion/threads/thread/"),
            StoryStep("amelie", _("Envoyez la pièce depuis «\u00a0À faire\u00a0»."), "/espace/"),
            StoryStep("alain", _("Examinez la pièce reçue et acceptez-la."), "/gestion/work_items/workitem/"),
        ),
    ),
    Story(
        "rappel",
        "bell",
        _("Être prévenu avant la date, et après"),
        _("Un rappel demandé, l’horloge avancée, le courriel qui part, et ce qui suit quand la date est passée."),
        (
            StoryStep(
                "amelie",
                _("Choisissez une échéance et demandez un rappel\u00a0: cochez aussi «\u00a0courriel\u00a0»."),
                "/rappels/",
            ),
            StoryStep("", _("Avancez l’horloge d’un mois et regardez ce qui part."), "/demonstration/#demo-clock"),
            StoryStep("amelie", _("Dites que c’est fait, ou demandez un rappel plus tard."), "/rappels/mes-echeances/"),
        ),
    ),
    Story(
        "pistes",
        "compass",
        _("Trouver les programmes possibles"),
        _("Quelques questions, des pistes avec leurs raisons, et ce qui manque pour savoir."),
        (
            StoryStep("bruno", _("Répondez aux questions du conseiller."), "/programmes/pistes/"),
            StoryStep("bruno", _("Lisez vos pistes et leurs raisons."), "/programmes/pistes/resultat/"),
            StoryStep("diane", _("Faites le même questionnaire au téléphone."), "/gestion/programs/program/telephone/"),
        ),
    ),
    Story(
        "sans-internet",
        "counter",
        _("Servir quelqu’un qui n’a pas Internet"),
        _("Une agente écrit ce que la personne dit, le rappel part par la poste ou par un appel."),
        (
            StoryStep("alain", _("Trouvez ou inscrivez la personne au téléphone."), "/gestion/assisted/servedperson/"),
            StoryStep(
                "alain",
                _("Faites les appels du jour. Le soir, la liste est vide\u00a0: avancez l’horloge jusqu’au matin."),
                "/gestion/calls/call/",
            ),
            StoryStep("olga", _("Imprimez les lettres et dites-les postées."), "/gestion/letters/letter/"),
            StoryStep(
                "olga",
                _("Imprimez aussi celle qui invite une personne à ouvrir son espace."),
                "/gestion/space_invitations/spaceinvitationbatch/",
            ),
        ),
    ),
    Story(
        "type-d-echeance",
        "calendar",
        _("Écrire un type d’échéance sans informaticien"),
        _("Un brouillon, un aperçu sur une personne inventée, la relecture d’une collègue, la publication."),
        (
            StoryStep(
                "emile", _("Commencez un type d’échéance et lisez-en l’aperçu."), "/gestion/kinds/deadlinekind/add/"
            ),
            StoryStep(
                "carole",
                _(
                    "Relisez-le et publiez-le. S’il dit un mot délicat, comme «\u00a0jugement\u00a0», son auteur "
                    "demande d’abord votre accord."
                ),
                "/gestion/kinds/deadlinekind/",
            ),
            StoryStep("amelie", _("Voyez-le paraître dans les rappels offerts."), "/rappels/"),
        ),
    ),
    Story(
        "fichier",
        "download",
        _("Recevoir les échéances d’un organisme"),
        _("Un fichier de son système, lu et expliqué avant d’être reçu; les personnes relient leur numéro."),
        (
            StoryStep(
                "emile", _("Déposez un fichier d’échéances."), "/gestion/imported_deadlines/deadlinefile/deposer/"
            ),
            StoryStep(
                "emile", _("Voyez celles qui attendent leur personne."), "/gestion/imported_deadlines/importeddeadline/"
            ),
            StoryStep("bruno", _("Reliez votre numéro de client."), "/rappels/relier/"),
        ),
    ),
    Story(
        "aidante",
        "people",
        _("Agir pour une autre personne"),
        _("Une personne aidante voit et fait ce que son mandat permet; tout se voit."),
        (
            StoryStep("amelie", _("Demandez à quelqu’un d’agir pour vous."), "/aider/inviter/"),
            StoryStep("rachel", _("Ouvrez l’espace d’Amélie\u00a0: il est à part du vôtre."), "/aider/"),
            StoryStep("amelie", _("Voyez ce que Rachel a consulté."), "/espace/consultations/"),
            StoryStep("amelie", _("Mettez fin à son accès, d’un bouton."), "/aider/pour-moi/"),
            StoryStep("alain", _("Donnez un mandat avec un document."), "/gestion/assisted/servedperson/"),
        ),
    ),
    Story(
        "coordonnees",
        "shield",
        _("Changer d’adresse, et l’annuler"),
        _("Un changement prend effet aussitôt; l’ancienne adresse est avertie et peut l’annuler pendant 72 heures."),
        (
            StoryStep(
                "amelie",
                _("Changez votre adresse courriel\u00a0: un code arrive à la nouvelle, parmi les envois de la visite."),
                "/compte/email/",
            ),
            StoryStep("", _("Lisez ce qu’a reçu l’ancienne adresse."), SENT),
            StoryStep(
                "",
                _(
                    "Annulez le changement avec le code reçu, puis le mot de passe d’Amélie, donné à la page de la "
                    "visite."
                ),
                "/annuler/",
            ),
        ),
    ),
    Story(
        "equipe",
        "user",
        _("Ouvrir un organisme, former une équipe"),
        _("L’exploitation crée l’organisme; son administration invite les siens et donne les rôles."),
        (
            StoryStep("olga", _("Créez un organisme."), "/gestion/organizations/organization/add/"),
            StoryStep("emile", _("Invitez une personne de votre équipe."), "/gestion/staff/staffinvitation/add/"),
            StoryStep("emile", _("Voyez ce que chaque rôle permet."), "/gestion/organizations/membership/permissions/"),
        ),
    ),
)


def story_of(code: str) -> Story | None:
    return next((story for story in STORIES if story.code == code), None)
