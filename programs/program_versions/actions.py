"""What is done to a program beside the ledger’s own actions (`portal/publishing`): starting one, vouching for it."""

import datetime as dt

from django.db import transaction

from portal.access.permissions import Permission
from portal.access.visibility import require
from portal.audit.actions import record
from portal.clock import now, today
from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing import actions, releases
from portal.publishing.adapters import adapter_of
from programs.program_versions.models import ProgramVersion
from programs.programs.examples import NOTHING_KNOWN
from programs.programs.models import Program

_FIRST_CONDITION = {
    "fact": "resident_quebec",
    "op": "eq",
    "value": True,
    "label_fr": "Habiter au Québec",
    "label_en": "Live in Québec",
}


def start(*, organization: Organization, name_fr: str, theme: str, by: User) -> Program:
    """A program from nothing, with one condition to begin with. Nobody else sees it until it is published."""
    example = {"name": NOTHING_KNOWN, "as_of": today().isoformat(), "facts": {}, "verdict": "unknown"}
    columns = {
        "name_fr": name_fr,
        "theme": theme,
        "jurisdiction": Program.Jurisdiction.QUEBEC,
        "benefit_kind": Program.BenefitKind.SERVICE,
        "criteria": {"all": [_FIRST_CONDITION]},
        "criteria_confidence": "general_knowledge",
        "amounts_confidence": "general_knowledge",
        "examples": [example],
    }
    return actions.start(adapter=adapter_of(Program), organization=organization, columns=columns, by=by)


@transaction.atomic
def publish_and_vouch(
    *, version: ProgramVersion, by: User, effective_on: dt.date | None = None, note: str = ""
) -> ProgramVersion:
    """Publish, and say that all of it was checked. Raises as `releases.publish`."""
    published = releases.publish(version=version, by=by, effective_on=effective_on, note=note)
    vouch(program=published.program, by=by)
    return published


@transaction.atomic
def vouch(*, program: Program, by: User) -> Program:
    """«J’ai vérifié»: words, figures, conditions and sources are true today, says somebody of its organization."""
    require(by, Permission.CONFIGURE_PROGRAMS, organization_id=program.organization_id)
    program.reviewed_at, program.reviewed_by = now(), by
    program.save(update_fields=["reviewed_at", "reviewed_by"])
    record("program.vouched", by=by, subject=program, organization=program.organization)
    return program
