"""The questions of a message alone, without the answer, address, number or thanks beside them (pure)."""

from __future__ import annotations

from itertools import pairwise

from ground.notation import TEXT_SLOTS, Command
from nlu.asked_field import asked_field
from nlu.in_place import ADDS, OPENS
from nlu.interpretation import UNCLEAR
from nlu.reading import cues
from nlu.reading.clauses import Clause
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.sureness import OPENING, begins_as_question

_MOST = 3
_LEAST = 3  # words of a question that another is joined to
_NEAR = 3  # words behind what joins it, within which it asks
_ASKS = 2  # words of a question that asks something
_ANSWERS = ("yes", "sure_yes", "no", "thanks", "greeting", "apology", "praise", "goodbye", "sigh", "wait")
_SAID = ("indirect_question", "wants_to_know")
_SOON = 2  # words of a sentence, within which it says that it asks
_OPEN = frozenset(",;:-")
_YES: Command = {"command": "affirm"}
_OTHER: Command = {"command": "ask", "about": "other"}
_STOP: Command = {"command": "stop"}
_NO: Command = {"command": "deny"}
_ARTICLE = "news_resolved"  # where it is asked whether that helped
_OFFERED = ("draft", _ARTICLE)
_AT_REST = ("none", *_OFFERED)
_FAULT = ("symptom", "still_broken", "what_now", "asks_to_come")
_WAITS = ("asked_first", "depends_on_it", "asks_a_change", "in_doubt")
_OF_ITSELF = ("pending", "why")  # what is asked of the summary
_AGREES = ("yes", "sure_yes", "fine_by_me", "praise", "goes_on", "open_verb", "asks_kindly", "that_one")
_TO_THEM = ("add", "complement_verb", "for_the_team", "tells_them", "asks_them", "asks_the_team", "dictates")
_BRIEF = 6  # words and marks of `e o meu horário?`
_WHOLE = 4  # words of a question that stands for itself


def places(reading: Reading) -> list[tuple[int, int]]:
    """The words of each question: the first of its own, and the one behind the last."""
    found = []
    for sentence in reading.sentences:
        first = _begins(reading, sentence)
        asks = first if sentence.ends == "?" else _unmarked(reading, first, sentence)
        if asks is None:
            continue
        bounds = [asks, *_seconds(reading, asks, sentence.after), sentence.after]
        found += [one for one in pairwise(bounds) if _asks_something(reading, *one)]
    return found[:_MOST]


def _asks_something(reading: Reading, first: int, after: int) -> bool:
    """And does not only end in one: `tá certo?`, `ok?`."""
    words, small = reading.said.words, cues.listed("small_words", "lead_words")
    answers = reading.words_of(*_ANSWERS)
    own = [i for i in range(first, after) if not words[i].is_mark]
    if _orders(reading, first, after) or first < told_once_more(reading) == after:
        return False
    return len(own) >= _ASKS and any(i not in answers and words[i].meant not in small for i in own)


def _orders(reading: Reading, first: int, after: int) -> bool:
    """`pode abrir um chamado?` asks for it, and wants to know nothing."""
    words, polite = reading.said.words, cues.listed("orders_politely")
    verbs = {hit.first for hit in reading.cues.get("open_verb", ())}
    led = range(first, min(first + _NEAR, after))
    return any(words[i].meant in polite and verbs & {i + 1, i + 2} for i in led)


def told_once_more(reading: Reading) -> int:
    """The first word behind a complaint that what was told is not in the text shown (`cadê o que escrevi? …`,
    `e o meu horário? que eu saio às 14h`); 0 where there is none."""
    said, sentences = reading.said, reading.sentences
    missed, that = reading.words_of("asks_the_rest"), cues.listed("which_is")
    for one, behind in pairwise(sentences) if reading.pending == "confirm_open" else ():
        brief = cues.is_joiner(said, one.first) and said.words[one.first + 1].said in cues.listed("articles")
        brief = brief and one.ends == "?" and one.after - one.first <= _BRIEF
        if missed & set(range(one.first, one.after)) or (brief and said.words[behind.first].meant in that):
            return behind.first
    return 0


def _seconds(reading: Reading, first: int, after: int) -> list[int]:
    """`quando começam e por onde respondem?`: where another is asked in the same sentence."""
    asks = {
        hit.first
        for hit in reading.cues.get("question", ())
        if hit.phrase not in cues.listed("tells_too") | {"?"}
    }
    joints = [i for i in range(first + _LEAST, after) if cues.joins(reading.said, i)]
    return [i for i in joints if asks & set(range(i + 1, i + _NEAR))]


def questions(reading: Reading) -> list[str]:
    """Each as typed; none where the message asks nothing."""
    return [reading.said.part(_behind_joints(reading, first), after) for first, after in places(reading)]


def _behind_joints(reading: Reading, first: int) -> int:
    while cues.joins(reading.said, first):
        first += 1
    return first


def asked_of_the_new(reading: Reading, commands: list[Command]) -> list[Command]:
    """`sim. e a minha chefe recebe o número?`: what is asked behind the yes is asked of the ticket that it
    registers, where the table has it; an order put as a question asks nothing."""
    asks = [c for c in commands if c["command"] == "ask" and "which" not in c]
    if reading.pending != "confirm_open" or _YES not in commands or len(asks) != 1:
        return commands
    asked_alone = questions(reading)
    if not asked_alone and reading.text.rstrip().endswith("?"):
        return [c for c in commands if c.get("about") != "other"]  # `sim, pode abrir?`
    for one in asked_alone:
        if asked := asked_field(Reading(one, {"last": {"number": ""}}, reading.finder)):
            return [*(c for c in commands if c not in asks), *asked]
    return commands


def yes_beside_a_question(reading: Reading, commands: list[Command]) -> list[Command]:
    """`isso vai para quem? e demora?`: where all that is said is asked, a word of yes that goes on into its
    question agrees to nothing; `isso. e demora?` does, also where the whole leaves that out. It is no yes yet
    before what is to be answered first (`sim, mas antes: quem vê?`), where the question puts it in doubt
    (`certo. não é o RH que faz isso?`, `ok. mas vai para o SEI?`), or where a change is asked for (`ok. dá
    pra trocar a sala?`); nor is a brief one before what cannot be undone."""
    confirms = reading.pending.startswith("confirm_")
    waits = confirms and (set(_WAITS) & set(reading.cues) or _is_brief(reading, commands))
    if _YES in commands and any(c["command"] == "ask" for c in commands):
        ended = [hit for hit in reading.cues.get("yes", ()) if _ends(reading, hit.after)]
        agrees = ended or "sure_yes" in reading.cues or any(one.ends != "?" for one in reading.sentences)
        return [c for c in commands if c != _YES] if waits or not agrees else commands
    unread = commands == [{"command": UNCLEAR}]
    only_asks = unread or all(c["command"] == "ask" and c["about"] not in _OF_ITSELF for c in commands)
    if not confirms or waits or not only_asks or not _agreed_before(reading):
        return commands
    return [_YES, *([_OTHER] if unread else commands)]


def _agreed_before(reading: Reading) -> bool:
    """A sentence that is a yes and no more, before the questions: `perfeito. vocês avisam?`"""
    found = places(reading) if "?" in reading.text else []
    if not found or not any(clause.after == found[0][0] for clause in reading.sentences):
        return False
    words, before = reading.words_of(*_AGREES), set(range(found[0][0]))
    sure = before & reading.words_of("yes", "sure_yes", "goes_on") and not before & reading.words_of("no")
    return bool(sure) and reading.said.is_only(words, cues.listed("small_words", "lead_words"), found[0][0])


def _is_brief(reading: Reading, commands: list[Command]) -> bool:
    """A yes that names no act, before a question of what is shown, one behind a `mas`, or a cancelling."""
    sure = {i for one in reading.sentences if one.ends != "?" for i in range(one.first, one.after)}
    if "?" not in reading.text or sure & reading.words_of("sure_yes", "open_verb", "cancel_verb"):
        return False
    but = any(word.meant in cues.listed("adversatives") for word in reading.said.words)
    return but or reading.pending == "confirm_cancel" or any(c.get("about") == "pending" for c in commands)


def begins_nothing(reading: Reading, commands: list[Command]) -> list[Command]:
    """`minha conta é bronze, como subo o nível?`: what is asked, and what is told of why,
    begins no ticket; a fault does, and the wish for one. Nor does who says that none is wanted, or that it is
    no fault yet, or asks what would be with one; what was begun so ends."""
    if reading.pending == _ARTICLE and "what_now" in reading.cues and _NO in commands:
        return [c for c in commands if c != _OTHER]  # `não resolveu, o que eu faço?` asks nothing else
    polite = [c for c in commands if c["command"] == "social"]
    asks = [c for c in commands if c["command"] == "ask"]
    valued = reading.pending in OPENING and any(c["command"] == "set" for c in commands)
    none = _wants_none(reading) and (not valued or "only_wants_to_know" in reading.cues)
    asked = bool(questions(reading)) or begins_as_question(reading)
    other = asks or ([_OTHER] if asked else [])
    if none and reading.pending in OPENING:
        return commands if _STOP in commands else [_STOP, *polite, *other]
    told = [c for c in commands if c["command"] == "set" and c["slot"] in TEXT_SLOTS]
    offered = [_NO, *told] if asked and told and reading.pending == "draft" else [{"command": UNCLEAR}]
    if reading.pending in _OFFERED and commands == offered and (none or told):  # `não. então como recupero?`
        return [_NO, *other]
    if reading.pending not in _AT_REST or [c for c in commands if c["command"] == "start"] != [OPENS]:
        return commands
    no_fault = "no_fault_yet" in reading.cues or _of_a_ticket(reading, "if_opened")
    if none or (asked and no_fault and "symptom" not in reading.cues):
        return [*polite, *(asks if asks and "no_fault_yet" not in reading.cues else [_OTHER])]
    if [c for c in asks if c != _OTHER] or {"open_verb", "ticket"} & set(reading.cues):
        return commands
    wants = cues.find(Said(rest(reading)), "wants_a_thing")
    fault = wants or set(_FAULT) & set(reading.cues) or _fails(reading)
    if fault and "only_wants_to_know" not in reading.cues:  # `tá bloqueado, só queria saber como faz`
        return commands
    text = " ".join(str(c["value"]) for c in told)
    whole = [one for one in questions(reading) if len(one.split()) >= _WHOLE and (not text or one[-1] == "?")]
    beside = any(not text or (one not in text and text not in one) for one in whole)
    all_asked = "wrong" not in reading.cues and Said(rest(reading)).count <= _LEAST
    return [*polite, _OTHER] if asks or (whole and (beside or all_asked)) else commands


def _wants_none(reading: Reading) -> bool:
    """`não é para abrir chamado, só queria saber`, with no fault told beside it; or what the ticket under way
    began with was itself only asked, and that is said now: `gente, é só uma pergunta`."""
    refuses = refuses_any(reading) and not {"symptom", "still_broken"} & set(reading.cues)
    if refuses or "only_wants_to_know" not in reading.cues or reading.pending in _OFFERED:
        return refuses or "only_wants_to_know" in reading.cues
    began = Reading(str(reading.known.get("description") or ""), {}, reading.finder)
    return bool(questions(began)) and not set(_FAULT) & set(began.cues)


def refuses_any(reading: Reading) -> bool:
    """`não precisa abrir`, `não quero abrir chamado`, and not `não precisa abrir o PDF`."""
    begins = {clause.first for clause in reading.clauses}  # `a porta não precisa abrir` tells
    hits = [hit for hit in reading.cues.get("no_ticket", ()) if _led(reading, hit.first) in begins]
    ended = any(_ends(reading, _past(reading, hit.after)) for hit in hits)
    return ended or _of_a_ticket(reading, "no_ticket")


def _of_a_ticket(reading: Reading, name: str) -> bool:
    hits, tickets = reading.cues.get(name, ()), reading.words_of("ticket")
    return any(tickets & set(range(hit.first, _past(reading, hit.after) + 1)) for hit in hits)


def _led(reading: Reading, i: int) -> int:
    """The first of the small words that lead to it, in its clause."""
    words, small = reading.said.words, cues.listed("small_words", "lead_words")
    while i > 0 and not words[i - 1].is_mark and words[i - 1].meant in small:
        i -= 1
    return i


def _past(reading: Reading, i: int) -> int:
    """Behind the small words from there on."""
    small = cues.listed("small_words", "lead_words")
    while not _ends(reading, i) and reading.said.words[i].meant in small:
        i += 1
    return i


def _fails(reading: Reading) -> bool:
    """`o monitor não liga`, and not `não tenho carteira`, `nunca usei`."""
    behind = [h.after for h in reading.cues.get("no", ()) if h.after < len(reading.said.words)]
    return any(reading.said.words[i].meant not in cues.listed("no_fault") for i in behind)


def adds_nothing(reading: Reading, commands: list[Command]) -> list[Command]:
    """`e posso usar o 4G enquanto isso?`, `perguntei se dá no celular`: asked of who is spoken to; only what
    is said to be for the team is put to its ticket, or to the text of a new one."""
    if "asks_a_change" in reading.cues and any(c.get("slot") == "score" for c in commands):
        return [c for c in commands if c.get("field") != "status"]  # `ele merece 5. dá pra mudar?`
    kept = [c for c in commands if c.get("slot") in TEXT_SLOTS and (c.get("value") or c.get("text"))]
    rest_of_it = [c for c in commands if c not in (ADDS, *kept) and c["command"] not in ("choose", "social")]
    adds = ADDS in commands if reading.pending == "none" else [c.get("how") for c in kept] == ["add"]
    if len(kept) != 1 or not adds or any(c.get("slot") != "ticket" for c in rest_of_it):
        return commands
    text = Reading(str(kept[0].get("value") or kept[0].get("text")), reading.state, reading.finder)
    asked = bool(questions(text)) and not rest(text) and "symptom" not in text.cues
    first = max(reading.text.find(text.text), 0)
    own = [one for one in reading.sentences if reading.said.words[one.after - 1].end > first]
    said = cues.find_all(Said(reading.said.part(own[0].first, len(reading.said.words)))) if own else {}
    if set(_TO_THEM) & set(said) or not (asked or "asked_it" in reading.cues):
        return commands
    return [_OTHER]


def only_told(reading: Reading, commands: list[Command]) -> list[Command]:
    """`…? estou substituindo uma colega`: told beside a question, and not said to be for the team."""
    told = [c for c in commands if (c["command"], c.get("slot")) == ("set", "information")]
    adds = [c for c in commands if c["command"] == "start"] == [ADDS]
    return commands if set(_TO_THEM) & set(reading.cues) or not (adds and told) else told


def _ends(reading: Reading, i: int) -> bool:
    words = reading.said.words
    return i >= len(words) or words[i].is_mark or cues.joins(reading.said, i)


def rest(reading: Reading) -> str:
    """What stands beside them, as typed; "" where that is nothing."""
    said, before, parts = reading.said, 0, []
    for first, after in [*places(reading), (len(said.words), len(said.words))]:
        while first > before and (cues.joins(reading.said, first - 1) or said.words[first - 1].said in _OPEN):
            first -= 1
        parts.append(said.part(before, first))
        before = after
    return " ".join(filter(None, parts))


def _unmarked(reading: Reading, first: int, sentence: Clause) -> int | None:
    """Where a sentence without the mark begins to ask, as it says itself (`queria saber`) or as is learnt;
    None where it does not."""
    here, asking = range(first, sentence.after), reading.finder.asking
    if any(hit.first in here[:_SOON] for name in _SAID for hit in reading.cues.get(name, ())):
        return first
    return asking.where(reading.said, reading.clauses, first, sentence.after) if asking else None


def _begins(reading: Reading, sentence: Clause) -> int:
    """Behind the clauses that only answer or greet, behind an address, and what joins it."""
    said = reading.said
    given = covered((*reading.addresses, *reading.full_numbers))
    answers = reading.words_of(*_ANSWERS) | given
    small = cues.listed("lead_words", "small_words", "hollow_words")
    first = sentence.first
    ends = [clause.after for clause in reading.clauses if sentence.first < clause.after < sentence.after]
    ends += [i for i in range(first + 1, sentence.after) if cues.joins(said, i)]
    for end in sorted(ends):
        here = range(first, end)
        led = any(i in answers or said.words[i].meant in cues.listed("lead_words") for i in here)
        if led and all(i in answers or said.words[i].is_mark or said.words[i].meant in small for i in here):
            first = end
    while first < sentence.after and (
        said.words[first].is_mark or first in given or cues.joins(reading.said, first)
    ):
        first += 1
    return first
