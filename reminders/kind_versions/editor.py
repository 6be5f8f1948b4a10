"""The editor: what was written, shown as one page, each field with the linter's remarks beside it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _

from portal.consents.models import Channel
from reminders.kind_versions.drawing import Drawing, draw
from reminders.kind_versions.review import Told, remarks_on, sms_parts, told_once
from reminders.kind_versions.rows import StepForm, TierForm
from reminders.kind_versions.sections import RULE_PARTS, SECTIONS, Shown, StepShown
from reminders.kind_versions.words import step_words
from reminders.kind_versions.written import Written, kept
from reminders.kinds.content import StepContent
from reminders.linter.remarks import Remark


class Editor(Written):
    """Nothing here writes."""

    @cached_property
    def remarks(self) -> list[Remark]:
        """Of a rule whose parts could not be read, the form says which; not that no rule was chosen."""
        remarks = remarks_on(self.content, self.organization)
        misread = self.is_bound and self.form.errors.keys() & RULE_PARTS.keys()
        return [remark for remark in remarks if not (misread and remark.where == "date_rule")]

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

    @cached_property
    def is_refused(self) -> bool:
        """What was sent cannot be kept as it is: the page must not say that nothing is in the way."""
        return self.is_bound and not self.is_valid()

    def hush(self) -> None:
        """Not asked to be saved: the fields are shown again without their errors; what is in the way is still said."""
        if self.is_refused:
            for form in self._forms:
                form._errors = ErrorDict()  # type: ignore[attr-defined]  # the stub leaves out where errors are kept

    @property
    def _forms(self) -> list[BaseForm]:
        return [self.form, *self.tiers.forms, *self.steps.forms]

    @property
    def ladder_remarks(self) -> list[Remark]:
        return self.at("steps")

    @property
    def faults(self) -> Iterator[tuple[BoundField, str, str]]:
        """Every field that could not be kept, what it is called in the summary, and why."""
        for form in self._forms:
            for name, errors in form.errors.items():
                if name in form.fields:
                    yield from ((form[name], self._named(form, name), str(error)) for error in errors)

    def _named(self, form: BaseForm, name: str) -> str:
        """«Étape 2, Jours»: a label that several rows have says which."""
        rows: tuple[tuple[Sequence[BaseForm], str], ...] = (
            (self.steps.forms, _("Étape %(number)s, %(field)s")),
            (self.tiers.forms, _("Palier %(number)s, %(field)s")),
        )
        for forms, words in rows:
            if form in forms:
                return words % {"number": forms.index(form) + 1, "field": form[name].label}
        return str(form[name].label)

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
        shown = kept(self.tiers.forms) if self.is_bound else self.tiers.forms
        order = {id(form): number for number, form in enumerate(shown)}
        return [(form, self.at(f"tiers.{order.get(id(form), -1)}")) for form in self.tiers.forms]

    @cached_property
    def shown_steps(self) -> list[StepShown]:
        if not self.is_bound:
            return [self._step(number, form, step) for number, (form, step) in enumerate(self.pairs)]
        order = {id(form): number for number, form in enumerate(self.step_forms)}
        return [self._step(order.get(id(form), -1), form, form.written()) for form in self.steps.forms]

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
