"""The package is complete, field by field: each table that knows a person, each column, is in it or has its reason."""

import io
import json
import re
import zipfile

import pytest
from django.apps import apps
from jsonschema import Draft202012Validator

from portal.consents import actions as consents
from portal.data_exports.package import DATA, READ_ME, SCHEMA, steps_of, write_package
from portal.data_exports.parts import LEFT_OUT, NOT_EXPORTED, PARTS, reason_of
from portal.data_exports.reading import files_of, subject_of
from portal.data_exports.schema import JOURNAL, schema
from portal.documents import store
from portal.documents.models import Document
from portal.people.models import Citizen, User
from portal.retention.reading import own_models
from portal.same_people.models import SamePerson
from tests.portal.retention import rows

pytestmark = pytest.mark.django_db
EXPORTED = {part.model for part in PARTS}
UNLOCKING = re.compile(r"(^|_)(digest|password|secret|token|code|key)(_|$)")
LEAVES = {
    "deliveries.Delivery.code",
}
"""Columns called as a secret is, and that say something of the person."""


def package_of(user: User | None, citizen: Citizen | None = None) -> zipfile.ZipFile:
    sink = io.BytesIO()
    write_package(subject_of(account=user, citizen=citizen or getattr(user, "citizen", None)), sink)
    return zipfile.ZipFile(sink)


def data_of(user: User | None, citizen: Citizen | None = None) -> dict:
    return json.loads(package_of(user, citizen).read(DATA))


def referring(*targets: str) -> set[str]:
    """Tables, of ours and of libraries, with a column that refers to one of these."""
    fields = (one for model in apps.get_models() if not model._meta.proxy for one in model._meta.local_fields)
    return {one.model._meta.label for one in fields if one.is_relation and one.related_model._meta.label in targets}


def test_each_table_that_refers_to_a_person_or_an_account_leaves_or_says_why():
    """A new table makes this fail: add it to `parts.py`, or its reason."""
    assert referring("people.Citizen", "people.User") - EXPORTED - set(NOT_EXPORTED) == set()


def test_so_does_each_table_that_belongs_to_one_that_leaves():
    theirs = {one for one in EXPORTED if one not in {"people.User", "people.Citizen"}}
    public = {"organizations.Membership"}
    assert referring(*theirs - public) - EXPORTED - set(NOT_EXPORTED) == set()


def test_nothing_is_named_that_is_not_there():
    labels = {model._meta.label for model in apps.get_models()}
    assert EXPORTED | set(NOT_EXPORTED) <= labels and not EXPORTED & set(NOT_EXPORTED)
    columns = {f"{part.model}.{one.name}" for part in PARTS for one in part.table._meta.local_concrete_fields}
    assert set(LEFT_OUT) | LEAVES <= columns
    assert len({part.name for part in PARTS}) == len(PARTS)


def test_a_column_called_as_a_secret_is_left_out_or_said_to_leave():
    """A new one makes this fail: add it to `LEFT_OUT`, or here to `LEAVES`."""
    shown = {f"{part.model}.{one.name}" for part in PARTS for one in part.fields}
    assert {name for name in shown if UNLOCKING.search(name.rsplit(".", 1)[1])} == LEAVES


def test_a_name_left_out_of_one_table_leaves_from_another():
    assert reason_of(apps.get_model("letters.Letter"), "place") and not reason_of(Citizen, "place")


def test_what_models_call_personal_leaves_or_is_a_secret():
    """`Privacy.personal` of a table that leaves: no column of it is left out as a mere mark of machines."""
    for model in own_models():
        if model._meta.label in EXPORTED:
            for name in set(model.Privacy.personal) - {"claimed_by"}:  # the agent who holds a call for some minutes
                assert "machines" not in reason_of(model, name), (model, name)


def test_each_row_of_a_full_life_leaves_with_each_column(story):
    """The rows in the database, counted; their columns, named: nothing is missing, nothing more is there."""
    amelie = story["amelie"]
    data = data_of(amelie)
    for part in PARTS:
        way = amelie.pk if part.is_of_account else amelie.citizen.pk
        count = part.table._base_manager.filter(**{part.of: way})
        if part.name == "deadlines_of_others":
            count = count.exclude(citizen=amelie.citizen)
        assert len(data[part.name]) == count.count(), part.name
        expected = {one.name for one in part.table._meta.local_concrete_fields if not reason_of(part.table, one.name)}
        for row in data[part.name]:
            assert set(row) - {"file"} == expected, part.name
    filled = {part.name for part in PARTS if data[part.name]}
    assert filled >= {"citizens", "messages", "documents", "deadlines", "facts", "consents", "mandates", "findings"}
    assert data["journal"] and set(data["journal"][0]) == set(JOURNAL)


def test_the_values_are_those_of_the_person_in_clear(story):
    amelie = story["amelie"]
    data = data_of(amelie)
    (me,) = data["citizens"]
    assert (me["given_name"], me["family_name"], me["email"]) == ("Amélie", "Tremblay", amelie.email)
    bodies = {message["body"] for message in data["messages"]}
    assert bodies == {message.body for thread in amelie.citizen.threads.all() for message in thread.messages.all()}
    assert data["dossiers"][0]["organization"]["name"] == "saaq"
    assert {fact["definition"]["name"] for fact in data["facts"]}


def test_no_secret_leaves(story):
    text = package_of(story["amelie"]).read(DATA).decode()
    for secret in (story["amelie"].password, "totp_secret", '"secret"', "digest"):
        assert secret not in text


def test_it_follows_its_schema(story):
    package = package_of(story["amelie"])
    written = json.loads(package.read(SCHEMA))
    assert written == json.loads(json.dumps(schema()))
    Draft202012Validator.check_schema(written)
    assert list(Draft202012Validator(written).iter_errors(json.loads(package.read(DATA)))) == []


def test_a_file_leaves_byte_for_byte_and_the_data_say_which(story):
    amelie = story["amelie"]
    package, data = package_of(amelie), data_of(amelie)
    assert package.testzip() is None
    available = list(files_of(subject_of(account=amelie, citizen=amelie.citizen)))
    assert available
    for document in available:
        (line,) = [one for one in data["documents"] if one["id"] == str(document.pk)]
        assert len(package.read(line["file"])) == document.size


def test_a_file_that_is_gone_is_named_and_stops_nothing(story):
    document = Document.objects.available().filter(citizen=story["amelie"].citizen).order_by("pk").first()
    store.path_of(document.storage_key).unlink()
    package = package_of(story["amelie"])
    assert document.name in package.read(READ_ME).decode()
    (line,) = [one for one in json.loads(package.read(DATA))["documents"] if one["id"] == str(document.pk)]
    assert line["file"] == ""


def test_a_registration_joined_to_the_person_leaves_too(amelie, saaq_agent):
    other = Citizen.objects.create(given_name="Amélie", family_name="Tremblay-Roy")
    SamePerson.objects.create(citizen=other, same_as=amelie.citizen, joined_by=saaq_agent)
    assert {one["family_name"] for one in data_of(amelie)["citizens"]} == {"Tremblay", "Tremblay-Roy"}


def test_nothing_of_anybody_else_leaves(story):
    """Of a stranger with conversations of his own, not one word."""
    amelie, bruno = story["amelie"], story["bruno"]
    consents.give(citizen=bruno.citizen, purpose="learn", channel="email", wording="Phrase de Bruno.", by=bruno)
    text = package_of(amelie).read(DATA).decode()
    assert "Phrase de Bruno." not in text and bruno.email not in text
    assert str(bruno.citizen.pk) not in text


def test_a_person_without_account_has_a_package(people, saaq_agent):
    citizen = Citizen.objects.get(given_name="Georgette")
    data = data_of(None, citizen)
    assert "accounts" not in data and data["citizens"][0]["given_name"] == "Georgette"


def test_an_account_that_is_no_citizen_has_one_too(saaq_agent):
    data = data_of(saaq_agent)
    assert data["memberships"] and "citizens" not in data and data["journal"] == []


def test_memory_and_steps_do_not_grow_with_the_rows(amelie, saaq_agent, saaq_team, django_assert_max_num_queries):
    """Read as a stream: as many statements for thirty rows of each as for one."""
    world = rows.world_of(citizen=amelie.citizen, agent=saaq_agent, team=saaq_team)
    for _ in range(30):
        rows.deadline(world), rows.delivery(world), rows.contact_note(world)
    subject = subject_of(account=amelie, citizen=amelie.citizen)
    with django_assert_max_num_queries(len(PARTS) + 16):
        write_package(subject, io.BytesIO())
    assert steps_of(subject) == len(PARTS) + 1 + files_of(subject).count()


def test_the_page_to_read_first_lists_what_there_is(amelie):
    package = package_of(amelie)
    words, data = package.read(READ_ME).decode(), json.loads(package.read(DATA))
    assert "- Qui vous êtes (citizens) : 1" in words and f"(journal) : {len(data['journal'])}" in words
    assert ") : 0" not in words, "what is empty is not listed"
