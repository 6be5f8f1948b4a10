"""Runs the scenarios and says what was lost and repeated; exit code 1 when a promise is broken."""

import argparse
import sys
from pathlib import Path

from tests.faults import crashes, dossiers, files, jumps, mute, providers, stops
from tests.faults.house import house

SCENARIOS = {
    "all_at_once": stops.all_at_once,
    "killed_senders": crashes.killed_senders,
    "told_to_stop": crashes.told_to_stop,
    "decisions_with_kills": dossiers.decisions_with_kills,
    "puts_with_kills": dossiers.puts_with_kills,
    "many_at_work": stops.many_at_work,
    "emptied_broker": stops.emptied_broker,
    "restarted_database": stops.restarted_database,
    "beat_dead_for_a_day": stops.beat_dead_for_a_day,
    "beat_dead_for_reminders": stops.beat_dead_for_reminders,
    "refusing": providers.refusing,
    "slow": providers.slow,
    "wrong_key": files.wrong_key,
    "unmounted_folder": files.unmounted_folder,
    "full_disk": files.full_disk,
    "clock_ahead_and_back": jumps.clock_ahead_and_back,
    "mute_relay": mute.mute_relay,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(SCENARIOS))
    parser.add_argument("--count", type=int, default=1000, help="people in each scenario")
    parser.add_argument("--folder", type=Path, help="data folder to keep (logs); a temporary one otherwise")
    options = parser.parse_args()
    broken = 0
    with house(options.folder) as place:
        for name in options.names or SCENARIOS:
            for item in SCENARIOS[name](place, options.count):
                print(item, flush=True)
                broken += bool(item.broken)
            place.end("worker", "beat", "pages")
    print("Every promise holds." if not broken else f"{broken} scenarios break a promise.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
