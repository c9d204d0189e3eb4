"""Of two lists of one name in cues.yml the second would silently take the first one's place."""

import ast

import yaml

from nlu.reading.cues import CUES, words


def test_no_name_stands_twice() -> None:
    document = yaml.compose(CUES.read_text("utf-8"))
    sections = [document, *(value for _, value in document.value if isinstance(value, yaml.MappingNode))]
    for section in sections:
        names = [key.value for key, _ in section.value]
        assert sorted(names) == sorted(set(names))


def test_every_name_that_the_code_gives_stands_in_the_file() -> None:
    named = {"listed", "words_of", "find"}
    calls = [
        call
        for path in (CUES.parents[2] / "nlu").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in named
        if isinstance(call.func.value, ast.Name) and call.func.value.id in ("cues", "reading", "part", "rest")
    ]
    given = {
        one.value
        for call in calls
        for one in call.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    content = words()
    known = {*content, *content["cues"], *content["rule_cues"]}
    assert len(given) > 100
    assert sorted(given - known) == []
