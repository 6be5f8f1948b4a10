"""The refusal of a file for what it is."""

DEPTH = 50
PIXELS = 50_000_000
PDF_OBJECTS = 200_000
PDF_PAGES = 2_000


class Refused(Exception):
    """Carries the code of the refusal."""
