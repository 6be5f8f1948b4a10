"""Each line of a queue says what it is about, whatever their number at the same cost."""

from django.utils.formats import date_format

from messaging.threads.seeds import seed
from portal import clock
from portal.work_items.models import WorkItem
from portal.work_items.subjects import describe


def test_a_line_names_the_subject_and_the_person(people, signed_in):
    seed(people)
    page = signed_in(people["diane"]).get("/gestion/work_items/workitem/").content.decode()
    assert "Renouvellement de la carte d’Amélie" in page
    assert "Amélie Tremblay" in page


def test_titles_cost_one_query_for_each_kind_of_subject(people, django_assert_num_queries):
    seed(people)
    items = list(WorkItem.objects.order_by("pk"))
    kinds = {item.subject_type for item in items}
    with django_assert_num_queries(len(kinds)):
        described = describe(items)
    assert all(item.about.title for item in described)


def test_a_subject_that_is_gone_leaves_an_empty_title(people):
    item = WorkItem(kind="x", subject_type="unknown.thing", subject_id=people["amelie"].pk)
    assert describe([item])[0].about.title == ""


def test_what_is_done_says_when(people, signed_in):
    """Not for when it was due: that is over."""
    seed(people)
    client, queue = signed_in(people["diane"]), "/gestion/work_items/workitem/"
    assert "Pour le" in client.get(queue).content.decode()
    WorkItem.objects.open().update(done_at=clock.now(), done_by=people["diane"])
    page = client.get(f"{queue}?etat=fait").content.decode()
    assert f"Fait le {date_format(clock.today(), 'j F')}" in page and "Pour le" not in page
