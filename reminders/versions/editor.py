"""The editor: three forms read and shown as one page, each field with the linter's remarks beside it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel
from portal.organizations.models import Organization
from reminders.kinds.content import COLUMNS, Content, StepContent
from reminders.linter.remarks import Remark
from reminders.versions import bases
from reminders.versions.drawing import Drawing, draw
from reminders.versions.forms import KindForm
from reminders.versions.review import Told, remarks_on, sms_parts, told_once
from reminders.versions.rows import StepForm, StepFormSet, TierForm, TierFormSet
from reminders.versions.words import step_words

SECTIONS: list[tuple[str, Any, list[tuple[str, ...]]]] = [
    (
        "essentiel",
        _("L’essentiel"),
        [("title_fr", "title_en"), ("nature",), ("audience_fr", "audience_en")],
    ),
    (
        "date",
        _("La date"),
        [
            ("date_rule",),
            ("ages", "every_years"),
            ("calendar_days",),
            ("event",),
            ("delay", "unit", "side"),
            ("rule_fr", "rule_en"),
        ],
    ),
    ("retard", _("Si la date passe"), [("consequence_fr", "consequence_en")]),
    ("marche", _("La marche à suivre"), [("procedure_fr", "procedure_en"), ("note_fr", "note_en")]),
    (
        "sources",
        _("Les sources"),
        [("official_url", "official_url_read"), ("sources",), ("confidence",)],
    ),
    (
        "envoi",
        _("L’envoi"),
        [("style",), ("channels",), ("links",), ("is_urgent",), ("send_at", "daily_cap")],
    ),
]
# The parts of the rule of the date that each choice uses: the others are folded away.
RULE_PARTS = {
    "ages": "ages",
    "every_years": "ages",
    "calendar_days": "calendar",
    "event": "event",
    "delay": "event",
    "unit": "event",
    "side": "event",
}


@dataclass(frozen=True)
class Shown:
    """A field and what the linter says of it; `rule` is the choice of date rule that uses it."""

    field: BoundField
    remarks: list[Remark]
    rule: str = ""


@dataclass(frozen=True)
class StepShown:
    number: int
    form: StepForm
    words: str
    remarks: list[Remark]
    when: list[Shown]
    texts: list[Shown]
    own: list[tuple[str, list[Shown]]]
    parts: list[tuple[str, int]] = field(default_factory=list)
    """Language and number of SMS as sent."""

    @property
    def has_own(self) -> bool:
        return any(shown.field.value() for _label, pair in self.own for shown in pair)


class Editor:
    """`data` is a POST, or None to show `content`. Nothing here writes."""

    def __init__(self, content: Content, organization: Organization, data: Mapping[str, Any] | None = None) -> None:
        self.before, self.organization = content, organization
        columns = content.columns
        initial = columns | bases.taken_apart(columns["basis"])
        initial["sources"] = [source["url"] for source in columns["sources"] if source.get("url")]
        self.form = KindForm(data, initial=initial)
        self.steps = StepFormSet(data, initial=[StepForm.initial_of(step) for step in content.steps], prefix="steps")
        self.tiers = TierFormSet(data, initial=[TierForm.initial_of(tier) for tier in columns["tiers"]], prefix="tiers")
        self.is_bound = data is not None

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.steps.is_valid(), self.tiers.is_valid()])

    @cached_property
    def content(self) -> Content:
        """As written so far: what cannot be read keeps its former value."""
        if not self.is_bound:
            return self.before
        self.is_valid()
        said = self.form.cleaned_data
        columns = {name: said.get(name, self.before.columns[name]) for name in COLUMNS}
        columns["tiers"] = [form.told() for form in _kept(self.tiers.forms)]
        columns["send_at"] = f"{said['send_at']:%H:%M}" if said.get("send_at") else self.before.columns["send_at"]
        columns["sources"] = self._sources(said.get("sources"))
        return Content(columns, tuple(form.told() for form in self._step_forms))

    @cached_property
    def _step_forms(self) -> list[StepForm]:
        return list(_kept(self.steps.forms))

    def _sources(self, urls: list[str] | None) -> list[dict[str, Any]]:
        """An address already there keeps what is known of it."""
        known = {source.get("url"): source for source in self.before.columns["sources"]}
        if urls is None:
            return self.before.columns["sources"]
        return [known.get(url, {"url": url}) for url in urls]

    @cached_property
    def remarks(self) -> list[Remark]:
        return remarks_on(self.content, self.organization)

    @cached_property
    def _by_place(self) -> dict[str, list[Remark]]:
        places: dict[str, list[Remark]] = defaultdict(list)
        for remark in self.remarks:
            places[remark.where].append(remark)
        return places

    def at(self, where: str) -> list[Remark]:
        return self._by_place.get(where, [])

    @property
    def errors(self) -> list[Told]:
        return told_once((remark for remark in self.remarks if remark.is_error), self.content.steps)

    @property
    def ladder_remarks(self) -> list[Remark]:
        return self.at("steps")

    @property
    def faults(self) -> Iterator[tuple[BoundField, str]]:
        """Every field that could not be kept, for the summary."""
        for form in [self.form, *self.tiers.forms, *self.steps.forms]:
            for name, errors in form.errors.items():
                if name in form.fields:
                    yield from ((form[name], error) for error in errors)

    @cached_property
    def sections(self) -> list[dict[str, Any]]:
        return [
            {"id": code, "title": title, "rows": [[self._shown(name) for name in row] for row in rows]}
            for code, title, rows in SECTIONS
        ]

    def _shown(self, name: str) -> Shown:
        return Shown(self.form[name], self.at(name), RULE_PARTS.get(name, ""))

    @cached_property
    def shown_tiers(self) -> list[tuple[TierForm, list[Remark]]]:
        shown = _kept(self.tiers.forms) if self.is_bound else self.tiers.forms
        order = {id(form): number for number, form in enumerate(shown)}
        return [(form, self.at(f"tiers.{order.get(id(form), -1)}")) for form in self.tiers.forms]

    @cached_property
    def shown_steps(self) -> list[StepShown]:
        if not self.is_bound:
            return [self._step(number, form, step) for number, (form, step) in enumerate(self._pairs)]
        order = {id(form): number for number, form in enumerate(self._step_forms)}
        return [self._step(order.get(id(form), -1), form, form.told()) for form in self.steps.forms]

    @property
    def _pairs(self) -> Iterator[tuple[StepForm, StepContent]]:
        return zip(self.steps.forms, self.content.steps, strict=True)

    def _step(self, number: int, form: StepForm, step: StepContent) -> StepShown:
        where = f"steps.{number}"
        own = [
            (
                str(channel.label),
                [
                    Shown(form[f"{channel}_{language}"], self.at(f"{where}.by_channel.{channel}.{language}"))
                    for language in ("fr", "en")
                ],
            )
            for channel in Channel
        ]
        return StepShown(
            number=number,
            form=form,
            words=step_words(step),
            remarks=self.at(where),
            when=[Shown(form[name], []) for name in ("days", "when")],
            texts=[Shown(form[name], self.at(f"{where}.{name}")) for name in ("text_fr", "text_en")],
            own=own,
            parts=sms_parts(step) if "sms" in self.content.columns["channels"] else [],
        )

    @property
    def drawing(self) -> Drawing:
        return draw(self.content.steps)


def _kept(forms: list[Any]) -> Iterator[Any]:
    """Forms that are neither removed nor left blank."""
    for form in forms:
        said = getattr(form, "cleaned_data", None)
        if said is not None and not said.get("DELETE") and (form.has_changed() or form.initial):
            yield form


def one_more(data: Any, prefix: str) -> Any:
    """The same POST with one more row in a formset: «Ajouter une étape» without JavaScript."""
    more = data.copy()
    name = f"{prefix}-TOTAL_FORMS"
    try:
        more[name] = str(int(data.get(name, "0")) + 1)
    except ValueError:
        more[name] = "1"
    return more
