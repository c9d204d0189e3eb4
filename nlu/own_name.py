"""Somebody's own name: the wish to have right what is kept wrongly, the name itself, and the name told beside
an address (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import OPENS
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said

CORRECTS: Command = {"command": "start", "flow": "my_data", "which": "correction"}
_WHERE = ("none", "draft")  # where no text is asked for, or shown, that it may belong to
_LONGEST = 25  # words up to which a message is looked at
_MOST = 8  # words of a name
_LED = 4  # words between `o dele` and the address
_FEWEST, _ALIKE = 2, 3  # words of a name that stands alone; letters by which an address is of that name


def asks_correction(reading: Reading) -> list[Command]:
    """`meu nome está errado, é Tereza Lima`: said of what is kept here, and of no other system or paper."""
    named = {"own_name", "name_on_it"} & set(reading.cues)
    if reading.pending not in _WHERE or reading.said.count > _LONGEST or not named:
        return []
    opens = {"open_verb", "ticket"} <= set(reading.cues)
    if opens or "symptom" in reading.cues or any(not one.everyday for one in reading.services):
        return []
    if not {"wrong", "change", "own_name_wrong"} & set(reading.cues) or _elsewhere(reading):
        return []
    name = told(reading.text)
    return [CORRECTS, {"command": "set", "slot": "information", "value": name}] if name else [CORRECTS]


def told(text: str) -> str | None:
    """The right name, as a sentence tells it (`o certo é …`, `sou a …`); None where it tells none."""
    said = Said(text)
    if cues.find(said, "surname"):
        return None  # the whole name is asked
    denied = {hit.after for hit in cues.find(said, "no")}
    plain = {hit.after for hit in cues.find(said, "own_name_leads") if hit.first not in denied}
    plain |= {i + 1 for i, word in enumerate(said.words) if cues.is_copula(said, word) and i not in denied}
    weak = {hit.after for hit in cues.find(said, "i_am") if hit.first not in denied}
    found = (_name(said, first) for leads in (plain, weak) for first in sorted(leads, reverse=True))
    own = next((name for hit in cues.find(said, "myself") if (name := _name(said, hit.after))), None)
    if own and not _is_none(own):
        return own  # `eu sou a Rita e a colega é a Joana`
    return next((name for name in found if name), None)


def answered(text: str) -> str | None:
    """The name in an answer to the question for it, which may be nothing else."""
    said = Said(text)
    alone = _name(said, 0) if not cues.find(said, "own_name") else None
    return told(text) or alone


def beside_address(reading: Reading) -> str | None:
    """The name of whom the one address of a message is: `rita@x.gov.br, Rita Lima`, `me chamo Rita`, `ela se
    chama Rita`; None where none is told, or it may be another person's."""
    if len(reading.addresses) != 1:
        return None
    address, said = reading.addresses[0], reading.said
    local = Said(address.value.partition("@")[0]).folded
    sides = [said.part(0, address.first), said.part(address.after, len(said.words))]
    parts = [Said(part) for side in sides for part in _parts(side)]
    for part in parts:
        own = told(part.text) if cues.find(part, "own_name") or cues.find(part, "i_am") else None
        alone = None if cues.find(part, "own_name") else _name(part, 0)
        if (name := of_somebody(part)) and (_alike(name, local) or _is_theirs(reading)):
            return name
        if own and (_alike(own.split()[0], local) or not (_of_another(reading) or _is_none(own))):
            return own
        if alone and len(alone.split()) >= _FEWEST and (_alike(alone, local) or not _is_none(alone)):
            return alone
    return None


def no_text(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o micro não liga. Paulo Lima, paulo@x`, of a new problem: whose the address is, and no text."""
    name = beside_address(reading) if OPENS in commands else None
    if name is None:
        return commands
    told = [c for c in commands if c["command"] == "set" and c.get("slot") == "description"]
    return [{**c, "value": _without(str(c["value"]), name)} if c in told else c for c in commands]


def _without(text: str, name: str) -> str:
    """Up to the name at its end and what leads to it; all of it where it does not end so."""
    before, found, behind = text.rpartition(name)
    said = Said(before)
    leads = cues.words_of(said, "i_am", "own_name", "thanks", "goodbye") | {
        i for i, word in enumerate(said.words) if word.is_mark or cues.is_copula(said, word)
    }
    first = len(said.words)
    while first and (first - 1 in leads or said.words[first - 1].said in cues.listed("articles")):
        first -= 1
    ends = found and not any(word for word in Said(behind).words if not word.is_mark)
    return said.part(0, first) if ends and first else text


def whose(reading: Reading) -> str | None:
    """Where an address is asked for: the name beside it, or told before it (`meu nome é Rita Lima`)."""
    own = "own_name" in reading.cues and not reading.addresses and not reading.text.rstrip().endswith("?")
    return told(reading.text) if own else beside_address(reading)


def of_somebody(said: Said) -> str | None:
    """`o nome dela é Joana Prado`, `se chama Joana`: who that is is not said."""
    names = (_name(said, hit.after) for hit in cues.find(said, "their_name"))
    return next((name for name in names if name), None)


def _parts(side: str) -> list[str]:
    """Between marks, and behind the word that joins."""
    said, found, first = Said(side), [], 0
    for i, word in enumerate(said.words):
        if word.said in ",.;:()!\n" or (cues.is_joiner(said, i) and i == first):
            found.append(said.part(first, i))
            first = i + 1
    return [part for part in (*found, said.part(first, len(said.words))) if part]


def _alike(name: str, local: str) -> bool:
    """The address is made of the name."""
    return any(len(word.said) >= _ALIKE and word.said in local for word in Said(name).words)


def _is_none(name: str) -> bool:
    """`sou servidora`, `muito obrigada`: nothing in it that is surely a name."""
    return Said(name).words[0].said not in cues.listed("first_names")


def _is_theirs(reading: Reading) -> bool:
    """`bota o dele: x@y`: the address is said to be another's."""
    [address] = reading.addresses
    before = reading.said.words[max(0, address.first - _LED) : address.first]
    return address.others or any(word.said in cues.listed("others_own") for word in before)


def _of_another(reading: Reading) -> bool:
    whose = cues.listed("others_own")
    return reading.addresses[0].others or any(word.said in whose for word in reading.said.words)


def _elsewhere(reading: Reading) -> bool:
    """`no contracheque`, `o crachá`: in a place that is not said to be here."""
    here = reading.words_of("kept_here") | {i - 1 for i in reading.words_of("ticket")}
    places = cues.listed("name_places", "name_papers")
    return any(word.said in places and i not in here for i, word in enumerate(reading.said.words))


def _name(said: Said, first: int) -> str | None:
    """The words from `first` on that may be of a name, where they are followed by nothing that goes on."""
    words, small = said.words, cues.listed("inside_names")
    ends = cues.words_of(said, "own_name_ends")
    none = cues.listed("small_words", "no_names") - small
    while first < len(words) and words[first].is_mark:
        first += 1
    after = first
    while after < len(words) and not _ends(said, after, ends) and words[after].meant not in none:
        after += 1
    if after < len(words) and not _ends(said, after, ends):
        return None  # `é o que está no crachá`
    while after > first and words[after - 1].said in small:
        after -= 1
    kept = [word for word in words[first:after] if word.said not in {"-", "'", "’"}]
    named = [word for word in kept if word.said not in small]
    if not named or len(kept) > _MOST or kept[0].said in small or len(named[0].said) < 2:
        return None
    return said.part(first, after).strip(" ,.;:!") if all(w.said.isalpha() for w in kept) else None


def _ends(said: Said, i: int, ends: set[int]) -> bool:
    word = said.words[i]
    goes_on = said.words[i + 1 : i + 2]
    if cues.is_joiner(said, i) and goes_on and goes_on[0].said in cues.listed("articles", "whose"):
        return True  # `e a colega é …`
    if word.said in cues.listed("inside_names") and goes_on and goes_on[0].said in cues.listed("work_places"):
        return True  # `Rita Lima da contabilidade`
    glued = word.said in {"-", "'", "’"} and 0 < i < len(said.words) - 1
    return i in ends or (word.is_mark and not glued)
