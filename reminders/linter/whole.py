"""Rules about the whole kind: what is missing, what the ladder forgets. `lint` says everything, in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.consents.channels import Channel
from portal.foundation.wording.sensitive import grave
from reminders.kinds.amounts import sayable
from reminders.kinds.content import UNREAD, Content, StepContent
from reminders.linter.remarks import Remark, advice, error
from reminders.linter.texts import Outside, lint_consequence, lint_page, lint_reading, lint_sms, lint_text, lint_title

_BOTH = ("fr", "en")
_ASKED_BEFORE = {"expiry", "registration_window", "reply_due", "application_limit"}
"""Natures whose date can be the last day to ask for a program (`DeadlineKind.ASKED_BEFORE`)."""


@dataclass(frozen=True)
class Around:
    """What the rules need to know that the content does not hold."""

    phone: str
    names: tuple[str, ...]
    """Names and acronym of the organization."""
    as_sent: Callable[[str, str], str]
    """(text, language) → the SMS that would leave."""
    teams: Sequence[str] = ()
    """Names of the organization's teams."""


def lint(content: Content, around: Around) -> list[Remark]:
    """Every remark; publishing asks that none be an error."""
    found: list[Remark] = []
    for rule in (_missing, _team, _last_day, _title, _page, _tiers, _languages, _ladder):
        found += rule(content, around)
    for number, step in enumerate(content.steps):
        found += _step(number, step, content, around)
    return list(dict.fromkeys(found))


def _team(content: Content, around: Around) -> Iterator[Remark]:
    """With one team there is nothing to choose; without any, the supervisors answer for the kind."""
    if len(around.teams) > 1 and content.columns["team"] not in around.teams:
        why = _("On ne sait pas quelle équipe voit ces échéances ni qui appelle les gens\u00a0: aucune ne les verrait.")
        yield error("team", "team", why, _("Choisissez l’équipe responsable."))


def _missing(content: Content, around: Around) -> Iterator[Remark]:
    said = content.columns
    if not said["title_fr"].strip():
        yield error("title", "title_fr", _("Sans titre, personne ne reconnaît l’échéance."), _("Écrivez le titre."))
    if not said["consequence_fr"].strip():
        why = _("La conséquence d’un retard manque\u00a0: c’est elle qui fait agir à temps.")
        yield error("consequence", "consequence_fr", why, _("Dites ce qui arrive, à partir de quel jour, et à qui."))
    if not said["procedure_fr"]:
        why = _("La marche à suivre manque\u00a0: un rappel sans geste à faire ne sert à personne.")
        yield error("procedure", "procedure_fr", why, _("Écrivez au moins un geste, un par ligne."))
    if not around.phone.strip():
        why = _("Votre organisme n’a pas de téléphone d’aide\u00a0: qui est bloqué ne peut appeler personne.")
        yield error("phone", "phone", why, _("Ajoutez-le à la page de l’organisme, dans «\u00a0Organisme\u00a0»."))
    if not said["basis"]:
        why = _("On ne sait pas d’où vient la date.")
        yield error("basis", "date_rule", why, _("Choisissez comment la date est connue."))
    if not said["rule_fr"].strip():
        why = _("La règle de la date n’est pas écrite\u00a0: la page en dira une, faite de l’origine de la date.")
        yield advice(
            "rule", "rule_fr", why, _("Dites-la en une phrase, par exemple «\u00a0Chaque année, le 30 avril\u00a0».")
        )
    if not said["sources"] and not said["official_url"]:
        why = _("Aucune source\u00a0: personne ne peut vérifier ce que dit la fiche.")
        yield error("source", "sources", why, _("Donnez l’adresse de votre page officielle, ou de la loi."))
    if not said["channels"]:
        why = _("Aucun moyen n’est permis\u00a0: rien ne pourrait partir.")
        yield error("channels", "channels", why, _("Permettez au moins un moyen."))


def _last_day(content: Content, around: Around) -> Iterator[Remark]:
    if content.columns["related_programs"] and content.columns["nature"] not in _ASKED_BEFORE:
        why = _("Une échéance de ce genre est rarement le dernier jour pour demander un programme.")
        how = _("Décochez les programmes, ou changez le genre d’échéance.")
        yield advice("last_day", "related_programs", why, how)


def _title(content: Content, around: Around) -> Iterator[Remark]:
    said = content.columns
    for language in ("fr", "en"):
        where, title = f"title_{language}", said[f"title_{language}"]
        is_neutral = said["style"] == "neutral"
        yield from lint_title(
            Outside(where, title, language, is_neutral, said["links"], False, reason=said["sensitive_reason"])
        )


def says_grave(content: Content) -> bool:
    """Words of health, justice or status would leave: its organization says why, and a second person approves."""
    said = content.columns
    if said["style"] == "neutral" or not said["sensitive_reason"].strip():
        return False
    texts = [said["title_fr"], said["title_en"], said["consequence_fr"], said["consequence_en"]]
    texts += [*said["procedure_fr"], *said["procedure_en"]]
    for step in content.steps:
        texts += [step.text_fr, step.text_en, *(text for own in step.by_channel.values() for text in own.values())]
    return any(grave(text) for text in texts)


_PUBLIC = ("audience", "rule", "consequence", "note")


def _page(content: Content, around: Around) -> Iterator[Remark]:
    """Texts of the public page: what no page holds, and whether they can be read."""
    for language in ("fr", "en"):
        for name in _PUBLIC:
            yield from lint_page(f"{name}_{language}", content.columns[f"{name}_{language}"])
        yield from lint_page(f"procedure_{language}", "\n".join(content.columns[f"procedure_{language}"]))
        for number, tier in enumerate(content.columns["tiers"]):
            yield from lint_page(f"tiers.{number}", tier.get(f"label_{language}") or "")
    for name in ("consequence_fr", "audience_fr", "note_fr"):
        yield from lint_reading(name, content.columns[name])
    yield from lint_reading("procedure_fr", "\n".join(content.columns["procedure_fr"]))
    if content.columns["confidence"] == "general_knowledge":
        why = _("La fiche dit aux gens qu’elle vient d’une connaissance générale, à vérifier.")
        how = _("Vérifiez-la, puis choisissez «\u00a0page officielle\u00a0».")
        yield advice("confidence", "confidence", why, how)


def _tiers(content: Content, around: Around) -> Iterator[Remark]:
    for number, tier in enumerate(content.columns["tiers"]):
        where = f"tiers.{number}"
        if not tier.get("label_fr"):
            yield error(
                "tier",
                where,
                _("Ce palier ne dit pas ce qui arrive."),
                _("Nommez-le, par exemple «\u00a0Frais\u00a0»."),
            )
        if tier.get("amount") is not None and not (tier.get("source") and tier.get("as_of")):
            why = _("Ce montant n’a pas de source datée\u00a0: il pourrait être faux sans que personne le voie.")
            yield error("tier_source", where, why, _("Donnez l’adresse de la source et le jour où vous l’avez lue."))


def _languages(content: Content, around: Around) -> Iterator[Remark]:
    why = _("Il n’y a pas de texte en anglais\u00a0: qui a choisi l’anglais le recevra en français.")
    how = _("Traduisez-le, ou laissez vide si votre organisme n’écrit qu’en français.")
    for name in ("title", "consequence", "procedure"):
        if content.columns[f"{name}_fr"] and not content.columns[f"{name}_en"]:
            yield advice("language", f"{name}_en", why, how)
    for number, step in enumerate(content.steps):
        if step.text_fr.strip() and not step.text_en.strip():
            yield advice("language", f"steps.{number}.text_en", why, how)
        for channel, texts in step.by_channel.items():
            if bool(texts.get("fr")) != bool(texts.get("en")) and content.columns["channels"].count(channel):
                missing = "en" if texts.get("fr") else "fr"
                yield advice("language", f"steps.{number}.by_channel.{channel}.{missing}", _HALF, how)


_HALF = _("Ce texte propre à un moyen n’existe que dans une langue\u00a0: l’autre langue reçoit le texte commun.")


def _ladder(content: Content, around: Around) -> Iterator[Remark]:
    dated = [step.offset_days for step in content.steps if step.moment == "date"]
    if not content.steps:
        yield error("steps", "steps", _("Aucune étape\u00a0: rien ne serait envoyé."), _("Ajoutez au moins une étape."))
        return
    if not any(offset < 0 for offset in dated):
        why = _("Aucune étape avant la date\u00a0: les gens l’apprendraient trop tard pour agir.")
        yield advice("no_before", "steps", why, _("Ajoutez une étape avant, assez tôt pour faire la démarche."))
    if not any(offset > 0 for offset in dated):
        why = _("Aucune étape après la date\u00a0: qui l’a manquée reste seul.")
        yield advice(
            "no_after", "steps", why, _("Ajoutez une étape après, qui dit ce qu’il est encore possible de faire.")
        )
    yield from _same_after(content)
    places = [step.place for step in content.steps]
    for number, place in enumerate(places):
        if place in places[:number] and content.steps[number].moment != UNREAD:
            why = _("Une autre étape a déjà lieu ce jour-là.")
            yield error("twice", f"steps.{number}", why, _("Changez le jour, ou réunissez les deux textes."))


def _every() -> list[Channel]:
    """Those whose texts leave the portal first; the inbox is behind sign-in."""
    return sorted(Channel, key=lambda channel: not channel.is_outside)


def _same_after(content: Content) -> Iterator[Remark]:
    """Who was told once that the date is past learns nothing from the same words a week later."""
    result: set[tuple[str, str, str]] = set()
    for number, step in enumerate(content.steps):
        if step.moment != "date" or step.offset_days <= 0:
            continue
        texts = {
            (channel, language, step.text_for(channel, language).strip()) for channel in _every() for language in _BOTH
        }
        for channel, language, _text in sorted(text for text in texts & result if text[2]):
            own = step.by_channel.get(channel, {}).get(language)
            where = f"by_channel.{channel}.{language}" if own else f"text_{language}"
            why = _("Une étape d’avant, après la date, dit déjà ces mots\u00a0: les répéter n’apprend rien.")
            how = _("Dites depuis quand la date est passée, et ce qu’il est encore possible de faire.")
            yield error("same_after", f"steps.{number}.{where}", why, how)
        result |= texts


def _step(number: int, step: StepContent, content: Content, around: Around) -> Iterator[Remark]:
    where = f"steps.{number}"
    if not step.text_fr.strip():
        yield error("text", f"{where}.text_fr", _("Cette étape ne dit rien."), _("Écrivez le message en français."))
    for text_to_check in _texts(where, step, content, around):
        yield from lint_text(text_to_check)
    for channel in Channel.outside():
        for text_to_check in _as_told(channel, where, step, content, around):
            if channel == "sms" or not _adds_consequence(content, text_to_check.language):
                yield from lint_consequence(text_to_check)
            if channel == "sms":
                yield from lint_sms(text_to_check, around.as_sent)


def _adds_consequence(content: Content, language: str) -> bool:
    """Whether e-mails, letters and calls have something to say of it by themselves."""
    said = content.columns
    result = said[f"consequence_{language}"] or said["consequence_fr"]
    return bool(sayable(result, said["sensitive_reason"]).strip(" ;"))


def _as_told(channel: str, where: str, step: StepContent, content: Content, around: Around) -> Iterator[Outside]:
    """What an allowed channel says, in each language in which something is written."""
    for language in _BOTH if channel in content.columns["channels"] else ():
        own = step.by_channel.get(channel, {}).get(language)
        text = own or step.text_for(channel, language)
        place = f"{where}.by_channel.{channel}.{language}" if own else f"{where}.text_{language}"
        if text.strip():
            yield _outside(place, text, language, step, content, around)


def _texts(where: str, step: StepContent, content: Content, around: Around) -> Iterator[Outside]:
    """Every text that can leave: the common one in both languages, then those of each channel."""
    texts = [(f"{where}.text_{language}", language, getattr(step, f"text_{language}")) for language in ("fr", "en")]
    texts += [
        (f"{where}.by_channel.{channel}.{language}", language, step.by_channel.get(channel, {}).get(language, ""))
        for channel in Channel.outside()
        for language in ("fr", "en")
    ]
    for place, language, text in texts:
        if text.strip():
            yield _outside(place, text, language, step, content, around)


def _outside(where: str, text: str, language: str, step: StepContent, content: Content, around: Around) -> Outside:
    return Outside(
        where=where,
        text=text,
        language=language,
        is_neutral=content.columns["style"] == "neutral",
        links=content.columns["links"],
        is_before=step.moment == "date" and step.offset_days <= 0,
        names=around.names,
        reason=content.columns["sensitive_reason"],
    )
