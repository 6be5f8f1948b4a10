"""Django's registration of the advisor."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.audit.sentences import register
from portal.isolation import works
from portal.work_items import sentences as work_sentences
from portal.work_items import subjects, todo

# What may fail for one person and go on for the others. Named by string: models are not there yet.
WORKS = {
    "programs.scan": works.IsolatedWork(_("Ses pistes ne sont pas tenues à jour"), "programs.scans.apart.scan_of"),
    "programs.tell": works.IsolatedWork(
        _("Ses nouvelles pistes ne lui sont pas annoncées"), "programs.findings.telling.tell_again_of"
    ),
}


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        works.register(WORKS)
        register(
            {
                "program.imported": _("a importé les programmes"),
                "program.started": _("a commencé un programme"),
                "program.drafted": _("a écrit le brouillon d’un programme"),
                "program.discarded": _("a abandonné une version d’un programme"),
                "program.published": _("a publié une version d’un programme"),
                "program.took_effect": _("a mis en vigueur une version d’un programme"),
                "program.submitted": _("a demandé d’approuver un programme"),
                "program.withdrawn": _("a retiré sa demande d’approbation d’un programme"),
                "program.sent_back": _("a renvoyé, avec une raison, un programme à approuver"),
                "program.vouched": _("a vérifié un programme"),
                "prompt.written": _("a écrit une question au bon moment"),
                "prompt.retired": _("a retiré une question au bon moment"),
                "prompt.resumed": _("a remis une question au bon moment"),
                "prompt.imported": _("a importé les questions au bon moment"),
                "prompt.settled": _("a répondu à une question posée au passage, ou l’a laissée"),
                "prompt.taken_back": _("a repris une réponse donnée au passage"),
                "finding.shared": _("a montré une piste à une équipe"),
                "finding.unshared": _("a repris une piste montrée à une équipe"),
                "finding.share_read": _("a lu une piste montrée à son équipe"),
                "assisted.letter": _("a imprimé le résultat du questionnaire pour une personne au téléphone"),
                "assisted.kept": _("a conservé les réponses dites au téléphone, à la demande de la personne"),
                "assisted.read": _("a consulté vos pistes et vos réponses avec vous"),
                "assisted.opened": _("a ouvert vos pistes et vos réponses avec vous, à votre demande"),
                "result_letter.asked": _("a demandé ses pistes par la poste"),
                "result_letter.lot_made": _("a préparé un lot de lettres de pistes"),
                "result_letter.lot_opened": _("a ouvert un lot de lettres de pistes"),
                "result_letter.printed": _("a imprimé un lot de lettres de pistes et effacé les adresses"),
                "result_letter.expired": _("a effacé des lettres de pistes trop anciennes"),
                "situation.kept": _("a conservé ses réponses"),
                "situation.erased": _("a effacé ses réponses"),
                "finding.advised": _("a fait le point sur les programmes possibles"),
                "finding.set_aside": _("a donné son avis sur une piste"),
                "finding.told": _("a signalé une nouvelle piste"),
            }
        )
        todo.register("findings", import_string("programs.findings.waiting.waiting_findings"))
        work_sentences.register({"programs.share": _("Lire une piste qu’une personne vous montre")})
        subjects.register(
            "programs.findingshare",
            citizen="programs:shared",
            agent="admin:programs_findingshare_change",
            titles=lambda ids: self.get_model("FindingShare").objects.titles(ids),
        )
