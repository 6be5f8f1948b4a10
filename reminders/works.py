"""What of the reminders may fail for one person and go on for the others; who does it again for one alone."""

from django.utils.translation import gettext_lazy as _

from portal.isolation.works import IsolatedWork

# Named by string: models are not there yet while this module is imported.
WORKS = {
    "reminders.release": IsolatedWork(
        _("Ses rappels échus ne partent pas"), "reminders.deliveries.release.release_due_of"
    ),
    "reminders.notices": IsolatedWork(_("Ses avis ne partent pas"), "reminders.deliveries.release.release_notices_of"),
    "reminders.claim": IsolatedWork(
        _("Ses messages prêts ne partent pas"), "reminders.deliveries.actions.claim_again_of"
    ),
    "reminders.callbacks": IsolatedWork(
        _("Ce que les fournisseurs disent de ses messages n’est pas suivi"),
        "reminders.callbacks.actions.handle_events_of",
    ),
    "reminders.plan": IsolatedWork(
        _("Ses rappels ne sont pas planifiés"), "reminders.deadlines.replanning.plan_all_of"
    ),
    "reminders.renew": IsolatedWork(
        _("Ses échéances qui reviennent ne se renouvellent pas"), "reminders.deadlines.renewals.renew_past_of"
    ),
    "reminders.follow_up": IsolatedWork(
        _("Ses envois non aboutis ne sont pas suivis"), "reminders.fallback.sweep.follow_up_of"
    ),
    "reminders.measure": IsolatedWork(
        _("Ses échéances manquent à l’indicateur"), "reminders.indicators.actions.measure_recent_of"
    ),
}
