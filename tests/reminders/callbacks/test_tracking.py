"""The webhooks of e-mail providers, as django-anymail receives them."""

import base64
import json
from types import SimpleNamespace

import pytest
from anymail.signals import EventType, RejectReason
from django.test import Client

from portal.consents.models import Channel
from reminders.callbacks.actions import handle_events
from reminders.callbacks.models import ProviderEvent
from reminders.callbacks.tracking import outcome_of
from reminders.deliveries.models import Delivery
from reminders.suspensions.models import Suspension

Kind = ProviderEvent.Kind
POSTMARK = "/rappels/retours/courriel/postmark/"


def event(kind, reason=None, **more):
    empty = {"timestamp": None, "event_id": "1", "mta_response": None, "description": None, "metadata": {}}
    return SimpleNamespace(**empty | {"event_type": kind, "reject_reason": reason, "message_id": "m"} | more)


@pytest.mark.parametrize(
    ("expected", "kind"),
    [
        (event(EventType.BOUNCED, RejectReason.BOUNCED, mta_response="550 5.1.1 unknown"), Kind.HARD),
        (event(EventType.BOUNCED, RejectReason.INVALID), Kind.HARD),
        (event(EventType.BOUNCED, RejectReason.BOUNCED, mta_response="452 4.2.2 full"), Kind.SOFT),
        (event(EventType.BOUNCED, RejectReason.BOUNCED, mta_response="552 5.2.2 full"), Kind.SOFT),
        (event(EventType.BOUNCED, RejectReason.BLOCKED), Kind.SOFT),
        (event(EventType.BOUNCED, RejectReason.SPAM), Kind.SOFT),
        (event(EventType.BOUNCED, RejectReason.TIMED_OUT), Kind.SOFT),
        (event(EventType.REJECTED, RejectReason.BOUNCED), Kind.HARD),
        (event(EventType.REJECTED, RejectReason.SPAM), Kind.COMPLAINED),
        (event(EventType.REJECTED, RejectReason.UNSUBSCRIBED), Kind.UNSUBSCRIBED),
        (event(EventType.FAILED), Kind.SOFT),
        (event(EventType.COMPLAINED, RejectReason.SPAM), Kind.COMPLAINED),
        (event(EventType.DELIVERED), Kind.DELIVERED),
    ],
)
def test_what_each_event_means(expected, kind):
    assert outcome_of(expected).kind == kind


@pytest.mark.parametrize("kind", [EventType.OPENED, EventType.CLICKED, EventType.QUEUED, EventType.DEFERRED, "new"])
def test_openings_clicks_and_the_rest_are_not_kept(kind):
    assert outcome_of(event(kind)) is None


def test_only_the_status_code_of_an_answer_is_kept():
    result = event(EventType.BOUNCED, RejectReason.BOUNCED, mta_response="550 5.1.1 <bruno@relais.example> 10.5.1.2.9")
    assert outcome_of(result).code == "5.1.1"


def test_an_event_without_identifier_is_still_recognised_when_repeated():
    twice = [outcome_of(event(EventType.DELIVERED, event_id=None)).event_id for _ in range(2)]
    assert twice[0] == twice[1] != outcome_of(event(EventType.COMPLAINED, event_id=None)).event_id


def test_our_own_reference_comes_first():
    assert outcome_of(event(EventType.DELIVERED, metadata={"delivery": "abc"})).reference == "abc"


@pytest.fixture
def postmark(settings):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "relais:secret"}

    def post(said, auth="relais:secret", path=POSTMARK):
        basic = base64.b64encode(auth.encode()).decode()
        body = said if isinstance(said, bytes) else json.dumps(said)
        return Client().post(path, body, content_type="application/json", headers={"Authorization": f"Basic {basic}"})

    return post


def bounce(reference: str) -> dict:
    return {
        "RecordType": "Bounce",
        "ID": 692560173,
        "Type": "HardBounce",
        "TypeCode": 1,
        "MessageID": reference,
        "Details": "smtp;550 5.1.1 The email account does not exist.",
        "Email": "bruno@relais.example",
        "BouncedAt": "2018-02-16T18:31:59.6218111Z",
    }


@pytest.mark.django_db
def test_a_providers_bounce_to_the_end(postmark, left, bruno):
    """Dated long ago, the confirmation was before: `at` of the provider is older, so the address is spared."""
    delivery = left(bruno, reference="2706ee8a-737c-4285-b032-ccd317af53ed")
    said = bounce(delivery.reference)
    assert postmark(said).status_code == 200 and postmark(said).status_code == 200
    assert ProviderEvent.objects.count() == 1 and handle_events() == 1
    assert Delivery.objects.get(attempt=1).state == Delivery.State.BOUNCED and not Suspension.objects.exists()
    fresh = {**said, "ID": 2, "BouncedAt": "2099-01-01T00:00:00Z"}
    postmark(fresh)
    handle_events()
    assert Suspension.objects.get().channel == Channel.EMAIL
    assert "bruno" not in str(list(ProviderEvent.objects.order_by("pk").values()))


@pytest.mark.django_db
@pytest.mark.parametrize("auth", ["", "relais:", "relais:secret2", "autre:secret"])
def test_a_wrong_secret_is_refused(postmark, left, bruno, auth):
    assert postmark(bounce("m"), auth).status_code == 403
    assert not ProviderEvent.objects.exists()


@pytest.mark.django_db
def test_other_providers_and_no_secret_are_refused(postmark, settings):
    for name in ("sendgrid", "inconnu", "amazon_ses", "postmark_inbound"):
        assert postmark(bounce("m"), path=f"/rappels/retours/courriel/{name}/").status_code == 403
    settings.ANYMAIL = {}
    assert postmark(bounce("m")).status_code == 403
    assert not ProviderEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"null", b'{"RecordType": "Bounce"}', b"\xff"])
def test_a_malformed_call_is_no_error_page(postmark, body):
    assert postmark(body).status_code in {200, 400}
    assert handle_events() == 0


@pytest.mark.django_db
def test_a_provider_may_try_the_address_and_nobody_may_read_it(postmark):
    assert Client().head(POSTMARK).status_code == 200
    assert {getattr(Client(), name)(POSTMARK).status_code for name in ("get", "put", "delete")} == {405}
    assert postmark(b" " * 2_000_000).status_code == 413
