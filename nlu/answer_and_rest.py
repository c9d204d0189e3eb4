"""A plain yes or no, or the address asked for, and what stands behind it: a question, a wish, more of the
text (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu import segments
from nlu.asked_field import asked_field
from nlu.at_the_summary import NO_MORE
from nlu.both_ends import behind_its_que
from nlu.in_place import OPEN_STATUSES, points_at, ticket_asked_in
from nlu.interpretation import UNCLEAR, Interpretation, Parts
from nlu.pending import kind
from nlu.questions import questions
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.second_wish import is_under_way
from nlu.sureness import begins_as_question
from nlu.telling import content_words, without_lead
from nlu.the_other_one import VERBS

_BRIEF = 6  # words of a plain yes
_TELLS = 3
_LEADS = 1  # words within which the verb of a wish stands
_LEADS_ANOTHER = 3  # and another ticket: `já o da estação`
_SURE_YES, _SURE_WISH, _SURE_CHANGE, _SURE_ASK = 0.5, 0.5, 0.4, 0.3
_SURE_UNSAID = 0.4  # share from which what is read as a question needs no word for one
_DOUBTS = ("no", "hedge", "condition", "takes_back", "stop", "wait")
_YES: Command = {"command": "affirm"}
_SHOWN = ("confirm_open", "confirm_reopen")
_TOLD_LATER = "incident"  # `sim, quero saber quando volta` is just what is offered
_LIKE = ("similar", "incident")
_FOR_A_TICKET = frozenset({"add_ticket_information", "open_ticket"})
_ADDS = ("complement_verb", "add", "put_there", "for_the_team", "change")
_NAMED = ("other", "number", "service", "words")  # `o segundo motorista` is no ticket
_OF_ANOTHER = frozenset({"add_ticket_information", "reopen_ticket"})
_LOOKS = frozenset({"ask", "choose"})
_BESIDE_ADDRESS = frozenset({"set", "correct", "edit", "social", UNCLEAR})
_ASKED = 3  # words of a question that asks something
_DENIES = 4  # words in which a no behind `mas` stands


def parted(reading: Reading, whole: Interpretation) -> segments.Split | None:
    """The answer and the rest, where the whole leaves one of them out, or is not clear."""
    answered = kind(reading.pending) in {"yes_no", "change"}
    kinds = {c["command"] for c in whole.commands}
    unclear = kinds == {UNCLEAR}
    if reading.pending == "email" and kinds <= _BESIDE_ADDRESS:
        return _behind_address(reading)
    agrees = answered and (unclear or kinds == {"ask"} or whole.commands == [_YES])
    if agrees and (split := _behind_yes(reading)):
        return split
    return None


def of_the_ticket(reading: Reading, commands: list[Command]) -> list[Command]:
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


def _behind_yes(reading: Reading) -> segments.Split | None:
    said = reading.said
    joints = [i for i in range(1, len(said.words)) if cues.is_joiner(said, i) and _apart(said, i)]
    unmarked = range(1, len(said.words)) if reading.pending != _TOLD_LATER else ()
    asked = [i for i in unmarked if wants_to_know(said, i)]
    ends = sorted({reading.clauses[0].after if reading.clauses else 0, *joints[:1], *asked[:1]})
    ends = [*_whole_answer(reading), *ends]
    for at in ends:
        split = _split(said, at)
        if split is None:
            continue
        if _turns(Said(split.right)) and not (_goes_along(reading) and _only_adds(Said(split.right))):
            return None
        first = Said(split.left)
        agrees = cues.find(first, "yes") or (_goes_along(reading) and cues.find(first, "sure_yes"))
        plain = bool(agrees) and first.count <= _BRIEF and not split.left.endswith("?")
        own = cues.words_of(first, VERBS.get(reading.pending, "yes"))  # `pode cancelar` gives nothing up
        if plain and not cues.words_of(first, *_DOUBTS) - own:
            return split
    return None


def _behind_address(reading: Reading) -> segments.Split | None:
    """`x@y. preciso de VPN pra isso?`; `x@y, tá certo?` asks nothing of us."""
    said, address = reading.said, reading.addresses[-1] if len(reading.addresses) == 1 else None
    asked = [one for one in reading.sentences if one.ends == "?"]
    if address is None or not asked or asked[-1].after <= address.after:
        return None
    first = max(asked[-1].first, address.after)
    while first < asked[-1].after and (said.words[first].is_mark or cues.is_joiner(said, first)):
        first += 1
    question = said.part(first, asked[-1].after)
    if len(question.split()) < _ASKED or not content_words(question):
        return None
    return segments.Split(said.part(0, address.after).rstrip(" ,;:.-"), question)


def _asked_beside(whole: Interpretation, parts: Parts, right: Reading) -> Interpretation:
    """The address, and the question as it is meant where the address is asked for."""
    left, anew, here = parts
    told = whole.commands if whole.commands != [{"command": UNCLEAR}] else left.commands
    given = [c for c in told if c.get("slot") == "email"]
    if not given or not {c["command"] for c in told} <= _BESIDE_ADDRESS:
        return whole
    kept = [c for c in told if right.text.rstrip(" ?") not in str(c.get("text"))]
    other: Command = {"command": "ask", "about": "other"}
    asks = here.commands if _is_read_as_one(here) else [other]
    if asks == [other] and _is_read_as_one(anew) and anew.share >= _SURE_WISH:
        asks = anew.commands
    return _said([*kept, *asks], left)


def _whole_answer(reading: Reading) -> list[int]:
    """`isso, cancela esse. o outro …`: the first sentence says the yes once more by its verb."""
    if len(reading.sentences) < 2 or reading.full_numbers:
        return []
    ends = reading.sentences[0].after
    verbs = reading.cues.get(VERBS.get(reading.pending, ""), ())
    return [ends] if any(hit.first < ends for hit in verbs) else []


def _split(said: Said, at: int) -> segments.Split | None:
    begins = at
    while begins < len(said.words) and (cues.is_joiner(said, begins) or said.words[begins].is_mark):
        begins += 1
    left = said.part(0, at).rstrip(" ,;:.-")
    right = said.part(begins, len(said.words))
    return segments.Split(left, right) if left and right else None


def _apart(said: Said, at: int) -> bool:
    """A word of its own, and not the `e` of `e-mail`."""
    return said.text[said.words[at].end : said.words[at].end + 1].isspace()


def _turns(rest: Said) -> bool:
    """`mas …`, `só que …`: a condition, or a change."""
    words = [word.meant for word in rest.words[:2]]
    return words[0] in cues.listed("adversatives") or (
        words[0] in cues.listed("only") and words[-1] in cues.listed("text_lead") and len(words) > 1
    )


def together(reading: Reading, whole: Interpretation, parts: Parts, right: Reading) -> Interpretation:
    left, anew, here = parts
    if reading.pending == "email":
        return _asked_beside(whole, parts, right)
    agreed = left.commands == [_YES] and left.share >= _SURE_YES
    if not agreed and (kind(reading.pending) == "yes_no" or not _is_bare(reading)):
        return whole
    if _changes(here):
        return Interpretation(here.commands, here.share, True, []) if here.share >= _SURE_CHANGE else whole
    if _is_offer(reading) and {c.get("flow") for c in anew.commands} & _FOR_A_TICKET and not _asks(right):
        return _said(_told(reading, _its_text(anew) or _detail(right)), left)
    if of_another := _of_another(reading, anew, right):
        return _said([_YES, *of_another], left)
    wishes = _wishes(anew, right, reading.pending) and not is_under_way(anew.commands, reading.state)
    read_as_one = _is_read_as_one(anew)
    unmarked = reading.pending != _TOLD_LATER and (
        (read_as_one and anew.share >= _SURE_UNSAID) or _is_unmarked(right)
    )
    asks = (_asks(right) or unmarked) and not _is_one_word(right)
    if wishes or (asks and read_as_one):
        return _said([_YES, *anew.commands], left)
    if asks:
        return _said([_YES, _ask(right)], left)
    turns = _goes_along(reading) and _turns(right.said)
    if turns and right.said.count > _TELLS:
        return _said(_told(reading, _detail(right)), left)
    if all(c["command"] == "social" for c in anew.commands) or content_words(right.text) < _TELLS:
        return _said([_YES], left)
    kept = reading.pending in _SHOWN or _goes_along(reading)
    sentence = kept and len(reading.sentences) > 1
    if (whole.commands == [_YES] and not sentence) or (kept and set(NO_MORE) & set(right.cues)):
        return whole
    return _said(_told(reading, without_lead(right.text.strip())), left)


def _of_another(reading: Reading, anew: Interpretation, right: Reading) -> list[Command]:
    """`pode cancelar. e o outro, da estação, disseram que … mas continua`: what is told of another ticket,
    which leads it, is for that one; whether it is reopened or told more of is asked there."""
    asked = ticket_asked_in(reading.state)
    sure = [one for one in right.references if one.by in _NAMED and one.sure]
    leads = [one for one in sure if one.first <= _LEADS_ANOTHER]
    if reading.pending not in VERBS or not leads or _asks(right) or not asked:
        return []
    other: Command = {"command": "choose", "by": "other"}
    for commands in [anew.commands] if anew.commands != [{"command": UNCLEAR}] else anew.alternatives:
        flows = [c["flow"] for c in commands if c["command"] == "start"]
        if len(flows) != 1 or flows[0] not in _OF_ANOTHER or commands[0].get("flow") != flows[0]:
            continue
        named = [c for c in commands if c["command"] == "choose" or c.get("slot") == "ticket"]
        placed = any(c.get("by") in ("ordinal", "newest", "oldest") for c in named)
        if named and not placed and not any(points_at(c, asked) for c in named):
            return _as_it_stands(reading, list(commands), named[0])
        if leads[0].by == "other":
            return [commands[0], other, *(c for c in commands[1:] if c not in named)]
    return []


def _as_it_stands(reading: Reading, commands: list[Command], named: Command) -> list[Command]:
    """What is not over cannot be reopened, and is told more of; what is over is reopened."""
    shown = [t for t in reading.state.get("listed") or [] if points_at(named, t)]
    if len(shown) != 1:
        return commands
    still = shown[0].get("status") in OPEN_STATUSES
    flow, slot = ("add_ticket_information", "information") if still else ("reopen_ticket", "reason")
    return [
        {**c, "flow": flow}
        if c["command"] == "start"
        else {**c, "slot": slot}
        if c.get("slot") in ("information", "reason")
        else c
        for c in commands
    ]


def _changes(here: Interpretation) -> bool:
    return any(c["command"] == "correct" or c.get("how") in {"replace", "remove"} for c in here.commands)


def _is_read_as_one(anew: Interpretation) -> bool:
    kinds = {c["command"] for c in anew.commands}
    return "ask" in kinds and kinds <= _LOOKS and anew.share >= _SURE_ASK


def _is_one_word(right: Reading) -> bool:
    """`pode abrir?`: nothing is asked, unless by a word for it (`sim, quando?`)."""
    return right.said.count == 1 and all(hit.phrase == "?" for hit in right.cues.get("question", ()))


def _ask(right: Reading) -> Command:
    """`se chega e-mail quando abre` asks whether, and not when."""
    soon = "deadline" in right.cues and "indirect_question" not in right.cues
    return {"command": "ask", "about": "faq_resolution_deadline" if soon else "other"}


def _is_bare(reading: Reading) -> bool:
    """`confere.`, and not `pode baixar a prioridade`: the first clause is words of yes and small ones."""
    small = cues.listed("small_words", "lead_words")
    return reading.said.is_only(reading.words_of("yes"), small, reading.clauses[0].after)


def _said(commands: list[Command], left: Interpretation) -> Interpretation:
    return Interpretation(commands, left.share, True, [])


def _asks(right: Reading) -> bool:
    """Said as a question; `porque …` gives a reason."""
    because = bool(right.said.words) and right.said.words[0].meant in cues.listed("because")
    return right.text.rstrip().endswith("?") or (begins_as_question(right) and not because)


def _is_unmarked(right: Reading) -> bool:
    return any(wants_to_know(right.said, clause.first) for clause in right.clauses)


def wants_to_know(said: Said, at: int) -> bool:
    """`quero saber …`, `me diz quando …`, `que prazo é esse`: a question begins here, without its mark."""
    words = said.words[at : at + 4]
    if any(hit.first == at for hit in cues.find(said, "wants_to_know")):
        return True
    which = len(words) > 3 and words[0].said in cues.listed("which_is") and cues.is_copula(said, words[2])
    return which and words[3].meant in cues.listed("these", "of_this")


def _wishes(anew: Interpretation, right: Reading, pending: str) -> bool:
    """Another wish, said by its verb: a problem told behind a yes is more of the one that is shown, and
    what is told of a ticket (`pode, o recibo saiu hoje`) says why."""
    flows = [c["flow"] for c in anew.commands if c["command"] == "start"]
    opens = "open_ticket" not in flows or (segments.asks_to_open(right.text) and not _the_same(anew, right))
    adds = "add_ticket_information" not in flows or pending in _LIKE or _asks_to_add(right)
    return bool(flows) and opens and adds and anew.share >= _SURE_WISH


def _asks_to_add(right: Reading) -> bool:
    """`e informa que …`, `e põe aí que …`; `o sistema informa que …` only tells."""
    led = any(hit.first < _LEADS for hit in right.cues.get("tells_them", ()))
    return led or bool(set(_ADDS) & set(right.cues))


def _the_same(anew: Interpretation, right: Reading) -> bool:
    """`pode abrir`, where a ticket stands ready: no word for one more, and nothing told."""
    return len(anew.commands) == 1 and not {"other_one", "one_more_ticket"} & set(right.cues)


def _told(reading: Reading, text: str) -> list[Command]:
    if reading.pending in _SHOWN:
        slot = names.edited_slot(reading.pending, reading.known)
        return [{"command": "edit", "slot": slot, "how": "add", "text": text}]
    if reading.pending in _LIKE:
        return [_YES, {"command": "set", "slot": "information", "value": text}]
    if _is_offer(reading):
        return [_YES, {"command": "set", "slot": "description", "value": text}]
    return [_YES]


def _goes_along(reading: Reading) -> bool:
    """What is told behind the yes goes into the ticket: `sim, mas já tentei reiniciar` puts no condition."""
    return reading.pending in _LIKE or _is_offer(reading)


def _only_adds(rest: Said) -> bool:
    """Behind its `mas` neither a condition or a doubt nor a no: a detail, or a question."""
    doubts = any(cues.find(rest, name) for name in _DOUBTS if name != "no")
    return not doubts and not any(word.meant in cues.listed("no") for word in rest.words[1:_DENIES])


def _detail(right: Reading) -> str:
    """Without `mas`, `só que`, `mas diga que`."""
    words, that = right.said.words, cues.listed("which_is")
    only_that = len(words) > _TELLS and words[0].meant in cues.listed("only") and words[1].meant in that
    text = right.said.part(2 if only_that else 0, len(words))
    told: list[Command] = [{"command": "set", "slot": "information", "value": without_lead(text)}]
    return str(behind_its_que(right, told)[0]["value"])


def _is_offer(reading: Reading) -> bool:
    """Whether a ticket was offered, of which nothing is put together yet."""
    return reading.pending == "draft" and not reading.known.get("description")


def _its_text(anew: Interpretation) -> str:
    """What is to be added to a ticket, where the offered one is meant."""
    texts = [c["value"] for c in anew.commands if c.get("slot") in ("information", "description")]
    return str(texts[0]) if len(texts) == 1 and content_words(str(texts[0])) >= _TELLS else ""
