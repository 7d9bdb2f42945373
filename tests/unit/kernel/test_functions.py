"""Functions need other functions, all the way."""

from app.kernel.functions import Function, closure, effective

FUNCTIONS = {
    function.code: function
    for function in (
        Function("a.read", "A", "S"),
        Function("b.read", "B", "S", needs=frozenset({"a.read"})),
        Function("c.write", "C", "S", needs=frozenset({"b.read"}), also=frozenset({("x", "y")})),
    )
}


def pairs(*codes):
    return {FUNCTIONS[code].pair for code in codes}


def test_code_is_the_pair():
    assert FUNCTIONS["c.write"].pair == ("can_write", "c")
    assert FUNCTIONS["c.write"].grants == {("can_write", "c"), ("x", "y")}


def test_closure_takes_what_is_needed_along():
    assert closure(["c.write"], FUNCTIONS) == {"a.read", "b.read", "c.write"}
    assert closure([], FUNCTIONS) == frozenset()


def test_function_without_what_it_needs_has_no_effect():
    assert effective(pairs("b.read", "c.write"), FUNCTIONS) == frozenset()
    assert effective(pairs("a.read", "c.write"), FUNCTIONS) == {"a.read"}


def test_whole_chain_works():
    assert effective(pairs("a.read", "b.read", "c.write"), FUNCTIONS) == set(FUNCTIONS)


def test_unknown_pairs_are_ignored():
    assert effective({("can_read", "nothing")}, FUNCTIONS) == frozenset()
