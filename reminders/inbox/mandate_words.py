"""What the notices of mandates say, in the space only: who acts for whom, until when, what changes with age."""

from django.apps import apps
from django.utils.translation import gettext as _

from portal.foundation.words.elision import of
from portal.mandates.models import Mandate, MandateInvitation
from portal.notices.models import Notice
from reminders.kinds.texts import date_in_words

KINDS = {
    Notice.Kind.MANDATE_GIVEN,
    Notice.Kind.MANDATE_CHANGED,
    Notice.Kind.MANDATE_DECLINED,
    Notice.Kind.MANDATE_ENDING,
    Notice.Kind.MANDATE_OVER,
    Notice.Kind.MANDATE_ENDED,
    Notice.Kind.CHILD_SOON_14,
    Notice.Kind.CHILD_IS_14,
    Notice.Kind.HELPED_REMINDED,
}


def words_of_mandate(notice: Notice) -> str:
    """Return them for the side whose notice it is; "" once its subject is erased, which the notice may outlive."""
    if notice.kind == Notice.Kind.MANDATE_DECLINED:
        asked = MandateInvitation.objects.filter(pk=notice.subject_id).first()
        words = _("%(name)s ne peut pas agir pour vous\u00a0: la demande est refusée.")
        return words % {"name": asked.invitee} if asked else ""
    if notice.kind == Notice.Kind.HELPED_REMINDED:
        words = _("Un rappel est arrivé dans l’espace %(name)s. Ouvrez cet espace pour le lire.")
        item = (
            apps.get_model(notice.subject_type).objects.select_related("citizen").filter(pk=notice.subject_id).first()
        )
        return words % {"name": of(str(item.citizen))} if item else ""
    mandate = Mandate.objects.with_names().filter(pk=notice.subject_id).first()
    if mandate is None:
        return ""
    is_of_person = notice.citizen_id == mandate.citizen_id
    return _to_person(notice.kind, mandate) if is_of_person else _to_holder(notice.kind, mandate)


def _to_person(kind: str, mandate: Mandate) -> str:
    words = {
        Notice.Kind.MANDATE_GIVEN: _("%(holder)s agit maintenant pour vous. Vous y mettez fin quand vous voulez."),
        Notice.Kind.MANDATE_CHANGED: _("Vous avez changé ce que %(holder)s peut faire pour vous."),
        Notice.Kind.MANDATE_ENDING: _(
            "%(holder)s n’agira plus pour vous après le %(end)s. Pour continuer, demandez-le de nouveau."
        ),
        Notice.Kind.MANDATE_OVER: _("Le %(end)s est le dernier jour où %(holder)s agit pour vous."),
        Notice.Kind.MANDATE_ENDED: _("%(holder)s n’agit plus pour vous et ne voit plus rien de vos dossiers."),
        Notice.Kind.CHILD_SOON_14: _(
            "À 14 ans, vous décidez de votre santé. Ce jour-là, %(holder)s ne verra plus ce qui vient d’un organisme "
            "de santé. Le reste ne change pas avant vos 18 ans."
        ),
        Notice.Kind.CHILD_IS_14: _(
            "Vous avez 14 ans\u00a0: %(holder)s ne voit plus ce qui vient d’un organisme de santé. Le reste ne change "
            "pas avant vos 18 ans."
        ),
    }
    return words[Notice.Kind(kind)] % _values(mandate)


def _to_holder(kind: str, mandate: Mandate) -> str:
    words = {
        Notice.Kind.MANDATE_GIVEN: _("Vous agissez maintenant pour %(person)s. Son espace vous est ouvert."),
        Notice.Kind.MANDATE_CHANGED: _(
            "%(person)s a changé ce que vous pouvez faire dans son espace. La liste est à jour."
        ),
        Notice.Kind.MANDATE_ENDING: _(
            "Après le %(end)s, vous n’agirez plus pour %(person)s. Pour continuer, il faudra une nouvelle demande."
        ),
        Notice.Kind.MANDATE_OVER: _("Le %(end)s est le dernier jour où vous agissez pour %(person)s."),
        Notice.Kind.MANDATE_ENDED: _("Vous n’agissez plus pour %(person)s\u00a0: son espace est fermé pour vous."),
        Notice.Kind.CHILD_SOON_14: _(
            "%(person)s aura bientôt 14 ans et décidera alors de sa santé. Ce jour-là, ce qui vient d’un organisme de "
            "santé se ferme pour vous; le reste ne change pas avant ses 18 ans."
        ),
        Notice.Kind.CHILD_IS_14: _(
            "%(person)s a 14 ans et décide de sa santé\u00a0: ce qui vient d’un organisme de santé est fermé pour "
            "vous. Le reste ne change pas avant ses 18 ans."
        ),
    }
    return words[Notice.Kind(kind)] % _values(mandate)


def _values(mandate: Mandate) -> dict[str, str]:
    end = date_in_words(mandate.ends_on) if mandate.ends_on else ""
    return {"person": str(mandate.citizen), "holder": str(mandate.holder), "end": end}
