"""Problems are fit for terminals and logs, whatever the file that they speak of is named."""

from vbranch.branch.problems import BranchError, Problem, errors, warning


def test_control_characters_and_lone_surrogates_are_shown_and_do_not_act() -> None:
    problem = Problem("a\x1b[2J.glb", "line\nfeed \ud800", "雪 \u202e")
    assert problem.where == r"a\x1b[2J.glb"
    assert problem.what == r"line\nfeed \ud800"
    assert problem.remedy == r"雪 \u202e"
    str(problem).encode("utf-8")


def test_an_error_says_all_its_problems_and_warnings_are_told_apart() -> None:
    bad, odd = Problem("a", "b", "c"), warning("d", "e", "f")
    assert errors([bad, odd]) == (bad,)
    assert str(BranchError([bad, odd])) == "a: b; c\nd: e; f"
