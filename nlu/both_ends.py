"""Where a text begins and ends: without what joins it to the talk before, and with an end that was cut off
(pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.in_place import THAT
from nlu.reading import cues
from nlu.reading.clauses import Clause
from nlu.reading.turn import REQUESTS, Reading
from nlu.reading.words import Said, covered
from nlu.telling import content_words, without_lead

_EARLY, _PERSON = 6, 10  # words before it points at somebody; words that name him
_ORDERS = ("add", "complement_verb", "for_the_team", "notices", "tells_them")
_AROUND = ("lead_in", "put_there", "greeting", "thanks", "asks_kindly", "yes", "sure_yes")
_PUTS = ("exchange", "wrong", "right_is", "is_missing", "to_put", "can_you", "would_you", "keep_only")
_NOT_TOLD = (
    "asks_kindly", "sure_yes", "goodbye", "takes_out", "dictates", "field_email", "service_word", "wrong",
    "not_that", "praise", "sigh", "insult", "told_before", "i_said", "puts_back", "question",
)  # fmt: skip
_TELLS = 2
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
    stands in it (`no segundo andar`) names no ticket. Beside a bare yes it is more of the text shown."""
    at = _announced(reading)
    values = [c for c in commands if c["command"] in ("set", "correct") and c.get("slot") != "information"]
    if at is None or any(c["slot"] != "email" for c in values):  # `põe que é urgente, a multa vence amanhã`
        return commands
    if (values and not reading.addresses) or _said_again(reading, at):
        return commands
    rest = [c for c in commands if c["command"] not in ("affirm", "unclear")]
    if reading.pending in (*SHOWN, "email") and rest == values:
        told = reading.said.part(at, len(reading.said.words)).strip()
        slot = names.edited_slot(reading.pending, reading.known)
        plain = content_words(told) and not (
            told.endswith("?") or (values and reading.addresses[0].after > at)
        )
        return [*values, {"command": "edit", "slot": slot, "how": "add", "text": told}] if plain else commands
    named = any(one.first < at for one in reading.references)
    tells = any(c.get("slot") == "information" for c in commands)
    told = [_from(reading, at, c) for c in commands]
    return [THAT if c["command"] == "choose" and tells and not named else c for c in told]


def _said_again(reading: Reading, at: int) -> bool:
    """`já falei que sim`, `já disse que não tenho`: an answer, and no more of the text."""
    before = reading.words_of("told_before", "i_said")
    told = Said(reading.said.part(at, len(reading.said.words)))
    passed = cues.words_of(told, "yes", "sure_yes", "no", "that_one", "sigh", "insult")
    passed |= {i for i, word in enumerate(told.words) if set(word.said) == {"k"}}
    bare = told.is_only(passed, cues.listed("small_words", "copulas", "lead_words", "all_right"))
    return bare or (any(i < at for i in before) and reading.pending == "email")


def from_its_beginning(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o ramal é 3344`, `é no Outlook, no celular sai`, `põe meu telefone, que é mais fácil, 27 …`: what is
    added to a text that is shown begins with its sentence, and only the words that ask for it are cut."""
    if reading.pending not in SHOWN:
        return commands
    alone = len(commands) == 1
    told = [_whole_sentence(reading, c, alone) if c.get("how") == "add" else c for c in commands]
    return [{**c, "text": without_lead(str(c["text"]))} if c.get("how") == "add" else c for c in told]


def _whole_sentence(reading: Reading, command: Command, alone: bool) -> Command:
    said, told = reading.said, str(command.get("text") or "")
    at = reading.text.find(told)
    if at < 0 or not told:
        return command
    first = next((i for i, word in enumerate(said.words) if word.start >= at), 0)
    number = next((n for n, one in enumerate(reading.clauses) if first < one.after), 0)
    begins = _behind_the_order(reading, reading.clauses[number].first, first, alone)
    ends = {one.after for one in reading.sentences}
    while alone and number and begins == reading.clauses[number].first not in ends:
        number -= 1
        before = reading.clauses[number]
        if not _only_tells(reading, before):
            named = _behind_the_order(reading, before.first, before.after, alone)
            begins = named if _names_more(reading, named, before) else begins
            break
        begins = before.first
    ends_at = at + len(told)
    for one in [c for c in reading.clauses if alone and said.words[c.first].start >= ends_at]:
        if one.first in ends or not _only_tells(reading, one):
            break
        ends_at = said.words[one.after - 1].end
    start = said.words[begins].start if begins < first else at
    return {**command, "text": reading.text[start:ends_at].strip(" ,;")}


def _behind_the_order(reading: Reading, begins: int, first: int, alone: bool) -> int:
    """The first word of a clause that tells something; behind the last that asks for it to be put there only
    a thing does (`põe meu telefone, que …`). `first` where nothing before that tells."""
    said, telling = reading.said, cues.listed("telling_words")
    orders = reading.words_of(*_ORDERS, *_PUTS, *_AROUND, "dictates", "adds_to_it", "takes_out", "remove")
    orders -= {i for i, word in enumerate(said.words) if word.meant in cues.listed("as_well_as")}
    ordered = [i for i in range(begins, first) if i in orders or said.words[i].meant in telling]
    if not ordered and any(i in reading.words_of(*REQUESTS) for i in range(begins, first)):
        return first
    begins = ordered[-1] + 1 if ordered else begins
    leads = cues.listed("lead_words", "text_lead", "joining_words", "in_there", "as_well_as")
    leads -= cues.listed("articles", "belongs", "whose", "name_places")
    while begins < first and (said.words[begins].is_mark or _joins(said, begins, leads)):
        begins += 1
    thing = said.words[begins].said in cues.listed("bare_articles", "whose", "thing_leads")
    tells = any(cues.is_content(word) for word in said.words[begins:first])
    return begins if not ordered or (alone and thing and tells) else first


def _names_more(reading: Reading, first: int, one: Clause) -> bool:
    """`faltou o andar, …`, `põe meu ramal, …`: what is to be told stands behind the order, no `uma coisa`."""
    orders = reading.words_of(*_ORDERS, "is_missing", "lead_in") & set(range(one.first, first))
    words = [w for w in reading.said.words[first : one.after] if cues.is_content(w)]
    hollow = cues.listed("announcing_words", "hollow_words", "whole_fields", "wrong", "field_email")
    return bool(orders and words) and not any(word.said in hollow for word in words)


def _joins(said: Said, i: int, leads: frozenset[str]) -> bool:
    return cues.is_joiner(said, i) or (
        said.words[i].meant in leads and not cues.is_copula(said, said.words[i])
    )


def _only_tells(reading: Reading, one: Clause) -> bool:
    """It neither asks for anything nor answers, nor says how the text is."""
    part = Reading(reading.said.part(one.first, one.after), reading.state, reading.finder)
    right = {word.said for word in part.said.words} & cues.listed("is_right")
    leads = one.ends in ("?", ":")
    told = part.said.count > _TELLS and content_words(part.text) and not (right or leads)
    return told and not {*_ORDERS, *_PUTS, *_NOT_TOLD, *(set(REQUESTS) - {"no", "yes"})} & set(part.cues)


def _announced(reading: Reading) -> int | None:
    """The word behind a `que` before which it is only said that something is to be told, and where."""
    words, that = reading.said.words, cues.listed("which_is")
    que = next((i for i, word in enumerate(words) if word.meant in that), None)
    if not que or que + 1 >= len(words) or words[que - 1].meant in cues.listed("articles"):
        return None
    orders = reading.words_of(*_ORDERS, "dictates")
    telling = cues.listed("telling_words")
    spoken = [i for i in range(que) if i in orders or words[i].meant in telling]
    where = {i for i in covered([*reading.services, *reading.references]) if spoken and i > spoken[0]}
    passed = orders | reading.words_of(*_AROUND, "that_one") | where | covered(reading.addresses)
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
