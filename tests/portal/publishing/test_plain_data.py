"""What a file may be before anybody asks what it says: plain data, in bounded time and memory."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portal.publishing.exceptions import BadFile
from portal.publishing.plain_data import dumped_yaml, read_json, read_yaml

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
names = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
scalars = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | names
lookalikes = ["no", "on", "2026-01-31", "9:00", "1e5", "0x1f", "1_000", "~", "<<", "", "1.0", "a\x85b", "\u2028"]
scalars |= st.floats(-1e12, 1e12) | st.sampled_from(lookalikes)
data = st.recursive(scalars, lambda some: st.lists(some, max_size=4) | st.dictionaries(names, some, max_size=4))


@given(data)
def test_what_is_written_as_yaml_comes_back(value):
    assert read_yaml(dumped_yaml(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("a: no", "no"), ("a: 2026-01-31", "2026-01-31"), ("a: 9:00", "9:00"), ("a: 0x1f", "0x1f"), ("a: true", True)],
)
def test_yaml_means_what_json_does(text, value):
    assert read_yaml(text) == {"a": value}


@pytest.mark.parametrize(
    "text",
    [BOMB, "a: 1\na: 2\n", "1: a\n", "[" * 100 + "]" * 100, "? [a]\n: b\n"],
    ids=["bomb", "twice", "a number as a name", "depth", "a list as a name"],
)
def test_what_yaml_can_hide_is_refused_in_words(text):
    with pytest.raises(BadFile, match=r"\w+ .*\."):
        read_yaml(text)


@pytest.mark.parametrize("text", ["a: !!python/name:os.system x", "a: !!binary eA==", "a: !!timestamp 2026-01-31"])
def test_a_tag_makes_nothing(text):
    with pytest.raises((KeyError, yaml.YAMLError)):
        read_yaml(text)


def test_a_name_written_twice_in_json_is_refused():
    with pytest.raises(BadFile, match="deux fois"):
        read_json(json.dumps({"a": 1})[:-1] + ', "a": 2}')
