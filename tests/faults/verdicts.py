"""What arrived, against what was promised."""

from collections import Counter
from dataclasses import dataclass, field

from tests.faults.house import House


@dataclass
class Verdict:
    """`lost`: in no list (not accepted, and no row says that it was not). `repeated`: arrived more than once."""

    name: str
    due: int
    arrived: int
    lost: int
    repeated: dict[str, int]
    unlike: int
    """Repetitions under another Message-ID or reference than the first."""
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        repeated = ", ".join(f"{kind} {count}" for kind, count in self.repeated.items()) or "0"
        line = f"{self.name:<44} due {self.due:>5}  arrived {self.arrived:>5}  lost {self.lost}  repeated {repeated}"
        return "\n".join(
            [line, *(f"    {note}" for note in self.notes), *(f"    BROKEN: {what}" for what in self.broken)]
        )


def verdict(house: House, name: str, due: int, *, emails_twice_at_most: int = 0, told_failed: int = 0) -> Verdict:
    """Counts. `told_failed`: so many may be settled otherwise than accepted (they are in a list)."""
    sent = house.arrived()
    to = Counter((one["kind"], one["to"]) for one in sent)
    references: dict[tuple[str, str], set[str]] = {}
    for one in sent:
        references.setdefault((one["kind"], one["to"]), set()).add(one["reference"])
    repeated = Counter()
    for (kind, _), times in to.items():
        repeated[kind] += times - 1
    ((listed,),) = house.sql(
        """SELECT count(DISTINCT (recipient_id, channel)) FROM deliveries_delivery d
            WHERE state <> 'accepted' AND NOT EXISTS (
                  SELECT 1 FROM deliveries_delivery a WHERE a.recipient_id = d.recipient_id AND a.channel = d.channel
                     AND a."group" = d."group" AND a.state = 'accepted')"""
    )
    unlike = sum(len(names) - 1 for names in references.values())
    lost = max(due - len(to) - listed, 0)  # one that arrived may be in a list too: nobody knows that it did
    outcome = Verdict(name, due, len(to), lost, {k: n for k, n in repeated.items() if n}, unlike)
    _judge(house, outcome, listed, emails_twice_at_most, told_failed)
    return outcome


def _judge(house: House, result: Verdict, listed: int, emails_twice_at_most: int, told_failed: int) -> None:
    if result.lost > 0:
        result.broken.append("something was lost")
    if listed > told_failed:
        ends = house.sql(
            "SELECT channel, state, code, count(*) FROM deliveries_delivery GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )
        result.broken.append(f"{listed} have not arrived (rows say so)")
        result.notes += [" ".join(str(word) for word in end) for end in ends]
    if result.repeated.get("sms"):
        result.broken.append("an SMS was repeated")
    if result.repeated.get("email", 0) > emails_twice_at_most:
        result.broken.append(f"e-mails repeated more than {emails_twice_at_most} times")
    if result.unlike:
        result.broken.append("a repetition bears another name")
    ((twice,),) = house.sql("SELECT count(*) - count(DISTINCT notice_id) FROM inbox_inboxitem")
    if twice:
        result.broken.append("the inbox says something twice")
