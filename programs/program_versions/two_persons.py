"""When a program is published by two persons."""

from django.conf import settings

from programs.scans.impact import Impact


def needs_two(impact: Impact) -> bool:
    """So many people gain or lose it, or so many are concerned that they could not be counted in time."""
    return not impact.is_counted or impact.gain + impact.lose > settings.TWO_PERSONS_ABOVE
