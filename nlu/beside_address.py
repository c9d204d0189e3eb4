"""What stands beside the address where it is asked: a fact is more of the problem, what only accompanies the
address is none (pure)."""

from __future__ import annotations

from itertools import pairwise

from ground.notation import Command
from nlu import atoms as names
from nlu.interpretation import UNCLEAR
from nlu.own_name import of_somebody, whose
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said, Word, covered
from nlu.telling import content_words, trimmed

_LEAST = 2  # words that tell something, in a fact
_DIGITS = 3  # of a room, a telephone, an inventory number
_FACTS = (
    "symptom",
    "still_broken",
    "deadline",
    "urgency_high",
    "urgency_critical",
    "urgency_named",
    "field_text",
)
_THINGS = ("things", "name_papers", "weekdays", "months", "day_words")
_CHAT = ("field_email", "praise", "thanks", "apology", "greeting", "goodbye", "yes", "hedge")


def told_beside(reading: Reading, commands: list[Command]) -> list[Command]:
    """`muito bem. meu endereço é x@y`, `x@y, que eu consulto pouco` tell only the address; `x@y, quem usa é a
    Joana` tells whom the trouble is with."""
    if commands == [{"command": UNCLEAR}] and _is_a_sentence(reading):
        commands = [{"command": "set", "slot": "email", "value": reading.addresses[0].value}]
    given = any(c["command"] == "set" and c.get("slot") == "email" for c in commands)
    if reading.pending == "email" and commands == [{"command": "ask", "about": "why"}]:
        return [*_before_the_question(reading), *commands]
    if reading.pending != "email" or not given or len(reading.addresses) != 1:
        return commands
    kept = [c for c in commands if not _accompanies(reading, c)]
    if any(c["command"] not in {"set", "social"} for c in kept) or "?" in reading.text:
        return kept
    told = "\n".join(_facts(reading))
    slot = names.edited_slot(reading.pending, reading.known)
    return [*kept, {"command": "edit", "slot": slot, "how": "add", "text": told}] if told else kept


def agrees_beside_it(reading: Reading, commands: list[Command]) -> list[Command]:
    """`pode registrar a pergunta então, meu e-mail é x@y`, where just that is offered: the yes, and the
    address."""
    only = [(c["command"], c.get("slot")) for c in commands] == [("set", "email")]
    agrees = {"yes", "sure_yes", "open_verb"} & set(reading.cues) and "?" not in reading.text
    against = {"no", "stop", "condition", "hedge", "other_one"} & set(reading.cues)
    if reading.pending != "draft" or reading.known.get("untold") or not (only and agrees) or against:
        return commands
    return [{"command": "affirm"}, *commands]


def _before_the_question(reading: Reading) -> list[Command]:
    """`pede uma senha que não lembro. Que e-mail é esse?`: sentences that ask nothing and tell what fails."""
    slot = names.edited_slot(reading.pending, reading.known)
    told = [reading.said.part(one.first, one.after) for one in reading.sentences if one.ends != "?"]
    kept = [text.strip() for text in told if _detail(Reading(text, {}, reading.finder))]
    if not kept or reading.addresses or not reading.known.get(slot):
        return []
    return [{"command": "edit", "slot": slot, "how": "add", "text": " ".join(kept)}]


def _is_a_sentence(reading: Reading) -> bool:
    """`ana@x.gov.br. E a senha é a do SouGov`: the address alone answers, whatever stands beside it."""
    ends = [one.after for one in reading.sentences]
    one = reading.addresses[0] if len(reading.addresses) == 1 else None
    leads = one is not None and one.first == 0 and not one.others and reading.pending == "email"
    return one is not None and leads and bool({one.after, one.after + 1} & set(ends))


def _accompanies(reading: Reading, command: Command) -> bool:
    """Nothing in it is a fact, and it is said of oneself, of the address or out of courtesy."""
    if command["command"] != "edit" or command["how"] != "add":
        return False
    text = str(command["text"])
    said = Said(text)
    if _tells_fact(Reading(text, {}, reading.finder)):
        return False
    own = any(word.said in cues.listed("of_oneself") for word in said.words) or _of_the_address(said)
    return own or any(cues.find(said, name) for name in _CHAT) or content_words(text) < _LEAST


def _of_the_address(said: Said) -> bool:
    """`vou pôr o meu então`, `pediu pra pôr o dela`: whose, and of what is not said."""
    words, small = said.words, cues.listed("small_words", "lead_words", "copulas")
    for i, word in enumerate(words[1:], 1):
        if word.said in cues.listed("whose") and words[i - 1].said in cues.listed("articles"):
            after = words[i + 1] if i + 1 < len(words) else None
            if word.said in cues.listed("others_own") or not after or after.is_mark or after.meant in small:
                return True
    return False


def _tells_fact(part: Reading) -> bool:
    words = part.said.words
    spoken_of = [hit for name in _FACTS for hit in part.cues.get(name, ())]
    numbers = any(any(sign.isdigit() for sign in word.said) for word in words)
    things = any(word.said in cues.listed(*_THINGS, "first_names") for word in words)
    return bool(spoken_of or numbers or things or part.services or _place(part))


def _place(part: Reading) -> bool:
    """`no prédio anexo`: and not `no trabalho`, of which an address may be, too."""
    words, passed = part.said.words, cues.listed("address_before", "name_places", "small_words")
    places = cues.listed("name_places")
    return any(one.said in places and behind.said not in passed for one, behind in pairwise(words))


def _facts(reading: Reading) -> list[str]:
    """What surely is more of the problem: somebody else's name with what he is to it, a number of a room, a
    telephone, a thing."""
    address = reading.addresses[0]
    found = []
    for sentence in reading.sentences:
        for first, after in (
            (sentence.first, min(sentence.after, address.first)),
            (max(sentence.first, address.after), sentence.after),
        ):
            text = trimmed(reading, first, after, _LEAST) if first < after else ""
            part = Reading(text, {}, reading.finder)
            if text and "field_email" not in part.cues and not _of_the_address(part.said):
                whole = (first, after) == (sentence.first, sentence.after) and _detail(part)
                found += [text] if whole or _numbered(part) or _of_somebody(reading, part) else []
    return found


def _detail(part: Reading) -> bool:
    """`E a senha que não lembro é a do SouGov`: a sentence that tells of a system or of what fails."""
    chat = (set(_CHAT) - {"hedge", "yes"}) & set(part.cues)
    fails = part.services or {"symptom", "still_broken", "service_word"} & set(part.cues)
    return bool(fails) and not chat and content_words(part.text) > _LEAST


def _numbered(part: Reading) -> bool:
    """`ramal 2214`, `patrimônio 88213`: and no ticket's number."""
    words = [word for i, word in enumerate(part.said.words) if i not in covered(part.full_numbers)]
    return "ticket" not in part.cues and any(w.said.isdigit() and len(w.said) >= _DIGITS for w in words)


def _of_somebody(reading: Reading, part: Reading) -> bool:
    """`o nome dela é Joana Prado`, `a máquina é da Joana`: and not the address's own, nor `o da Joana`."""
    own, local = whose(reading), reading.addresses[0].value.partition("@")[0]
    if (name := of_somebody(part.said)) and name != own:
        return True
    passed = {word.said for word in Said(own or "").words}
    names = cues.listed("first_names") - passed
    people = [i for i, word in enumerate(part.said.words) if word.said in names and word.said not in local]
    return "own_name" not in part.cues and any(_led(part.said.words, i) for i in people)


def _led(words: list[Word], i: int) -> bool:
    """By an article, of or as a name: `a Joana`, `da Joana`, `é Joana`; `o da Joana` is an address."""
    articles, belongs = cues.listed("articles"), cues.listed("belongs")
    before = [word.said for word in words[max(0, i - 2) : i]]
    if not before or before[-1] not in articles | belongs | cues.listed("copulas"):
        return False
    of_one = len(before) > 1 and before[-1] in belongs and before[0] in articles
    return not of_one
