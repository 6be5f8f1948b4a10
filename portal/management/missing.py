"""What an installation still needs before people can use it, in sentences that say what to do."""

from django.apps import apps
from django.contrib.staticfiles import finders

from portal.access.permissions import Role
from portal.documents.scanner import ScannerDown, scan
from portal.installation import folder
from portal.installation.models import Installation


def what_is_missing() -> list[str]:
    """Return one sentence for each thing that is missing; an empty list when nothing is."""
    checks = (_operator, _invitation, _documents, _front_end, _antivirus)
    return [sentence for check in checks if (sentence := check())]


def _operator() -> str:
    operators = apps.get_model("organizations", "Membership").objects.filter(role=Role.OPERATOR, ended_at=None)
    invited = apps.get_model("staff", "StaffInvitation").objects.filter(role=Role.OPERATOR).open()
    if operators.exists() or invited.exists():
        return ""
    return "a first operator. Run: manage.py first_operator --email ADDRESS"


def _invitation() -> str:
    """Tell of an invitation that nobody answered yet: the portal has nobody who can enter."""
    operators = apps.get_model("organizations", "Membership").objects.filter(role=Role.OPERATOR, ended_at=None)
    invited = apps.get_model("staff", "StaffInvitation").objects.filter(role=Role.OPERATOR).open()
    if operators.exists() or not invited.exists():
        return ""
    return "the answer of the first operator: they type at /invitation the code that they received by e-mail"


def _documents() -> str:
    if folder.state(Installation.objects.get().number) is folder.FolderState.OURS:
        return ""
    return f"the folder of documents, {folder.root()}. Make or mount it, then run: manage.py mark_folder"


def _front_end() -> str:
    if finders.find("sdg/css/qc-sdg.min.css"):
        return ""
    return "the packages of the pages. Run in the checkout: npm ci --ignore-scripts --omit=dev; then set_up again"


def _antivirus() -> str:
    try:
        scan(b"")
    except ScannerDown:
        return "the antivirus: CLAMD_URL does not answer. Documents wait until it does"
    return ""
