"""`Remark`: an error refuses publishing; an advice does not."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    ERROR = "error"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        return str({"error": _("À corriger"), "advice": _("Conseil")}[self.value])


@dataclass(frozen=True)
class Remark:
    """`where` names the field («consequence_fr», «steps.2.text_fr», «steps.2.by_channel.sms.fr»), for the editor to
    show it beside; `why` is what goes wrong for people, `how` the way to mend it."""

    level: Level
    code: str
    where: str
    why: str
    how: str

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR

    @property
    def step(self) -> int | None:
        """Number of the step from zero, when it is about one."""
        return int(self.where.split(".")[1]) if self.where.startswith("steps.") else None


def error(code: str, where: str, why: str | Promise, how: str | Promise) -> Remark:
    return Remark(Level.ERROR, code, where, str(why), str(how))


def advice(code: str, where: str, why: str | Promise, how: str | Promise) -> Remark:
    return Remark(Level.ADVICE, code, where, str(why), str(how))
