"""The demonstration's conversations are real, and seeding twice seeds once."""

import pytest

from messaging.threads.models import Message, Thread
from messaging.threads.seeds import seed
from portal.documents.models import Document
from portal.documents.screening import sweep
from portal.work_items.models import WorkItem

pytestmark = pytest.mark.django_db


def test_seed_twice(people) -> None:
    for _ in range(2):
        seed(people)
    assert (Thread.objects.count(), Message.objects.count(), Document.objects.count()) == (2, 3, 3)
    assert WorkItem.objects.open().count() == 3  # the dossier, its document, the message
    assert sweep() == 3
    assert set(Document.objects.values_list("state", flat=True)) == {"available"}
