"""A message in its place -> commands: the likeliest atoms get their values, then the rules of turns.md
settle them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ground.notation import Command, Turn
from ground.understood import Understood
from nlu import apart, lessons, parts, phrases, segments
from nlu import atoms as names
from nlu.address_in_part import PUTS_RIGHT, put_right
from nlu.alike import FEW, Seen
from nlu.at_the_summary import more_told
from nlu.atom_model import AtomModel, Options
from nlu.atom_model import Reading as AtomReading
from nlu.beside import understood
from nlu.edits import explicit_edit
from nlu.features import SentenceFeatures, WordFeatures, fitted_words
from nlu.in_place import OPENS, continues, doubtful, in_its_place
from nlu.intent_model import IntentModel
from nlu.interpretation import KIND_NAMES, PENDINGS, UNCLEAR, Interpretation
from nlu.more_than_one import chosen, may_say_more, says_all
from nlu.normalise import normalise, unmarked
from nlu.own_process import OwnProcess
from nlu.pending import KINDS, kind
from nlu.plainly import said_plainly
from nlu.questions import asked_of_the_new, only_told, questions
from nlu.questions import rest as rest_of
from nlu.reading.asking import Asking
from nlu.reading.literal import quotations
from nlu.reading.services import Finder
from nlu.reading.texts import TextModel
from nlu.reading.turn import Reading
from nlu.settle import settle
from nlu.settled import more_or_new
from nlu.signs import Signs
from nlu.spelling import Speller
from nlu.sureness import (
    OPENING,
    TELLS,
    acts,
    begins_as_question,
    enough,
    goes_no_further,
    is_question,
    is_refusal,
    may_leave_out,
    needed,
    one_value,
    only_value,
    plain_courtesy,
    plain_refusal,
    says_nothing,
    sure_value,
    takes_the_offer,
    unheard,
)
from nlu.telling import content, without_own_address
from nlu.two_problems import as_two
from nlu.yes_and_change import is_told


class Interpreter:
    def __init__(
        self,
        intents: IntentModel,
        words: WordFeatures,
        sentences: SentenceFeatures,
        model: AtomModel,
        texts: TextModel,
        finder: Finder,
        restore: Any = str.lower,
        is_word: Callable[[str], bool] | None = None,
    ) -> None:
        self._restore = restore
        self._is_word = is_word
        self.intents = intents
        self._words = words
        self._sentences = sentences
        self._model = model
        self._texts = texts
        self._finder = finder
        self._signs = Signs()

    @classmethod
    def fit(
        cls,
        turns: Sequence[Turn],
        restored: Sequence[str],
        intents: IntentModel,
        folder: Path,
        options: Options = Options(),
        encode: Any = None,
        restore: Any = str.lower,
    ) -> Interpreter:
        """restored: the texts of the turns as spelling.Speller has them."""
        asking = OwnProcess(lambda: Asking.fit(turns))
        try:
            learnt = cls._learnt(turns, restored, intents, folder, options, encode)
        except BaseException:
            asking.stop()  # or it would wait for ever to be heard
            raise
        return cls(intents, *learnt, Finder(asking.result()), restore)

    @staticmethod
    def _learnt(
        turns: Sequence[Turn],
        restored: Sequence[str],
        intents: IntentModel,
        folder: Path,
        options: Options,
        encode: Any,
    ) -> tuple[WordFeatures, SentenceFeatures, AtomModel, TextModel]:
        finder = Finder()
        readings = [Reading(turn.text, turn.state, finder) for turn in turns]
        words, rows = fitted_words(tuple(map(normalise, restored)))
        sentences = SentenceFeatures(1.0)
        vectors = (encode or sentences.encode)([unmarked(text) for text in restored])
        if vectors is not None:
            sentences.fit(vectors)
        signs = lessons.signs(turns)
        seen = observe(readings, restored, intents, words, sentences, lambda _: vectors, signs, rows)
        labels = [label(turn) for turn in turns]
        model = AtomModel.fit(seen, [turn.pending for turn in turns], labels, options)
        return words, sentences, model, lessons.texts(turns, folder)

    def read(self, text: str, restored: str, state: dict[str, Any]) -> Interpretation:
        return self.read_all([(text, restored, state)])[0]

    def understood(self, text: str, restored: str, state: dict[str, Any]) -> Understood:
        read = self.read(text, restored, state)
        reading = Reading(text, state, self._finder)
        told = understood(reading, read, self._is_word)
        fact = is_told(reading, read.commands)
        asked, rest = ([], "") if fact else (questions(reading), rest_of(reading))
        if asked and (rest or len(asked) > 1):
            alone = self.read_all([(one, self._restore(one), state) for one in (rest, *asked)])
            said = [one.commands for one in alone]
        else:
            said = [[], read.commands]
        each = [
            {"text": one, "meant": self._restore(one), "commands": c}
            for one, c in zip(asked, said[1:], strict=False)
            if c != [{"command": "social", "kind": "greet"}]  # `oi, td bem?`
        ]
        beside = only_told(Reading(rest, state, self._finder), said[0]) if rest else []
        return replace(told, questions=each, beside=beside, meant=restored, asked=told.asked or bool(asked))

    @staticmethod
    def _confirmed(reading: Reading, read: Interpretation) -> Interpretation:
        """A yes of one part of a message that the whole puts in doubt is none."""
        said = names.atoms(read.commands)
        if "affirm" not in said or not doubtful(reading, said):
            return read
        rest = [command for command in read.commands if command["command"] != "affirm"]
        return Interpretation(rest or [{"command": UNCLEAR}], read.share, True, [])

    def read_all(
        self, messages: Sequence[tuple[str, str, dict[str, Any]]], encode: Any = None, restore: Any = None
    ) -> list[Interpretation]:
        """(text, restored, state) each; `restore`: for the parts of a message that is read in two."""
        spell = restore or self._restore
        readings = [Reading(text, state, self._finder) for text, _, state in messages]
        found = self._whole(readings, [restored for _, restored, _ in messages], encode)
        found = self._with_address(readings, found, encode)
        whole = found
        found = self._two_problems(readings, whole)
        single = [one is other for one, other in zip(found, whole, strict=True)]
        found = self._in_parts(readings, found, single, spell, encode)
        return self._parted(readings, more_or_new(readings, found))

    def _in_parts(
        self,
        readings: Sequence[Reading],
        found: list[Interpretation],
        single: Sequence[bool],
        spell: Any,
        encode: Any,
    ) -> list[Interpretation]:
        """`sim. e demora quanto?`: what is said first and what stands behind it are read alone, too."""
        splits = [
            (number, split)
            for number, (reading, read) in enumerate(zip(readings, found, strict=True))
            if single[number] and not says_all(read)
            for split in segments.splits(reading)
        ]
        asked, told = [], []
        for number, split in splits:
            state = readings[number].state
            behind = Reading(split.right, state, self._finder)
            if may_say_more(found[number], behind):
                first = Reading(split.left, state, self._finder)
                asked += [first, behind, Reading(split.right, parts.afterwards(first), self._finder)]
                told.append((number, split))
        if not told:
            return found
        read = self._whole(asked, [spell(one.text) for one in asked], encode, part=True)
        likely: dict[int, list[tuple[parts.Part, parts.Part]]] = {}
        for at, (number, split) in enumerate(told):
            left, *right = (parts.Part(asked[n], read[n], split.by) for n in range(3 * at, 3 * at + 3))
            likely.setdefault(number, []).extend((left, one) for one in right)
        result = list(found)
        for number, pairs in likely.items():
            result[number] = self._confirmed(readings[number], chosen(readings[number], found[number], pairs))
        return result

    def _parted(self, readings: Sequence[Reading], found: list[Interpretation]) -> list[Interpretation]:
        return [
            replace(read, commands=apart.parted_last(apart.also_two(reading, said, self._finder)))
            for reading, read in zip(readings, found, strict=True)
            for said in [asked_of_the_new(reading, in_its_place(reading, read.commands))]
        ]

    def _two_problems(self, readings: Sequence[Reading], found: list[Interpretation]) -> list[Interpretation]:
        """Where it is said that they are two, each is a ticket of its own."""
        result = list(found)
        for number, reading in enumerate(readings):
            if both := as_two(reading, found[number].commands):
                result[number] = Interpretation(both, found[number].share, True, [])
        return result

    def _with_address(
        self, readings: Sequence[Reading], found: list[Interpretation], encode: Any
    ) -> list[Interpretation]:
        """What is told before `meu e-mail é x@y`, or around what puts a known address right, is read alone,
        and the address is added to it."""
        at, rests, told = [], [], []
        for number, reading in enumerate(readings):
            said = found[number].commands
            given = any(
                c["command"] in {"stop", "start"} or (c.get("slot") == "email" and c.get("value"))
                for c in said
            )
            where = kind(reading.pending) in {"none", "service"} or reading.pending == "description"
            if not (given or quotations(reading.said)) and (right := put_right(reading)):
                at.append(number)
                rests.append(Reading(right.rest, reading.state, self._finder))
                told.append(right.command)
            elif where and (rest := without_own_address(reading)):
                at.append(number)
                rests.append(Reading(rest, reading.state, self._finder))
                told.append({"command": "set", "slot": "email", "value": reading.addresses[0].value})
        if not at:
            return found
        result = list(found)
        alone = self._whole(rests, [self._restore(one.text) for one in rests], encode)
        for number, address, rest, read in zip(at, told, rests, alone, strict=True):
            reading = readings[number]
            kept = [c for c in read.commands if c.get("slot") != "email" and c["command"] != "social"]
            if reading.pending in PUTS_RIGHT:
                kept = kept if rest.text else []
                wishes = any(c["command"] == "start" for c in kept)  # `…, e quero abrir outro do siape`
                heard = (*BESIDE_IT, "start", "choose") if wishes else BESIDE_IT
                sure = [c for c in kept if c["command"] in heard]
                sure = [c for c in sure if c.get("how") != "add" or read.share >= SURE_ADDED]
                both = [address, *sure] if wishes else [*sure, address]
                result[number] = Interpretation(both, 1.0, sure != kept, [])
            elif OPENS in kept or (reading.pending != "none" and any(c["command"] == "set" for c in kept)):
                result[number] = Interpretation([*kept, address], read.share, read.unsure, [])
        return result

    def _whole(
        self, readings: Sequence[Reading], restored: Sequence[str], encode: Any = None, part: bool = False
    ) -> list[Interpretation]:
        """part: of a message, whose intent says too little."""
        seen = observe(readings, restored, self.intents, self._words, self._sentences, encode)
        scores = self._model.scores(seen)
        return [
            decided if part else self._or_intent(reading, decided, shares**2, row)
            for reading, row, shares in zip(readings, scores, seen.intents, strict=True)
            for decided in [self._decide(reading, row)]
        ]

    def _or_intent(
        self, reading: Reading, read: Interpretation, shares: np.ndarray, scores: np.ndarray
    ) -> Interpretation:
        """Where nothing is pending and the turns leave it open, a sure intent decides: it has learnt from
        many more first messages. What the turns hardly believe is begun by no intent alone.
        """
        best = int(np.argmax(shares))
        atom = phrases.atom(self.intents.intents[best])
        bare = all(command["command"] == "set" for command in read.commands) and atom == "start:open_ticket"
        open_ = read.unsure and read.commands == [{"command": UNCLEAR}]
        if atom == "social:goodbye" and not {"goodbye", "thanks"} & set(reading.cues):
            return read  # `e só de manhã` after a ticket: no leave-taking
        asks = atom is not None and atom.startswith("ask:") and is_question(reading)
        if reading.shown and atom is not None and not (atom.startswith(("start:", "social:")) or asks):
            return read  # beside a ticket `o banco quer o papel até quarta` is of it, and not out of scope
        if atom is None or not (open_ or (bare and reading.pending == "none" and not only_value(reading))):
            return read
        again = reading.pending in OPENING and ("open_verb" in reading.cues or continues(reading))
        back = reading.pending == "confirm_open" and ("asks_anew" in reading.cues or continues(reading))
        again = again or (back and content(reading) < TELLS)
        there = (
            reading.pending == "none"
            or (again and atom == "start:open_ticket")
            or (reading.pending == "news_question" and atom == "start:add_ticket_information")
        )
        if not there:
            return read
        if shares[best] < SURE_INTENT or reading.said.count < 2:
            return read
        if atom.startswith("start:") and not self._model.likeliest(scores, atom, LIKELY_START):
            return read
        if read.alternatives and read.alternatives[0][0].get("flow") in phrases.BEYOND:
            return Interpretation(read.alternatives[0], read.share, True, [])
        for likely in read.alternatives:
            started = {names.atom(c) for c in likely if c["command"] == "start"}
            alike = bool(started) and all(one.startswith(atom) for one in started)
            if alike and not unheard(reading, likely):
                return Interpretation(likely, float(shares[best]), True, [])
        if atom == "start:open_ticket" and ("symptom" not in reading.cues or "no_ticket" in reading.cues):
            return read
        said = frozenset({atom})
        if atom.startswith("start:"):
            said |= {"set:service"} if reading.chosen_services else set()
            said |= {names.REFERENCE} if reading.references else set()
            tells = "symptom" in reading.cues or not begins_as_question(reading)
            said |= {names.TEXT} if tells and atom == "start:open_ticket" else set()
            said |= {"set:email"} if reading.addresses else set()
        commands = self._settled(reading, said)
        if not commands or unheard(reading, commands):
            return read
        return Interpretation(commands, float(shares[best]), True, read.alternatives)

    def _settled(self, reading: Reading, atoms: frozenset[str]) -> list[Command]:
        return settle(reading, atoms, self._texts.spans(reading, atoms) if names.name_text(atoms) else [])

    def _decide(self, reading: Reading, scores: np.ndarray) -> Interpretation:
        if not reading.said.words:
            return Interpretation([{"command": UNCLEAR}], 0.0, True, [])
        if plainly := said_plainly(reading):
            return plainly
        read = [
            self._completed(reading, one, scores) for one in self._model.read(scores, reading.pending, MOST)
        ]
        candidates = [(self._settled(reading, one.atoms), one) for one in read]
        candidates = [one for one in candidates if not unheard(reading, one[0])] or candidates
        likeliest = candidates[0][1]
        if plain := plain_refusal(reading, read):
            return Interpretation([{"command": plain}], read[0].share, True, [])
        for commands, one in candidates:
            if not one.atoms >= likeliest.atoms:
                continue
            share = sum(other.share for said, other in candidates if said == commands)
            alike = [other for _, other in candidates if acts(other.atoms) == acts(one.atoms)]
            agreed = sum(other.share for other in alike)
            if self._is_sure(reading, commands, one, share if one is likeliest else agreed, share):
                return Interpretation(commands, share, share < 0.5, [])
            fixed = kind(reading.pending) in {"yes_no", "change"} or not candidates[0][0]
            if fixed or acts(one.atoms) != acts(likeliest.atoms):
                break  # a fuller reading of the same act may be taken where it is confirmed afterwards
        if candidates[0][0] and sure_value(reading, read):
            return Interpretation(candidates[0][0], read[0].share, True, [])
        refusals = [(said, one) for said, one in candidates if is_refusal(said)]
        least = SURE_REFUSAL if goes_no_further(reading) else SURE_NO
        if refusals and refusals[0][1] is read[0] and sum(one.share for _, one in refusals) >= least:
            return Interpretation(refusals[0][0], refusals[0][1].share, True, [])
        for commands, _ in candidates:
            if (
                reading.urgency not in (None, "normal")
                and reading.pending == "confirm_open"
                and one_value(commands, "urgency")
            ):
                return Interpretation(commands, read[0].share, True, [])  # shown, and asked again
        if edited := explicit_edit(reading):
            return Interpretation([edited], read[0].share, True, [])
        others = [c for c, _ in candidates if c and c != [{"command": UNCLEAR}] and not says_nothing(c)][:2]
        if plain := plain_courtesy(reading, others):
            return Interpretation(plain, read[0].share, True, [])
        if takes_the_offer(reading, others):
            return Interpretation([{"command": "affirm"}], read[0].share, True, [])
        if more := more_told(reading, others):
            return Interpretation(more, read[0].share, True, others[1:])  # shown, and asked again
        first = sum(one.share for said, one in candidates if said == candidates[0][0])
        return Interpretation([{"command": UNCLEAR}], first, True, others)

    @staticmethod
    def _is_sure(
        reading: Reading, commands: list[Command], one: AtomReading, share: float, same: float
    ) -> bool:
        """Whether these commands may be carried out: believed, and nothing of weight left out. same: the
        share of all that comes to these very commands.
        """
        return (
            bool(commands)
            and share >= needed(reading, commands)
            and max(one.belief, same) >= enough(reading, commands)
            and one.left <= may_leave_out(reading, commands)
            and not unheard(reading, commands)
        )

    def _completed(self, reading: Reading, one: AtomReading, scores: np.ndarray) -> AtomReading:
        """A symptom told with the wish for a ticket is its description; a system that fails is told,
        not asked about, without a question; a ticket alone, named first in a conversation, is named for
        something: a question about it, or a wish.
        """
        if STATUS in one.atoms and not is_question(reading) and "symptom" in reading.cues:
            said = (one.atoms - {STATUS}) | {"start:open_ticket", names.TEXT}
            return AtomReading(said, one.share, one.belief, one.left)
        if "start:rate_service" in one.atoms and "still_broken" in reading.cues:
            return AtomReading(one.atoms | {names.TEXT}, one.share, one.belief, one.left)
        opens = "start:open_ticket" in one.atoms or (
            reading.pending == "service" and "set:service" in one.atoms
        )
        edits = any(atom.startswith("edit:") for atom in one.atoms)
        about = reading.pending == "none" and bool(reading.chosen_services) and content(reading) >= TELLS
        about = about and "open_verb" not in reading.cues and not is_question(reading)
        told = "symptom" in reading.cues or about
        if opens and told and names.TEXT not in one.atoms and not edits:
            return AtomReading(one.atoms | {names.TEXT}, one.share, one.belief, one.left)
        if reading.pending != "none" or not one.atoms or not one.atoms <= {names.REFERENCE, names.THAT}:
            return one
        shown = reading.state.get("listed") or reading.state.get("last")
        asks = "question" in reading.cues or "deadline" in reading.cues
        more = self._model.likeliest(scores, "ask:ticket:", 0.15) if shown and asks else None
        if more is None and not shown:
            more = self._model.likeliest(scores, "start:", 0.15)
        return AtomReading(one.atoms | {more}, one.share, one.belief, one.left) if more else one

    def save(self, folder: Path) -> None:
        """The text model is in `folder` already: it was trained into it. Intents are kept in a folder of
        their own.
        """
        self._words.save(folder)
        self._sentences.save(folder)
        self._model.save(folder)
        if self._finder.asking:
            self._finder.asking.save(folder)
        (folder / "intents").mkdir(exist_ok=True)
        self.intents.save(folder / "intents")

    @classmethod
    def load(cls, folder: Path) -> Interpreter:
        """A part of a message is restored as the whole was."""
        speller = Speller.load(folder / "spelling") if (folder / "spelling").exists() else None
        return cls(
            IntentModel.load(folder / "intents"),
            WordFeatures.load(folder),
            SentenceFeatures.load(folder),
            AtomModel.load(folder),
            TextModel.load(folder),
            Finder(Asking.load(folder)),
            speller.restore if speller else str.lower,
            speller.is_word if speller else None,
        )


MOST = 6
"""Sets of atoms that are looked at: what some of them come to is often the same."""
SURE_REFUSAL, SURE_NO = 0.3, 0.45
SURE_ADDED = 0.3  # belief in more of a text told beside an address that is put right
BESIDE_IT = ("edit", "set", "correct", "ask")
"""What else is taken of a message that puts an address right."""
STATUS = "start:service_status"
SURE_INTENT = 0.6
"""Probability of an intent from which it decides what the turns leave open."""
LIKELY_START = 0.35
"""What the turns give a wish, from which the intent alone may begin it."""


def label(turn: Turn) -> tuple[frozenset[str], frozenset[str]]:
    said = names.atoms(turn.readings[0])
    might = frozenset(atom for reading in turn.readings[1:] for atom in names.atoms(reading)) - said
    return said, might


def observe(
    readings: Sequence[Reading],
    restored: Sequence[str],
    intents: IntentModel,
    words: WordFeatures,
    sentences: SentenceFeatures,
    encode: Any = None,
    signs: np.ndarray | None = None,
    rows: Any = None,
) -> Seen:
    """signs, and rows of `words`: of these readings, where they are known already."""
    if rows is None:
        normalised = [normalise(text) for text in restored]
        rows = words.rows(normalised) if len(normalised) <= FEW else words.transform(normalised)
    raw = (encode or sentences.encode)([unmarked(text) for text in restored])
    scaled = (
        sentences.scale(raw)
        if sentences.fitted and raw is not None
        else np.zeros((len(readings), 1), np.float32)
    )
    shares = np.sqrt(intents.probabilities(list(restored), raw))
    return Seen(
        rows * (1 / np.sqrt(3)),
        scaled.astype(np.float32),
        shares.astype(np.float32),
        Signs().rows(readings) if signs is None else signs,
        np.array(
            [PENDINGS.index(r.pending) if r.pending in KINDS else PENDINGS.index("none") for r in readings]
        ),
        np.array([KIND_NAMES.index(kind(r.pending)) for r in readings]),
    )
