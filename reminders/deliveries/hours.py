"""When a message may ring, in SQL, for any number of persons at once (promise P12), over `citizen` (people_citizen),
`quiet_hours` (theirs, or NULLs) and `%(at)s`, the instant asked about.

An SMS: in the hours of `reminders.ladder`, in the recipient's zone. An e-mail: at any hour, or in the hours that the
person chose.
"""

from reminders.reminders.ladder import REST_DAY_HOURS, WEEKDAY_HOURS

_LOCAL = "(%(at)s AT TIME ZONE citizen.time_zone)"
_REST = "(extract(isodow FROM {day}) >= 6 OR EXISTS (SELECT 1 FROM holidays_holiday h WHERE h.day = {day}))"
_OPENS, _CLOSES = (
    f"CASE WHEN {_REST} THEN time '{rest_day:%H:%M}' ELSE time '{weekday:%H:%M}' END"
    for rest_day, weekday in zip(REST_DAY_HOURS, WEEKDAY_HOURS, strict=True)
)
_TODAY = f"{_LOCAL}::date"
_TOMORROW = f"({_LOCAL}::date + 1)"

SMS = f"""CASE
  WHEN {_LOCAL}::time < ({_OPENS.format(day=_TODAY)})
  THEN ({_LOCAL}::date + ({_OPENS.format(day=_TODAY)})) AT TIME ZONE citizen.time_zone
  WHEN {_LOCAL}::time < ({_CLOSES.format(day=_TODAY)}) THEN %(at)s
  ELSE ({_TOMORROW} + ({_OPENS.format(day=_TOMORROW)})) AT TIME ZONE citizen.time_zone END"""

EMAIL = f"""CASE
  WHEN quiet_hours.opens IS NULL THEN %(at)s
  WHEN {_LOCAL}::time < quiet_hours.opens THEN ({_LOCAL}::date + quiet_hours.opens) AT TIME ZONE citizen.time_zone
  WHEN {_LOCAL}::time < quiet_hours.closes THEN %(at)s
  ELSE ({_TOMORROW} + quiet_hours.opens) AT TIME ZONE citizen.time_zone END"""
