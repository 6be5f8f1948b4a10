"""What a new kind begins with: a usual ladder whose texts name nothing, to be rewritten by its organization."""

from typing import Any

from reminders.kinds.content import Content, StepContent
from reminders.kinds.models import DeadlineKind, every_channel

_OFFSETS = (-30, -7, -1, 1, 7)
_BEFORE = (
    "Rappel\u00a0: une date approche, au plus tard le {date}. Marche à suivre\u00a0: {where}",
    "Reminder: a date is coming, by {date}. How to: {where}",
)
_AFTER = (
    "La date du {date} est passée. Ce que vous pouvez encore faire\u00a0: {where}",
    "The date of {date} has passed. What you can still do: {where}",
)
_STILL = (
    "Rien n’est noté depuis la date du {date}. Attendre peut aggraver le retard. Quoi faire, ou qui "
    "appeler\u00a0: {where}",
    "Nothing is noted since {date}. Waiting can make it worse. What to do, or whom to call: {where}",
)


def starting_content(*, title: str, nature: str) -> Content:
    blank = DeadlineKind(title_fr=title, nature=nature, confidence=DeadlineKind.Confidence.OFFICIAL_PAGE)
    steps = [StepContent(offset_days=days, **_texts(days)) for days in _OFFSETS]
    content = Content.of(blank, [])
    return Content(content.columns | {"channels": every_channel()}, tuple(steps))


def _texts(days: int) -> dict[str, Any]:
    french, english = _STILL if days > 1 else _AFTER if days > 0 else _BEFORE
    return {"text_fr": french, "text_en": english}
