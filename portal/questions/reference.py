"""The portal's own first questions: what people ask on the telephone."""

from django.utils.translation import gettext_lazy as _

QUESTIONS = [
    (
        _("Relais est-il obligatoire?"),
        _(
            "Non. Vous pouvez toujours téléphoner, écrire par la poste ou vous rendre sur place. "
            "Le service est le même."
        ),
    ),
    (
        _("Puis-je utiliser Relais sans ordinateur?"),
        _(
            "Oui. Au téléphone, une personne peut ouvrir une échéance pour vous, vous rappeler par la poste ou par "
            "téléphone, et répondre avec vous aux questions sur les programmes."
        ),
    ),
    (
        _("Que contiennent les courriels et les messages textes de Relais?"),
        _(
            "Jamais ce que vous devez ou recevez, ni numéro de dossier, ni document, ni lien vers votre dossier. Ils "
            "disent qu’une date approche ou que "
            "quelque chose vous attend dans votre espace. Un message qui vous demande de cliquer ou de payer ne vient "
            "pas de nous."
        ),
    ),
    (
        _("Comment arrêter les rappels?"),
        _(
            "Dans « Mes préférences », en deux clics. Dans un courriel, avec le bouton de désabonnement de votre "
            "messagerie. "
            "Par message texte, en répondant ARRÊT. L’effet est immédiat."
        ),
    ),
    (
        _("Une piste veut-elle dire que j’ai droit au programme?"),
        _(
            "Non. C’est une indication. L’organisme responsable décide, après votre demande. "
            "La piste dit pourquoi elle vous est proposée."
        ),
    ),
    (
        _("Qui peut voir mon dossier?"),
        _(
            "Les équipes auxquelles vous écrivez, et les personnes à qui vous avez donné un mandat. La page "
            "« Qui a consulté mon dossier » montre qui l’a ouvert, et quand."
        ),
    ),
    (
        _("J’ai manqué une date. Que faire?"),
        _(
            "Agissez dès maintenant : souvent, attendre coûte plus cher. La page de l’échéance dit ce qui peut encore "
            "être fait, et Relais vous écrit aussi après la date. Vous pouvez nous téléphoner."
        ),
    ),
]
