"""A job over everybody: part by part, and from where it was when it is cut."""

import datetime as dt

import pytest
from django.urls import reverse

from portal.jobs import registered, running
from portal.jobs.models import RESUMED_AFTER, STALLED_AFTER, Job
from portal.jobs.registered import JobKind
from portal.jobs.running import Part
from portal.jobs.wellness import jobs
from tests.together import at_once

pytestmark = pytest.mark.django_db
PARTS = ["first", "second", "third", "fourth"]


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setattr(registered, "_kinds", {"test.job": JobKind("Un essai", "test.task", dt.timedelta(days=1))})


@pytest.fixture
def called(monkeypatch):
    names: list[str] = []
    monkeypatch.setattr(running.app, "send_task", lambda name, **options: names.append(name))
    return names


def run(do, **options) -> int:
    return running.run(work="test.job", step=running.each_of(PARTS, do), total=len(PARTS), **options)


def cut_at(part: str, done: list):
    def do(one: str) -> int:
        done.append(one)
        if one == part:
            raise ConnectionError("the worker is gone")
        return 1

    return do


def aged(age: dt.timedelta, **columns) -> Job:
    at = dt.datetime.now(dt.UTC) - age
    return Job.objects.create(work="test.job", started_at=at, stepped_at=at, **columns)


def test_parts_come_in_order_and_their_changes_are_counted():
    done: list[str] = []
    assert run(lambda part: done.append(part) or 2) == 8
    job = Job.objects.get()
    assert done == PARTS and (job.done, job.total, job.cursor) == (4, 4, "fourth") and job.finished_at


def test_cut_in_the_middle_it_goes_on_where_it_was():
    done: list[str] = []
    with pytest.raises(ConnectionError):
        run(cut_at("third", done))
    job = Job.objects.get()
    assert (job.done, job.cursor, job.finished_at) == (2, "second", None)
    assert run(cut_at("", done)) == 2
    assert done == ["first", "second", "third", "third", "fourth"]
    assert Job.objects.get().finished_at and Job.objects.get().started_at == job.started_at


def test_a_part_whose_name_is_not_kept_whole_is_refused_before_any_is_done():
    """It would not be found again, and the job would begin anew for ever."""
    done: list[str] = []
    with pytest.raises(ValueError, match="aaaa"):
        running.each_of(["first", "a" * 81], lambda part: done.append(part) or 1)
    with pytest.raises(ValueError, match="aaaa"):
        running.run(work="test.job", step=lambda cursor: None if cursor else Part("a" * 81))
    assert not done and Job.objects.get().cursor == ""


def test_what_a_part_that_was_cut_wrote_is_rolled_back():
    def do(part: str) -> int:
        Job.objects.create(work=part, started_at=dt.datetime.now(dt.UTC), stepped_at=dt.datetime.now(dt.UTC))
        return cut_at("second", [])(part)

    with pytest.raises(ConnectionError):
        run(do)
    assert set(Job.objects.values_list("work", flat=True)) == {"test.job", "first"}


def test_once_finished_it_begins_again():
    done: list[str] = []
    run(cut_at("", done)), run(cut_at("", done))
    assert done == PARTS * 2 and Job.objects.get().done == 4


def test_a_job_without_known_parts():
    def step(cursor: str) -> Part | None:
        number = int(cursor or 0) + 1
        return Part(str(number), number) if number < 4 else None

    assert running.run(work="test.job", step=step) == 6
    assert Job.objects.get().cursor == "3"


@pytest.mark.django_db(transaction=True)
def test_a_part_that_another_worker_does_is_left_to_it():
    done: list[str] = []

    def do(part: str) -> int:
        done.append(part)
        if part == "second":  # meanwhile
            assert at_once(lambda: run(cut_at("", done)), times=1) == [0]
        return 1

    assert run(do) == 4 and done == PARTS


@pytest.mark.usefixtures("kind")
def test_what_was_cut_is_called_again(called, django_capture_on_commit_callbacks):
    aged(RESUMED_AFTER * 2)
    with django_capture_on_commit_callbacks(execute=True):
        assert running.resume_cut() == 1
    assert called == ["test.task"]


@pytest.mark.usefixtures("kind")
@pytest.mark.parametrize(
    ("age", "columns", "said"),
    [
        (dt.timedelta(minutes=1), {}, "ok"),
        (STALLED_AFTER * 2, {}, "late: test.job"),
        (dt.timedelta(days=3), {"finished_at": dt.datetime.now(dt.UTC)}, "ok"),
        (dt.timedelta(days=3), {"finished_at": dt.datetime.now(dt.UTC) - dt.timedelta(days=2)}, "late: test.job"),
    ],
)
def test_healthz_says_which_are_late(age, columns, said):
    aged(age, **columns)
    assert jobs() == said


def test_a_job_of_a_former_version_is_neither_late_nor_called(called):
    aged(dt.timedelta(days=3))
    assert jobs() == "ok" and running.resume_cut() == 0 and called == []


@pytest.mark.usefixtures("kind")
def test_operators_see_how_far_each_is(signed_in, people):
    aged(dt.timedelta(minutes=1), done=34, total=121, cursor="2026-08-03")
    address = reverse("admin:jobs_job_changelist")
    page = signed_in(people["olga"]).get(address).content.decode()
    assert "Un essai" in page and "34 sur 121" in page and "2026-08-03" in page
    assert signed_in(people["emile"]).get(address).status_code == 403
