"""What stands still or stands twice: broker, database, beat, workers."""

import time
from collections.abc import Iterator

from tests.faults.house import House
from tests.faults.people import due, due_reminders, settled, settled_once_asked
from tests.faults.verdicts import Verdict, verdict

A_MINUTE = 60.0


def all_at_once(house: House, count: int) -> Iterator[Verdict]:
    """The plain case: due, released, accepted, within a minute."""
    due(house, count, "email")
    house.start_workers()
    house.start_beats()
    house.wait(lambda: house.arrived() != [], 30)  # the processes are up: from here the clock runs
    started = time.monotonic()
    house.wait(lambda: settled(house))
    lasted = time.monotonic() - started
    house.end("worker", "beat")
    outcome = verdict(house, "due at once, real worker, real SMTP", count)
    outcome.notes.append(f"all accepted in {lasted:.1f} s")
    if lasted > A_MINUTE:
        outcome.broken.append("more than a minute")
    yield outcome


def many_at_work(house: House, count: int) -> Iterator[Verdict]:
    """Two beats, three workers, three senders a channel."""
    due(house, count, "email", "sms")
    house.start_workers(3, SENDERS_PER_CHANNEL="3")
    house.start_beats(2)
    house.wait(lambda: settled_once_asked(house))
    house.end("worker", "beat")
    yield verdict(house, "two beats and three workers", 2 * count)


def emptied_broker(house: House, count: int) -> Iterator[Verdict]:
    """Every bell is lost, again and again, while messages leave."""
    due(house, count, "email", "sms")
    house.start_workers()
    house.start_beats()
    for _ in range(10):
        for (queue,) in house.sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'pgmq' AND tablename LIKE 'q\\_%'"
        ):
            house.as_broker(f'TRUNCATE pgmq."{queue}"')
        time.sleep(0.3)
    house.wait(lambda: settled_once_asked(house))
    house.end("worker", "beat")
    yield verdict(house, "broker emptied ten times", 2 * count)


def restarted_database(house: House, count: int) -> Iterator[Verdict]:
    for immediate in (False, True):
        due(house, count, "email", "sms")
        house.start_workers()
        house.start_beats()
        house.wait(lambda: len(house.arrived()) > count // 5)
        house.restart_database(immediate=immediate)
        house.wait(lambda: settled_once_asked(house))
        house.end("worker", "beat")
        how = "immediate" if immediate else "fast"
        most = house.connections("email")
        yield verdict(house, f"PostgreSQL restarted ({how})", 2 * count, emails_twice_at_most=most)


def beat_dead_for_a_day(house: House, count: int) -> Iterator[Verdict]:
    """Twenty-six hours without beat: what became due meanwhile leaves at the next tick, once."""
    due(house, count, "email", "sms")
    house.start_workers()
    time.sleep(5)
    house.move_clock(house.clock() + 26 * 3600)
    house.start_beats()
    house.wait(lambda: settled_once_asked(house))
    house.end("worker", "beat")
    yield verdict(house, "beat dead for 26 h", 2 * count)


def beat_dead_for_reminders(house: House, count: int) -> Iterator[Verdict]:
    """The same with reminders, half of which are of no use any more: these never leave, and their rows say why."""
    useless = count // 2
    due_reminders(house, count, useless, "email", "sms")
    house.start_workers()
    time.sleep(5)
    house.move_clock(house.clock() + 26 * 3600)
    house.start_beats()
    house.wait(lambda: settled_once_asked(house))
    house.end("worker", "beat")
    outcome = verdict(house, "beat dead for 26 h, reminders half useless", 2 * (count - useless))
    ((late,),) = house.sql("SELECT count(*) FROM reminders_reminder WHERE state = 'missed' AND why = 'late'")
    outcome.notes.append(f"{late} were of no use any more and did not leave")
    if late != useless or outcome.arrived > outcome.due:
        outcome.broken.append("something left that was of no use any more")
    yield outcome
