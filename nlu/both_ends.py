"""Where a text begins and ends: without what joins it to the talk before, and with an end that was cut off
(pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.edits import SHOWN
from nlu.in_place import THAT
from nlu.reading import cues
from nlu.reading.turn import REQUESTS, Reading
from nlu.reading.words import Said, covered
from nlu.telling import without_lead

_EARLY, _PERSON = 6, 10  # words before it points at somebody; words that name him
_ORDERS = ("add", "complement_verb", "for_the_team", "notices", "tells_them")
_AROUND = ("lead_in", "put_there", "greeting", "thanks", "asks_kindly", "yes")
_PUTS = ("exchange", "wrong", "right_is", "is_missing", "to_put", "can_you", "would_you", "keep_only")
_SMALL = ("small_words", "hollow_words", "lead_words", "announcing_words", "telling_words", "belongs")


def of_whom(reading: Reading, commands: list[Command]) -> list[Command]:
    """`um chamado pra minha colega a Ana, ela está sem acesso`: whom the problem's first `ela` points at
    stays in its text."""
    told = [c for c in commands if c["command"] == "set" and c.get("slot") == "description"]
    at = reading.text.find(str(told[0]["value"])) if len(told) == 1 else -1
    said, points = reading.said, cues.listed("others_own", "somebody")
    first = next((i for i, word in enumerate(said.words) if word.start >= at), 0)
    pointing = [i for i in range(first, len(said.words)) if said.words[i].said in points]
    if at < 0 or not pointing or pointing[0] - first > _EARLY:
        return commands
    towards = cues.listed("towards")
    begins = [i + 1 for i in range(first) if {said.words[i].said, said.words[i].meant} & towards]
    begins += [hit.after for hit in reading.cues.get("in_the_name_of", ()) if hit.after < first]
    begins = [i for i in begins if _is_somebody(said, i, first)]
    if not begins or any(_is_somebody(said, i, pointing[0]) for i in range(first, pointing[0])):
        return commands
    whole = said.text[said.words[begins[-1]].start : at] + str(told[0]["value"])
    return [{**c, "value": whole} if c is told[0] else c for c in commands]


def _is_somebody(said: Said, first: int, after: int) -> bool:
    """A few words that name a person, by what they are to somebody or by a name, and no `eu` or verb of
    telling."""
    words = [word for word in said.words[first:after] if not word.is_mark]
    people = cues.listed("others_words", "first_names")
    speaks = cues.listed("of_oneself", "telling_words") - cues.listed("whose")
    named = any(w.said in people or said.text[w.start].isupper() for w in words)
    return 0 < len(words) <= _PERSON and named and not any(w.meant in speaks for w in words)


def behind_its_que(reading: Reading, commands: list[Command]) -> list[Command]:
    """`esqueci de falar que isso é desde que trocaram o relógio`, `põe que só falha em cores`: what is to be
    added begins behind the first `que`, and no word of it is cut; nothing before it is part of it, and what
    stands in it (`no segundo andar`) names no ticket."""
    at = _announced(reading)
    values = [c for c in commands if c["command"] in ("set", "correct") and c.get("slot") != "information"]
    if at is None or values:  # `põe que é urgente, a multa vence amanhã`
        return commands
    named = any(one.first < at for one in reading.references)
    tells = any(c.get("slot") == "information" for c in commands)
    told = [_from(reading, at, c) for c in commands]
    return [THAT if c["command"] == "choose" and tells and not named else c for c in told]


def from_its_beginning(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o ramal é 3344`, `é o SEI oficial`: what is added to a text that is shown begins with its clause,
    where no word before it asks for that."""
    if reading.pending not in SHOWN:
        return commands
    told = [_whole_clause(reading, c) for c in commands]
    return [{**c, "text": without_lead(str(c["text"]))} if c.get("how") == "add" else c for c in told]


def _whole_clause(reading: Reading, command: Command) -> Command:
    said, told = reading.said, str(command.get("text") or "")
    at = reading.text.find(told)
    if command["command"] != "edit" or command.get("how") != "add" or at < 0 or not told:
        return command
    first = next((i for i, word in enumerate(said.words) if word.start >= at), 0)
    begins = next((c.first for c in reading.clauses if c.first <= first < c.after), first)
    while begins < first and (said.words[begins].is_mark or cues.is_joiner(said, begins)):
        begins += 1
    asks = reading.words_of(*REQUESTS, *_ORDERS, *_AROUND, *_PUTS)
    joins = cues.listed("lead_words", "joining_words", "text_lead")
    joins -= cues.listed("articles", "belongs", "whose", "name_places")
    tells, told_before = cues.listed("telling_words"), False
    for i in range(begins, first):
        word = said.words[i]
        if told_before and cues.is_joiner(said, i):
            continue
        joint = word.meant in joins and not cues.is_copula(said, word)
        if i in asks or word.is_mark or word.meant in tells or (joint and not told_before):
            return command
        told_before = told_before or cues.is_content(word)
    return {**command, "text": reading.text[said.words[begins].start : at] + told}


def _announced(reading: Reading) -> int | None:
    """The word behind a `que` before which it is only said that something is to be told, and where."""
    words, that = reading.said.words, cues.listed("which_is")
    que = next((i for i, word in enumerate(words) if word.meant in that), None)
    if not que or que + 1 >= len(words) or words[que - 1].meant in cues.listed("articles"):
        return None
    orders = reading.words_of(*_ORDERS)
    telling = cues.listed("telling_words")
    spoken = [i for i in range(que) if i in orders or words[i].meant in telling]
    where = {i for i in covered([*reading.services, *reading.references]) if spoken and i > spoken[0]}
    passed = orders | reading.words_of(*_AROUND) | where
    plain = reading.said.is_only(passed, cues.listed(*_SMALL) - cues.listed("no"), que)
    return que + 1 if spoken and plain else None


def _from(reading: Reading, at: int, command: Command) -> Command:
    """Its text from the word `at` on, unless another announcement stands between, or it ends before."""
    said = reading.said
    slot = "text" if command.get("how") == "add" else "value"
    if slot == "value" and (command["command"], command.get("slot")) != ("set", "information"):
        return command
    told = str(command.get(slot) or "")
    begins = reading.text.find(told)
    first = next((i for i, word in enumerate(said.words) if word.start >= begins), at)
    if begins < 0 or not told or begins + len(told) <= said.words[at].start:
        return command
    between, telling = said.words[at:first], cues.listed("telling_words")
    if any(word.meant in telling or word.said == ":" for word in between):
        return command
    return {**command, slot: reading.text[said.words[at].start : begins + len(told)]}
