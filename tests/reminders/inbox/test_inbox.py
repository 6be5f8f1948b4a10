"""The secure inbox: owner, representative, stranger; read marks; pages."""

import datetime as dt
import html
import uuid

import pytest
from django.urls import reverse

from portal.audit.models import AuditEvent
from portal.clock import now
from portal.dossiers.actions import open_dossier
from portal.dossiers.models import Dossier
from portal.notices.actions import announce
from portal.notices.models import Notice
from reminders.deliveries.release import release_due, release_notices
from reminders.inbox.mandate_words import KINDS
from reminders.inbox.models import InboxItem

INBOX = reverse("inbox:inbox")


@pytest.fixture
def received(followed, amelie, clock_offset) -> InboxItem:
    followed(amelie)
    clock_offset(days=4)
    release_due()
    return InboxItem.objects.get()


def test_reading_marks_once_an_account_and_is_journaled(signed_in, received, amelie, rachel):
    assert "non lu" in signed_in(amelie).get(INBOX).content.decode()
    page = signed_in(amelie).get(received.get_absolute_url()).content.decode()
    assert "vous perdez le droit de conduire" in page and "Marche à suivre" in page
    signed_in(rachel, place=amelie.citizen).get(received.get_absolute_url())
    received.refresh_from_db()
    assert received.read_by == amelie
    signed_in(amelie).get(received.get_absolute_url())
    read = AuditEvent.objects.filter(verb="inbox_item.read").order_by("pk")
    assert set(read.values_list("by_id", flat=True)) == {amelie.pk, rachel.pk} and read.count() == 2
    assert "non lu" not in signed_in(amelie).get(INBOX).content.decode()


def test_after_the_date_it_says_how_to_limit_the_damage(signed_in, followed, amelie, clock_offset):
    followed(amelie, days=2)
    clock_offset(days=3, hours=20)
    release_due()
    item = InboxItem.objects.latest("created_at")
    assert "Pour limiter les conséquences" in signed_in(amelie).get(item.get_absolute_url()).content.decode()


def test_a_stranger_gets_404(signed_in, received, bruno):
    assert signed_in(bruno).get(received.get_absolute_url()).status_code == 404
    page = signed_in(bruno).get(f"{INBOX}?avant=n'importe")  # the first page
    assert page.status_code == 200 and not page.context["page"].rows


def test_a_notice_without_a_page_leads_to_the_space(signed_in, amelie, saaq):
    announce(kind="message", citizen=amelie.citizen, subject=amelie.citizen, organization=saaq, by=None)
    release_notices()
    page = signed_in(amelie).get(InboxItem.objects.get().get_absolute_url()).content.decode()
    assert "Vous avez un nouveau message" in page and reverse("pages:space") in page


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_each_kind_of_notice_has_its_title_on_the_list(signed_in, amelie, saaq, kind):
    announce(kind=kind, citizen=amelie.citizen, subject=amelie.citizen, organization=saaq, by=None)
    release_notices()
    item = InboxItem.objects.get()
    page = signed_in(amelie).get(INBOX)
    assert page.status_code == 200 and item.title in html.unescape(page.content.decode())


@pytest.mark.parametrize("kind", Notice.Kind.values)
def test_a_notice_that_outlives_its_subject_still_opens(signed_in, amelie, saaq, kind):
    models = {**dict.fromkeys(KINDS, "mandates.mandate"), Notice.Kind.DATE_REMOVED: "deadlines.deadline"}
    announce(kind=kind, citizen=amelie.citizen, subject=amelie.citizen, organization=saaq, by=None)
    Notice.objects.update(subject_type=models.get(kind, "threads.thread"), subject_id=uuid.uuid4())
    release_notices()
    assert signed_in(amelie).get(InboxItem.objects.get().get_absolute_url()).status_code == 200


def dossier_of(amelie, team, number: str) -> Dossier:
    return open_dossier(by=None, citizen=amelie.citizen, team=team, number=number, title="Permis")


def test_the_news_of_a_dossier_opens_the_dossier_and_the_list_says_which(signed_in, amelie, saaq_team):
    dossiers = [dossier_of(amelie, saaq_team, number) for number in ("S-1", "S-2", "S-3")]
    told = {"citizen": amelie.citizen, "organization": saaq_team.organization, "by": None}
    kinds = [Notice.Kind.DOSSIER, Notice.Kind.DECISION, Notice.Kind.DOSSIER_LATE]
    for dossier, kind in zip(dossiers, kinds, strict=True):
        announce(kind=kind, subject=dossier, **told)
    release_notices()
    client = signed_in(amelie)
    page = html.unescape(client.get(INBOX).content.decode())
    for dossier in dossiers:
        assert page.count(f"dossier {dossier.number}") == 1
        item = InboxItem.objects.get(notice__subject_id=dossier.pk)
        opened = client.get(item.get_absolute_url(), follow=True)
        assert opened.redirect_chain == [(dossier.get_absolute_url(), 302)]


def fill(citizen, many: int) -> None:
    notices = Notice.objects.bulk_create(
        Notice(kind="message", citizen=citizen, subject_type="people.citizen", subject_id=citizen.pk, handled_at=now())
        for _ in range(many)
    )
    InboxItem.objects.bulk_create(
        InboxItem(citizen=citizen, notice=notice, created_at=now() - dt.timedelta(minutes=rank // 3))
        for rank, notice in enumerate(notices)
    )


def test_pages_show_each_item_once(signed_in, amelie):
    fill(amelie.citizen, 60)
    client, seen, address = signed_in(amelie), [], INBOX
    while address:
        page = client.get(address)
        seen += [item.pk for item in page.context["page"].rows]
        address = page.context["page"].older and INBOX + page.context["page"].older
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("many", [3, 300])
def test_the_number_of_queries_is_fixed(signed_in, amelie, django_assert_num_queries, many):
    fill(amelie.citizen, many)
    client = signed_in(amelie)
    client.get(INBOX)
    with django_assert_num_queries(4):  # session, account, what is counted of it, the items
        client.get(INBOX)
