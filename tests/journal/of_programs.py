"""Actions of the programs and of the advisor."""

import datetime as dt
from collections.abc import Callable
from copy import deepcopy

from portal.clock import today
from portal.consents.models import Channel, How
from portal.dossiers.actions import open_dossier
from portal.publishing import actions as ledger
from portal.publishing.releases import publish, put_due_in_force
from portal.publishing.reviews import send_back, submit, withdraw
from programs.assisted_advice import actions as assisted
from programs.findings import actions as findings
from programs.findings.models import Finding
from programs.findings.presentation import by_verdict
from programs.findings.telling import tell_news
from programs.profiles.models import ProfileEvaluation
from programs.program_versions import actions as versions
from programs.program_versions.models import ProgramVersion
from programs.programs.actions import import_programs
from programs.programs.models import Program
from programs.reference import load
from programs.scans.actions import scan_due
from programs.shares import actions as shares
from programs.shares.models import FindingShare
from programs.situations import actions as situations
from tests.journal.world import SECRET, World, action

Do = Callable[[], object]
GIVEN = {"resident_quebec": True, "family_net_income": 43_210}


@action("situation.kept")
def keep(world: World) -> Do:
    return lambda: situations.keep_situation(citizen=world.citizen, given=GIVEN, by=world.amelie)


@action("situation.erased")
def erase(world: World) -> Do:
    keep(world)()
    return lambda: situations.erase_situation(citizen=world.citizen, by=world.amelie)


@action("situation.erased")
def forget(world: World) -> Do:
    """The findings and the profile go with it, or nothing does."""
    keep(world)()
    findings.turn_on(citizen=world.citizen, by=world.amelie)
    return lambda: findings.forget(citizen=world.citizen, by=world.amelie)


@action("finding.advised")
def advise(world: World) -> Do:
    keep(world)()
    return lambda: findings.advise(citizen=world.citizen, by=world.amelie)


def finding(world: World) -> Finding:
    given = GIVEN | {"road_accident_date": today() - dt.timedelta(days=90)}
    situations.keep_situation(citizen=world.citizen, given=given, by=world.amelie)
    findings.advise(citizen=world.citizen, by=world.amelie)
    return Finding.objects.get(citizen=world.citizen, program__code="indemnites-saaq")


@action("finding.set_aside")
def set_stance(world: World) -> Do:
    """«J’ai fait la demande»: counted too."""
    one = finding(world)
    return lambda: findings.set_stance(finding=one, stance=Finding.Stance.ASKED, by=world.amelie)


@action("finding.told")
def tell(world: World) -> Do:
    finding(world)
    findings.turn_on(citizen=world.citizen, by=world.amelie)
    scan_due(connections=1)
    Finding.objects.filter(citizen=world.citizen).delete()
    ProfileEvaluation.objects.update(is_news=True)
    return tell_news


def shared(world: World) -> FindingShare:
    until = today() + dt.timedelta(days=9)
    return shares.share(finding=finding(world), team=world.team, until=until, by=world.amelie)


@action("finding.shared")
def share(world: World) -> Do:
    one, until = finding(world), today() + dt.timedelta(days=9)
    return lambda: shares.share(finding=one, team=world.team, until=until, by=world.amelie)


@action("finding.unshared")
def unshare(world: World) -> Do:
    one = shared(world)
    return lambda: shares.revoke(shared=one, by=world.amelie)


@action("finding.share_read")
def read_share(world: World) -> Do:
    one, client = shared(world), world.client("alain")
    return lambda: client.get(f"/gestion/shares/findingshare/{one.pk}/change/")


@action("assisted.kept")
def keep_assisted(world: World) -> Do:
    citizen = world.georgette
    return lambda: assisted.keep(citizen=citizen, given=GIVEN, declined=[], by=world.alain)


@action("assisted.opened")
def open_assisted(world: World) -> Do:
    citizen = world.georgette
    open_dossier(citizen=citizen, team=world.team, number="P-1", title=SECRET, by=world.alain)
    keep_assisted(world)()
    findings.turn_on(citizen=citizen, by=world.alain, how=How.PHONE, channel=Channel.LETTER)
    return lambda: assisted.open_findings(citizen=citizen, by=world.alain)


@action("assisted.letter")
def print_assisted(world: World) -> Do:
    return lambda: assisted.print_letter(lists=by_verdict([]), by=world.alain)


def program(world: World) -> Program:
    return Program.objects.get(code="indemnites-saaq")


def drafted(world: World) -> ProgramVersion:
    return ledger.write(subject=program(world), content={"name_fr": "Autre nom"}, revision=0, by=world.emile)


@action("program.imported")
def import_again(world: World) -> Do:
    """A record changed in the reference since: the rest of it is as it was."""
    records = deepcopy(load("programs")["programs"])
    records[0]["name_fr"] = "Autre nom"
    return lambda: import_programs(records=records, by=None)


@action("program.started")
def start(world: World) -> Do:
    return lambda: versions.start(organization=world.saaq, name_fr="Essai", theme="health", by=world.emile)


@action("program.drafted")
def draft(world: World) -> Do:
    return lambda: drafted(world)


@action("program.discarded")
def discard(world: World) -> Do:
    version = drafted(world)
    return lambda: ledger.discard(version=version, by=world.emile)


@action("program.vouched")
def vouch(world: World) -> Do:
    return lambda: versions.vouch(program=program(world), by=world.emile)


@action("program.published")
def publish_now(world: World) -> Do:
    version = drafted(world)
    return lambda: publish(version=version, by=world.emile)


@action("program.published", "program.vouched")
def publish_later(world: World) -> Do:
    version, day = drafted(world), today() + dt.timedelta(days=9)
    return lambda: versions.publish_and_vouch(version=version, by=world.emile, effective_on=day)


@action("program.submitted")
def ask_another(world: World) -> Do:
    version = drafted(world)
    return lambda: submit(version=version, by=world.emile)


@action("program.sent_back")
def send_it_back(world: World) -> Do:
    version = ask_another(world)()
    return lambda: send_back(version=version, why="La date manque.", by=world.people["carole"])


@action("program.withdrawn")
def take_the_request_back(world: World) -> Do:
    version = ask_another(world)()
    return lambda: withdraw(version=version, by=world.emile)


@action("program.took_effect")
def take_effect(world: World) -> Do:
    publish_later(world)()
    ProgramVersion.objects.coming().update(effective_on=today())
    return put_due_in_force
