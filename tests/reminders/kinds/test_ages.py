"""A text written for the day of its step says the right age when it is read later."""

import datetime as dt

import pytest

from reminders.kinds.ages import aged

DUE = dt.date(2026, 12, 11)


@pytest.mark.parametrize(
    ("text", "offset", "days", "said"),
    [
        ("la date du {date}, passée depuis 7 jours.", 7, 18, "la date du {date}, passée depuis 18 jours."),
        ("passée depuis 7\u00a0jours", 7, 8, "passée depuis 8\u00a0jours"),
        ("passée depuis 1 jour", 1, 4, "passée depuis 4 jours"),
        ("passée depuis 5 mois", 150, 155, "passée depuis 5 mois"),
        ("passée depuis 5 mois", 150, 182, "passée depuis 6 mois"),
        ("passée depuis 1 semaine", 7, 15, "passée depuis 2 semaines"),
        ("it passed 7 days ago", 7, 18, "it passed 18 days ago"),
        ("it passed 1 month ago", 30, 61, "it passed 2 months ago"),
        ("passée depuis 7 jours", 7, 7, "passée depuis 7 jours"),
        ("obligatoire depuis 30 jours", 7, 18, "obligatoire depuis 30 jours"),
        ("dans 7 jours", -7, 2, "dans 7 jours"),
    ],
)
def test_the_age_is_that_of_the_day(text, offset, days, said):
    assert aged(text, offset_days=offset, due_on=DUE, on=DUE + dt.timedelta(days=days)) == said
