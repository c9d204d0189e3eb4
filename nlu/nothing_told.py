"""A first message that only says that something is wrong with a system: what happens is still to be asked
(pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import OPENS
from nlu.reading import cues
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.reading.words import covered

_SAY_NOTHING = (
    "trouble_words", "trouble_verbs", "time_words", "others_words", "weekdays", "small_words", "whose",
    "lead_words", "hollow_words", "articles", "belongs", "near_words", "joining_words", "leading_on",
    "one_service", "workplaces", "copulas", "called_so",
)  # fmt: skip
_PARTED = ",.;!?"
_INTRODUCES = 6  # words of `sou servidora há 38 anos`
_CUES = ("greeting", "thanks", "yes", "asks_kindly", "open_verb", "wish", "ticket", "apology", "own")


def only_the_system(reading: Reading, commands: list[Command]) -> list[Command]:
    """`tô com um problema no SEI desde ontem`: the wish and the system, and no text."""
    named = {s.code for s in reading.chosen_services if not s.denied}
    if reading.pending != "none" or OPENS not in commands or len(named) != 1 or not only_trouble(reading):
        return commands
    return [c for c in commands if c.get("slot") != "description"]


def only_trouble(reading: Reading) -> bool:
    """Whether no word tells more than that something is wrong, with what, whose it is and since when."""
    words, nothing = reading.said.words, cues.listed(*_SAY_NOTHING)
    troubles = {i for i, word in enumerate(words) if word.said in cues.listed("trouble_words")}
    if any(troubles.isdisjoint(range(hit.first, hit.after)) for hit in reading.cues.get("symptom", ())):
        return False  # `não abre` is no `abre um chamado`
    skipped = (
        reading.words_of(*_CUES) | covered((*reading.services, *reading.addresses)) | _introduced(reading)
    )
    told = "open_verb" in reading.cues or bool(troubles)
    times = {
        i
        for i, word in enumerate(words[:-1])
        if word.said.isdigit() and words[i + 1].said in cues.listed("time_words")
    }
    return told and all(
        i in skipped or i in times or w.is_mark or w.said in nothing or w.meant in nothing
        for i, w in enumerate(words)
    )


def only_describes(reading: Reading) -> bool:
    """`não sei o nome, é onde faço a nota`, `aquele que tem a tela preta`: what the system is instead of its
    name, and nothing that fails in it or is wished; a no says only that its name is not known."""
    if "instead_of_name" not in reading.cues or any(s.code != OTHER for s in reading.services):
        return False
    words, tells = reading.said.words, cues.listed("trouble_verbs", "copulas")
    wrong = reading.words_of("still_broken", "wish", "open_verb", "without", "down")
    for hit in reading.cues.get("symptom", ()):
        at = hit.first - 1
        while at > 0 and words[at].said in cues.listed("articles"):
            at -= 1
        seen = hit.phrase in cues.listed("looks_so") and not (at >= 0 and words[at].said in tells)
        wrong |= set() if seen else set(range(hit.first, hit.after))
    wrong |= {i for i, word in enumerate(words) if word.said in cues.listed("trouble_words", "goes_wrong")}
    unknown = reading.words_of("skip", "service_other", "ordinary_sei")
    fails = reading.words_of("no") - unknown
    names_none = {i for i in fails if i + 1 < len(words) and words[i + 1].said in cues.listed("no_fault")}
    return not wrong and fails <= names_none


def _introduced(reading: Reading) -> set[int]:
    """`meu nome é Ana Lima`, `sou servidora há 38 anos`: up to the mark or the `e` behind it."""
    found: set[int] = set()
    for hit in reading.cues.get("introduces", ()):
        at = hit.first
        while at < min(len(reading.said.words), hit.first + _INTRODUCES) and not (
            reading.said.words[at].said in _PARTED or cues.is_joiner(reading.said, at)
        ):
            at += 1
        run = set(range(hit.first, at))
        wrong = any(reading.said.words[i].said in cues.listed("trouble_words") for i in run)
        found |= set() if wrong else run
    return found
