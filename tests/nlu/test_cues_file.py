"""Of two lists of one name in cues.yml the second would silently take the first one's place."""

import yaml

from nlu.reading.cues import CUES


def test_no_name_stands_twice() -> None:
    document = yaml.compose(CUES.read_text("utf-8"))
    sections = [document, *(value for _, value in document.value if isinstance(value, yaml.MappingNode))]
    for section in sections:
        names = [key.value for key, _ in section.value]
        assert sorted(names) == sorted(set(names))
