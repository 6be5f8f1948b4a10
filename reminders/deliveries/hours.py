"""When a message may ring, in SQL, for any number of persons at once (promise P12), over `citizen` (portal_citizen),
`quiet_hours` (theirs, or NULLs) and `%(at)s`, the instant asked about.

An SMS: 9 to 20 h on weekdays, 10 to 18 h on weekends and holidays, in the recipient's zone. An e-mail: at any
hour, or in the hours that the person chose.
"""

_LOCAL = "(%(at)s AT TIME ZONE citizen.time_zone)"
_REST = "(extract(isodow FROM {day}) >= 6 OR EXISTS (SELECT 1 FROM reminders_holiday h WHERE h.day = {day}))"
_OPENS = f"CASE WHEN {_REST} THEN time '10:00' ELSE time '09:00' END"
_CLOSES = f"CASE WHEN {_REST} THEN time '18:00' ELSE time '20:00' END"
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
