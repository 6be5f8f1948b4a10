"""Actions of the questions asked on the way, and of the letters of results."""

import datetime as dt
from collections.abc import Callable
from copy import deepcopy

from portal.clock import now
from portal.printing import actions as printing
from portal.retention.actions import sweep_model
from programs.programs.models import Program
from programs.prompts import actions as prompts
from programs.prompts import answering
from programs.prompts.models import Prompt
from programs.reference import load
from programs.result_letters import actions as letters
from programs.result_letters.models import KEPT_DAYS, ResultLetter
from tests.journal.world import SECRET, World, action

Do = Callable[[], object]


def prompt() -> Prompt:
    return Prompt.objects.select_related("fact", "organization").get(code="accident-route-travail")


@action("prompt.imported")
def import_prompts(world: World) -> Do:
    records = deepcopy(load("prompts")["prompts"])
    records[0]["precision_fr"] = "Autrement dit."
    return lambda: prompts.import_prompts(records=records, by=None)


@action("prompt.written")
def write_prompt(world: World) -> Do:
    """The question and the programs that it serves: both, or neither."""
    content = {"question_fr": "Autrement?", "programs": list(Program.objects.order_by("code")[:2])}
    return lambda: prompts.write_prompt(prompt=prompt(), content=content, by=world.emile)


@action("prompt.retired")
def retire_prompt(world: World) -> Do:
    one = prompt()
    return lambda: prompts.retire_prompt(prompt=one, by=world.emile)


@action("prompt.resumed")
def resume_prompt(world: World) -> Do:
    one = prompts.retire_prompt(prompt=prompt(), by=world.emile)
    return lambda: prompts.resume_prompt(prompt=one, by=world.emile)


@action("prompt.settled", "situation.kept")
def keep_answer(world: World) -> Do:
    fields = {"citizen": world.citizen, "fact": prompt().fact, "value": True}
    return lambda: answering.keep_answer(**fields, by=world.amelie)


@action("prompt.taken_back")
def take_back(world: World) -> Do:
    """The answer kept is erased with it."""
    keep_answer(world)()
    return lambda: answering.take_back(citizen=world.citizen, fact=prompt().fact, by=world.amelie)


@action("result_letter.asked")
def ask_letter(world: World) -> Do:
    fields = {"name": SECRET, "lines": [SECRET, "Québec  G1R 2B5"], "content": {"eligible": []}}
    return lambda: letters.ask_letter(**fields, by=None)


@action("result_letter.batch_made")
def take_batch(world: World) -> Do:
    ask_letter(world)()
    return lambda: printing.prepare(printable="result_letters", by=world.olga)


@action("result_letter.batch_opened")
def open_batch(world: World) -> Do:
    batch = take_batch(world)()
    return lambda: printing.note_download(batch=batch, by=world.olga)


@action("result_letter.printed")
def print_batch(world: World) -> Do:
    batch = take_batch(world)()
    printing.note_download(batch=batch, by=world.olga)
    return lambda: printing.mark_printed(batch=batch, by=world.olga)


@action("retention.swept")
def expire(world: World) -> Do:
    ask_letter(world)()
    ResultLetter.objects.update(asked_at=now() - dt.timedelta(days=KEPT_DAYS + 1))
    return lambda: sweep_model(model=ResultLetter)
