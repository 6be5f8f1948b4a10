"""What the pages of a dossier show of its life, from its row and its moves."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.clock import day_of
from portal.dossier_types.stages import Awaits, Stage
from portal.dossiers.models import Dossier, DossierDecision, Move, UsualDelay
from portal.foundation.formats.days import day_words


@dataclass(frozen=True)
class BandStep:
    """One stage in the band. `state`: before, on or after; `at`: when the dossier came to it last."""

    name: str
    state: str
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Happened:
    """A move, in words. A decision in force has its own part of each page; one withdrawn is named here."""

    move: Move
    decision: DossierDecision | None = None

    @property
    def title(self) -> str:
        title, what = str(self.move.get_kind_display()), ""
        if self.move.kind == Move.Kind.MOVED:
            what = self.move.stage_name
        elif self.decision:
            what = _("demande %(outcome)s") % {"outcome": self.decision.get_outcome_display()}
        return _("%(title)s\u00a0: %(what)s") % {"title": title, "what": what} if what else title

    @property
    def words(self) -> str:
        """Those of the team, and of a decision that was withdrawn."""
        return "\n".join(text for text in (self.move.note, *self._withdrawn()) if text)

    def _withdrawn(self) -> Iterable[str]:
        decision = self.decision
        if decision is None or decision.withdrawn_at is None:
            return
        yield decision.words
        if decision.contest_until:
            contest = _("%(name)s, au plus tard le %(day)s.")
            yield contest % {"name": decision.remedy_name, "day": day_words(decision.contest_until)}
            yield decision.remedy_how
        day = day_of(decision.withdrawn_at, self.move.dossier.citizen.time_zone)
        yield _("Cette décision a été retirée le %(day)s.") % {"day": day_words(day)}


@dataclass(frozen=True)
class Life:
    """All that a page says of where a dossier is."""

    dossier: Dossier
    moves: Sequence[Move]
    usual: UsualDelay | None = None
    decisions: Sequence[DossierDecision] = ()

    @property
    def happened(self) -> list[Happened]:
        """Each move, with what was decided by it."""
        decisions = sorted(self.decisions, key=lambda one: one.decided_at)
        return [
            Happened(move, next((one for one in decisions if one.decided_at >= move.at), None))
            if move.kind == Move.Kind.DECIDED
            else Happened(move)
            for move in self.moves
        ]

    @property
    def stage(self) -> Stage | None:
        return self.dossier.current if self.dossier.is_open else None

    @property
    def is_ours(self) -> bool:
        """Whether it is the organization's turn."""
        return self.dossier.is_open and self.dossier.awaits == Awaits.TEAM

    @property
    def want(self) -> str:
        return self.dossier.wanted()

    @property
    def word(self) -> str:
        """What the team said last to the person whom it awaits, since it does."""
        if not self.dossier.is_open or self.dossier.awaits != Awaits.PERSON:
            return ""
        last = max((move.revision for move in self.moves if move.kind in {"opened", "moved"}), default=0)
        return next((move.note for move in reversed(self.moves) if move.note and move.revision >= last), "")

    @property
    def following(self) -> Stage | None:
        """The next stage where the person has nothing to do."""
        if self.stage is None or self.dossier.dossier_type is None:
            return None
        stages = self.dossier.dossier_type.all_stages
        later = stages[[one.code for one in stages].index(self.stage.code) + 1 :]
        return next((one for one in later if one.awaits == Awaits.TEAM), None)

    @property
    def band(self) -> list[BandStep]:
        """Its stages in their order; one where the person would have been awaited, and was not, is left out once it is
        passed."""
        dossier_type = self.dossier.dossier_type
        if dossier_type is None:
            return []
        reached = {move.stage: move.at for move in self.moves if move.kind in {"opened", "moved"}}
        stages, steps = dossier_type.all_stages, []
        codes = [stage.code for stage in stages]
        current = codes.index(self.dossier.stage) if self.dossier.stage in codes else -1
        for rank, stage in enumerate(stages):
            is_behind = rank < current or not self.dossier.is_open
            if rank == current and self.dossier.is_open:
                state = "on"
            elif is_behind and stage.code not in reached:
                continue
            else:
                state = "before" if is_behind else "after"
            if state == "after" and stage.awaits == Awaits.PERSON:
                continue  # nobody knows yet whether something will be missing
            steps.append(BandStep(stage.name_fr, state, reached.get(stage.code) if state != "after" else None))
        return steps


def usual_delay_of(dossier: Dossier) -> UsualDelay | None:
    """How long others of its type took; None without a type, or while too few of them ended. Read with the dossier."""
    return getattr(dossier.dossier_type, "usual_delay", None)


def decisions_of(dossier: Dossier, moves: Iterable[Move]) -> list[DossierDecision]:
    """All that was decided, withdrawn or not; not looked for where nothing ever was."""
    if all(move.kind != Move.Kind.DECIDED for move in moves):
        return []
    return list(dossier.decisions.order_by("decided_at", "pk"))


def in_force(decisions: Iterable[DossierDecision]) -> DossierDecision | None:
    return next((one for one in decisions if one.withdrawn_at is None), None)
