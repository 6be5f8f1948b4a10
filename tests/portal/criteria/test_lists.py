"""Rows moved, put in groups and taken out of them: what is in a group goes with it, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from portal.criteria.editor.lists import changed, moves


def rows(text):
    """« a G[b c] d » as rows: capitals are groups, brackets their lines."""
    found, level = [], 0
    for letter in text:
        if letter in "[]":
            level += 1 if letter == "[" else -1
        elif letter != " ":
            kind = "any" if letter.isupper() else "fact"
            found.append({"here": ["1"], "level": [str(level)], "kind": [kind], "fact": [letter]})
    return found


def levels_shown(some):
    return [(row["fact"][0] if "fact" in row else "new", int(row["level"][0])) for row in some]


def after(text, button):
    return levels_shown(changed(rows(text), button))


def test_a_group_moves_with_its_lines():
    assert after("a G[bc] d", "up-1") == levels_shown(rows("G[bc] a d"))
    assert after("a G[bc] d", "down-1") == levels_shown(rows("a d G[bc]"))
    assert after("a G[bc] d", "up-4") == levels_shown(rows("a d G[bc]"))
    assert after("G[bc] H[d]", "down-0") == levels_shown(rows("H[d] G[bc]"))


def test_a_line_stays_in_its_group_until_it_is_taken_out():
    assert after("G[bc] d", "up-1") == levels_shown(rows("G[bc] d"))
    assert after("G[bc] d", "down-2") == levels_shown(rows("G[bc] d"))
    assert after("G[bc] d", "out-1") == levels_shown(rows("G[c] b d"))
    assert after("G[H[bc] d] e", "out-1") == levels_shown(rows("G[d] H[bc] e"))


def test_a_line_goes_into_the_group_above_it():
    assert after("G[b] c", "in-2") == levels_shown(rows("G[bc]"))
    assert after("G H[b]", "in-1") == levels_shown(rows("G[H[b]]"))


def test_a_group_removed_takes_its_lines():
    assert after("a G[bc] d", "remove-1") == levels_shown(rows("ad"))


def test_what_is_added_at_the_end_is_in_no_group():
    assert after("G[b]", "add") == [*levels_shown(rows("G[b]")), ("new", 0)]
    assert after("G[b]", "add-0") == [("G", 0), ("new", 1), ("b", 1)]
    assert after("G[b]", "add-1") == [("G", 0), ("b", 1), ("new", 1)]
    assert after("", "add") == [("new", 0)]


def test_only_what_does_something_is_offered():
    assert moves(rows("a"), 0) == frozenset()
    assert moves(rows("a G[bc] d"), 1) == {"up", "down"}
    assert moves(rows("a G[bc] d"), 2) == {"down", "out"}
    assert moves(rows("a G[bc] d"), 4) == {"up", "in"}
    assert moves(rows("a b"), 1) == {"up"}


trees = st.recursive(st.just("a"), lambda inner: st.lists(inner, max_size=3).map(lambda some: f"G[{''.join(some)}]"))
buttons = st.tuples(st.sampled_from(["up", "down", "in", "out"]), st.integers(0, 12))


@given(st.lists(trees, max_size=4).map("".join), st.lists(buttons, max_size=6))
def test_moves_lose_nothing_and_leave_no_line_without_a_group(text, pressed):
    some = rows(text)
    for rank, row in enumerate(some):
        row["fact"] = [str(rank)]
    before = sorted(row["fact"][0] for row in some)
    for name, rank in pressed:
        if rank < len(some) and name in moves(some, rank):
            some = changed(some, f"{name}-{rank}")
    assert sorted(row["fact"][0] for row in some) == before
    levels = [int(row["level"][0]) for row in some]
    for rank, level in enumerate(levels):
        if level:
            head = next(one for one in range(rank - 1, -1, -1) if levels[one] < level)
            assert levels[head] == level - 1 and some[head]["kind"] == ["any"]
