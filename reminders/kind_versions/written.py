"""Three forms read as one content: what an administrator wrote so far of a kind."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from portal.organizations.models import Organization
from reminders.kind_versions import bases
from reminders.kind_versions.forms import KindForm
from reminders.kind_versions.programs import joinable
from reminders.kind_versions.rows import StepForm, StepFormSet, TierForm, TierFormSet
from reminders.kinds.content import COLUMNS, Content, StepContent


class Written:
    """`data` is a POST, or None to show `content`. Nothing here writes."""

    def __init__(self, content: Content, organization: Organization, data: Mapping[str, Any] | None = None) -> None:
        self.before, self.organization = content, organization
        columns = content.columns
        initial = columns | bases.taken_apart(columns["basis"])
        initial["sources"] = [source["url"] for source in columns["sources"] if source.get("url")]
        self.form = KindForm(
            data, initial=initial, teams=organization.team_names, programs=joinable(organization, content)
        )
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
        columns["tiers"] = [form.written() for form in kept(self.tiers.forms)]
        columns["send_at"] = f"{said['send_at']:%H:%M}" if said.get("send_at") else self.before.columns["send_at"]
        columns["sources"] = self._sources(said.get("sources"))
        return Content(columns, tuple(form.written() for form in self.step_forms))

    @cached_property
    def step_forms(self) -> list[StepForm]:
        return list(kept(self.steps.forms))

    def _sources(self, urls: list[str] | None) -> list[dict[str, Any]]:
        """An address already there keeps what is known of it."""
        known = {source.get("url"): source for source in self.before.columns["sources"]}
        if urls is None:
            return self.before.columns["sources"]
        return [known.get(url, {"url": url}) for url in urls]

    @property
    def pairs(self) -> Iterator[tuple[StepForm, StepContent]]:
        return zip(self.steps.forms, self.content.steps, strict=True)


def kept(forms: list[Any]) -> Iterator[Any]:
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
