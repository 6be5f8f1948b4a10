"""Each line of a queue says what it is about, whatever their number at the same cost."""

from messaging.demo import seed
from portal.models import WorkItem
from portal.work_items.subjects import describe


def test_a_line_names_the_subject_and_the_person(people, signed_in):
    seed(people)
    page = signed_in(people["diane"]).get("/gestion/portal/workitem/").content.decode()
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
