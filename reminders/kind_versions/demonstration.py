"""Two kinds that their organizations wrote themselves, for the demonstration: an appointment and a deposit, with a
confirmation when they are asked for and words for what happened. Invented."""

from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing.actions import start
from portal.publishing.adapters import adapter_of
from portal.publishing.releases import publish
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.starting import starting_content
from reminders.kinds.content import Content, StepContent
from reminders.kinds.models import DeadlineKind

_SPACE = "\u00a0"
APPOINTMENT = {
    "code": "rendez-vous-saaq",
    "team": "Permis de conduire",
    "official_url": "https://saaq.gouv.qc.ca/",
    "title": "Rendez-vous dans un point de service de la SAAQ",
    "title_en": "Appointment at a SAAQ service adapter",
    "nature": "appointment",
    "basis": "appointment",
    "rule_fr": "Date et heure de votre confirmation",
    "rule_en": "Date and time of your confirmation",
    "audience_fr": "Les personnes qui ont un rendez-vous dans un point de service.",
    "audience_en": "People with an appointment at a service adapter.",
    "consequence_fr": "Un rendez-vous manqué retarde le service : il faut en prendre un autre.",
    "consequence_en": "A missed appointment delays the service: another one must be booked.",
    "procedure_fr": ["Apporter une pièce d’identité", "En retard : appeler pour déplacer le rendez-vous"],
    "procedure_en": ["Bring identification", "If late: call to move the appointment"],
    "steps": {
        ("opened", 0): "Votre rendez-vous du {date} est noté. Détails : {where}",
        ("date", -7): "Rappel : vous avez un rendez-vous le {date}. Détails : {where}",
        ("date", -1): "Rappel : vous avez un rendez-vous demain, le {date}. Détails : {where}",
        ("missed", 0): "Le rendez-vous du {date} est manqué. Pour en prendre un autre : {where}",
    },
}
DEPOSIT = {
    "code": "remboursement-soins",
    "team": "Médicaments",
    "official_url": "https://www.ramq.gouv.qc.ca/",
    "title": "Versement d’un remboursement de soins",
    "title_en": "Deposit of a health care refund",
    "nature": "payout",
    "basis": "date_on_notice",
    "rule_fr": "Date inscrite sur l’avis de remboursement",
    "rule_en": "Date on the refund notice",
    "audience_fr": "Les personnes qui ont demandé un remboursement.",
    "audience_en": "People who asked for a refund.",
    "consequence_fr": "Aucune conséquence; signaler une absence de dépôt.",
    "consequence_en": "No consequence; report a missing deposit.",
    "procedure_fr": ["Vérifier le dépôt", "Dépôt absent après cinq jours : appeler"],
    "procedure_en": ["Check the deposit", "No deposit after five days: call"],
    "steps": {
        ("opened", 0): "Un versement prévu le {date} est noté. Détails : {where}",
        ("date", -2): "Un versement est prévu le {date}. Détails : {where}",
        ("date", 5): "Le versement prévu le {date} devrait être arrivé. S’il manque, quoi faire : {where}",
        ("missed", 0): "Le versement du {date} est en retard ou n’est pas reçu. Quoi faire : {where}",
        ("done", 0): "Le versement du {date} a été fait. S’il manque, quoi faire : {where}",
    },
}
_ENGLISH = {
    ("opened", 0): "The date of {date} is noted. Details: {where}",
    ("date", -7): "Reminder: you have an appointment on {date}. Details: {where}",
    ("date", -1): "Reminder: you have an appointment tomorrow, {date}. Details: {where}",
    ("date", -2): "A deposit is expected on {date}. Details: {where}",
    ("missed", 0): "What was planned on {date} did not happen. What to do: {where}",
    ("date", 5): "The deposit expected on {date} should have arrived. If missing, what to do: {where}",
    ("done", 0): "The deposit of {date} was made. If missing, what to do: {where}",
}


def written_here(record: dict, *, by: User, organization: Organization) -> DeadlineKind:
    """The kind, published by its administrator; what was published since is kept."""
    kind = DeadlineKind.objects.filter(code=record["code"]).first()
    if kind and kind.is_published:
        return kind
    adapter, content = adapter_of(DeadlineKind), _content(record)
    given = {"columns": adapter.first_columns(content), "content": content, "code": record["code"]}
    kind = kind or start(adapter=adapter, organization=organization, by=by, **given)
    return publish(version=KindVersion.objects.open().get(kind=kind), by=by).kind


def _content(record: dict) -> Content:
    blank = starting_content(title=record["title"], nature=record["nature"])
    columns = {name: value for name, value in record.items() if name in blank.columns}
    steps = [
        StepContent(moment=moment, offset_days=days, text_fr=text.replace(" :", f"{_SPACE}:"), text_en=_ENGLISH[key])
        for key, text in record["steps"].items()
        for moment, days in [key]
    ]
    return Content(blank.columns | columns, tuple(steps))
