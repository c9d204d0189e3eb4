"""The services that are understood are those of the ticket store's catalogue."""

import yaml

from nlu.normalise import fold
from nlu.vocabulary import CATALOGUE, EVERYDAY, VOCABULARY, names, render


def test_the_vocabulary_is_what_the_catalogue_gives() -> None:
    assert VOCABULARY.read_text("utf-8") == render(), "run: .venv-rasa/bin/python -m nlu.vocabulary"


def test_every_service_but_the_everyday_ones_can_be_named() -> None:
    catalogue = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    listed = {fold(name) for name in names(catalogue)}
    for service in catalogue["services"]:
        known = {fold(str(name)) for name in (service["name"], service["code"], *service.get("aliases", ()))}
        assert bool(service.get("everyday")) != bool(known & listed), service["code"]


def test_everyday_words_are_still_in_the_catalogue() -> None:
    """A word that left the catalogue must leave this list too."""
    catalogue = yaml.safe_load(CATALOGUE.read_text("utf-8"))
    known = {
        fold(str(name))
        for service in catalogue["services"]
        for name in (service["name"], service["name"].split(" (")[0], service["code"], *service["aliases"])
    }
    assert known >= EVERYDAY
