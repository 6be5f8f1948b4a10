"""What of the reminders may fail for one person and go on for the others; who does it again for one alone."""

from django.utils.translation import gettext_lazy as _

from portal.isolation.works import Work

# Named by string: models are not there yet while this module is imported.
WORKS = {
    "reminders.release": Work(_("Ses rappels échus ne partent pas"), "reminders.deliveries.release.release_due_of"),
    "reminders.notices": Work(_("Ses avis ne partent pas"), "reminders.deliveries.release.release_notices_of"),
    "reminders.claim": Work(_("Ses messages prêts ne partent pas"), "reminders.deliveries.actions.claim_again_of"),
    "reminders.callbacks": Work(
        _("Ce que les fournisseurs disent de ses messages n’est pas suivi"),
        "reminders.callbacks.actions.handle_events_of",
    ),
    "reminders.plan": Work(_("Ses rappels ne sont pas planifiés"), "reminders.deadlines.replanning.plan_all_of"),
    "reminders.renew": Work(
        _("Ses échéances qui reviennent ne se renouvellent pas"), "reminders.deadlines.renewals.renew_past_of"
    ),
    "reminders.follow_up": Work(
        _("Ses envois non aboutis ne sont pas suivis"), "reminders.fallback.sweep.follow_up_of"
    ),
    "reminders.measure": Work(
        _("Ses échéances manquent à l’indicateur"), "reminders.indicators.actions.measure_recent_of"
    ),
}
