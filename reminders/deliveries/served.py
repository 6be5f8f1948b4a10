"""Whether a person is written to at all: said once, in SQL for the engine and in Python for people."""

from portal.people.models import Citizen

# Over `citizen` (people_citizen): why nothing leaves to this person any more, whatever they had agreed to, else ''.
UNSERVED = """CASE WHEN citizen.died_on IS NOT NULL THEN 'died'
                   WHEN EXISTS (SELECT 1 FROM people_user login
                                 WHERE login.id = citizen.user_id
                                   AND (NOT login.is_active OR login.closed_at IS NOT NULL)) THEN 'closed'
                   ELSE '' END"""


def unserved(person: Citizen) -> str:
    """Return why nothing leaves to this person any more (a code of `Delivery.code`), or "". `user` is loaded."""
    if person.died_on:
        return "died"
    login = person.user
    return "closed" if login and (login.closed_at or not login.is_active) else ""
