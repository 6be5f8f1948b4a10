"""The year behind the demonstration: its figures, counted again by another path, and what the pages show of it."""

import re

import pytest
from django.urls import reverse

from portal.clock import today
from portal.consents.models import Channel
from reminders.deadlines.models import Deadline
from reminders.deliveries.models import Delivery
from reminders.demonstration.seeds import offer
from reminders.indicators.models import Outcome, Report
from reminders.indicators.seeds import A_MONTH, seed
from reminders.letters.models import Letter, LetterBatch
from reminders.reminders.models import Reminder
from tests.queries import growth

pytestmark = pytest.mark.django_db
DASHBOARD = "/gestion/indicators/outcome/tableau/"


@pytest.fixture
def year(people):
    for code, administrator in (("permis-conduire-paiement", "emile"), ("carte-assurance-maladie", "daniel")):
        offer(code, by=people[administrator])
    seed(people)
    return people


def test_the_year_is_true_to_the_formula(year):
    """One test for all: writing the year takes seconds."""
    _written_once(year)
    _the_share_is_that_of_what_was_accepted()
    _nothing_more_leaves_for_it()
    _letters_take_days_and_messages_seconds()
    _letters_were_printed_and_posted_by_an_operator(year["olga"])


def _letters_were_printed_and_posted_by_an_operator(operator):
    """As the table of roles says: no agent prints letters."""
    authors = LetterBatch.objects.values_list("made_by", "printed_by", "posted_by").distinct()
    assert list(authors.order_by()) == [(operator.pk,) * 3]


def _written_once(year):
    before = Outcome.objects.count(), Report.objects.count()
    seed(year)
    assert (Outcome.objects.count(), Report.objects.count()) == before
    assert before[0] > 400 and before[1] >= 2 * 12


def _the_share_is_that_of_what_was_accepted():
    """By hand: deadlines of which some e-mail or text was accepted before the day's end, over all those due."""
    accepted = Delivery.objects.filter(state="accepted", channel__in=[Channel.EMAIL, Channel.SMS])
    carried = {pk for ids in accepted.values_list("reminder_ids", flat=True) for pk in ids}
    kept = {
        reminder.deadline_id
        for reminder in Reminder.objects.filter(pk__in=carried).select_related("step")
        if reminder.step.offset_days <= 0
    }
    assert set(Outcome.objects.filter(reach="digital").values_list("pk", flat=True)) == kept


def _nothing_more_leaves_for_it():
    theirs = Deadline.objects.filter(kind__code__in=A_MONTH, citizen__user=None, due_on__lt=today())
    assert theirs.exists() and not theirs.open().exists() and not theirs.filter(renews=True).exists()
    assert not Reminder.objects.filter(deadline__in=theirs, state="planned").exists()


def _letters_take_days_and_messages_seconds():
    assert Letter.objects.filter(state="posted").exists()
    waits = {row["value"]: row["waited"] for row in Outcome.objects.counted().by("channel") if row["value"]}
    assert waits[Channel.EMAIL].total_seconds() < 3600 < 24 * 3600 < waits[Channel.LETTER].total_seconds()


def test_the_pages_draw_the_year_and_tell_it_in_tables(signed_in, client, people):
    emile = signed_in(people["emile"])
    with growth(emile, DASHBOARD) as cost:
        for code, administrator in (("permis-conduire-paiement", "emile"), ("carte-assurance-maladie", "daniel")):
            offer(code, by=people[administrator])
        seed(people)
    assert cost.after == cost.before
    _the_dashboard(emile.get(DASHBOARD).content.decode())
    last = today().replace(day=1, year=today().year - 1)
    page = emile.get(DASHBOARD, {"start": last, "end": last.replace(day=28)}).content.decode()
    assert "r-trend" not in page and "Mois par mois" in page  # one month: its table alone
    public = client.get(reverse("indicators:statistics")).content.decode()
    assert 'class="r-trend"' in public and "rue Principale" not in public


def _the_dashboard(page: str) -> None:
    assert page.count('class="r-trend-dot"') >= 11 and "<table" in page
    assert "Délai avant d’être servi" in page and "moins d’une heure" in page
    drawing = re.search(r'<svg class="r-trend".*?</svg>', page, re.S)[0]
    assert 'aria-hidden="true"' in drawing and "janv." in drawing and "Jan " not in page
    assert "75 ans et plus" in page and "est servi plus tard" in page
