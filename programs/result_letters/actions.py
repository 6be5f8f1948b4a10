"""Asked, by anybody. Then letters are printed as `portal.printing` does."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from portal.audit.actions import record
from programs.result_letters.models import ResultLetter

if TYPE_CHECKING:
    from portal.people.models import User


@transaction.atomic
def ask_letter(*, name: str, lines: list[str], content: dict[str, Any], by: "User | None") -> ResultLetter:
    """One letter to print. The journal says that one was asked, neither by whom without an account nor to whom."""
    letter = ResultLetter()
    letter.sheet = {"name": name, "lines": lines, "content": content}
    letter.save(force_insert=True)
    record("result_letter.asked", by=by, subject=letter)
    return letter
