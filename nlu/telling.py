"""How much a message tells beside its wish, and which of its words are kept as a text (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from nlu.reading import cues
from nlu.reading.clauses import is_inside
from nlu.reading.turn import Reading
from nlu.reading.words import QUOTES, Said, covered

_HOLLOW = ("small_words", "hollow_words", "continuing")
"""Words that tell nothing of a problem."""
_WISHES = ("complement_verb", "open_verb", "ticket")
_TALE = 30  # words from which an address that nothing says to be the person's is part of what is told
_LAST_WORDS = 2
_OPENS_TEXT = QUOTES | {"("}
_PARTS = frozenset(",;:!?()") | QUOTES
_LEAD_AT = 1  # words before `já falei`
_BESIDE = 3  # words that tell something beside an address
_NO_TALE = (
    "thanks",
    "greeting",
    "yes",
    "no",
    "address_lead",
    "address_own",
    "address_other",
    "field_email",
    "apology",
    "goodbye",
    "wrong",
    "insult",
    "urgency_high",
)


def own_address(reading: Reading) -> str | None:
    theirs = [a for a in reading.addresses if a.others or not a.own]
    to_them = [
        h
        for h in cues.find(reading.said, "to_them")
        if not any(reading.is_led(h, ("no",), near) for near in (1, 2))
    ]
    if len(reading.addresses) > 1 and theirs and to_them:
        return theirs[-1].value  # "o meu é … e o dela é …, manda pra ela"
    if len(reading.addresses) > 1 and not reading.addresses[-1].others and _but_the_last(reading):
        return reading.addresses[-1].value
    own = [a for a in reading.addresses if a.own]
    if not own and reading.said.count > _TALE and reading.addresses[-1:] and not _at_the_end(reading):
        return None  # told in a story, as everything else in it
    kept = own or [a for a in reading.addresses if not a.others]
    if not kept and reading.pending not in {"email", "change"}:
        return None  # a colleague's, told in a story
    return (kept or reading.addresses)[-1].value if reading.addresses else None


def _but_the_last(reading: Reading) -> bool:
    """`o meu é a@x mas não acesso, usa b@y`: a `mas` between both, and nobody else's behind it."""
    between = reading.said.words[reading.addresses[-2].after : reading.addresses[-1].first]
    others = cues.listed("others_own", "first_names", "others_words")
    turns = any(word.meant in cues.listed("adversatives") for word in between)
    was = bool(between) and cues.is_copula(reading.said, between[-1])  # `mas antes era b@y`
    return turns and not was and not any(word.said in others for word in between)


def only_address(reading: Reading, least: int = 2) -> bool:
    """Whether fewer than `least` words say more than an address and how it is written or whose it is."""
    if len(reading.addresses) != 1 or "symptom" in reading.cues:
        return False
    small = cues.listed(*_HOLLOW, "address_before", "address_spelt")
    skipped = covered(reading.addresses) | reading.words_of(*_NO_TALE)
    told = [w for i, w in enumerate(reading.said.words) if i not in skipped and not w.is_mark]
    return sum(len(w.said) > 1 and w.meant not in small and w.said not in small for w in told) < least


def trimmed(reading: Reading, first: int, after: int, least: int = _BESIDE) -> str:
    """The side without what leads to the address and what only joins; "" where it tells less than `least`
    words."""
    said, joins = reading.said, cues.listed("address_before", "joining_words")
    leads = cues.listed("joining_words") - cues.listed("articles", "belongs", "whose", "name_places")
    while first < after and (
        said.words[first].is_mark
        or (said.words[first].meant in leads and not cues.is_copula(said, said.words[first]))
    ):
        first += 1
    while after > first and (said.words[after - 1].is_mark or said.words[after - 1].meant in joins):
        after -= 1
    part = said.part(first, after).strip()
    small = cues.listed(*_HOLLOW, "address_before")
    around = reading.words_of(*_NO_TALE)
    words = [i for i in range(first, after) if not said.words[i].is_mark and i not in around]
    return part if sum(said.words[i].meant not in small for i in words) >= least else ""


def _at_the_end(reading: Reading) -> bool:
    return reading.addresses[-1].after >= len(reading.said.words) - _LAST_WORDS


def joined(reading: Reading, spans: Sequence[tuple[int, int]]) -> str:
    """Neighbouring texts are one: from the first word of the first to the last of the last."""
    if not spans:
        return ""
    said, first, after = reading.said, spans[0][0], spans[-1][1]
    while first < after and said.words[first].is_mark and said.words[first].said not in _OPENS_TEXT:
        first += 1
    if after <= first:
        return ""
    if first <= 0 and after >= len(said.words):
        return reading.text.strip()
    while 0 < first < after and _is_glued(said, first):
        first -= 1  # e-CAC is one word
    while after > first and said.words[after - 1].said in {",", ";", ":", "-", "—"}:
        after -= 1
    first, after = _with_quotes(said, first, after)
    return said.part(first, after).strip()


def of_an_address(reading: Reading, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the words of a text are all of an address, or only lead to one."""
    small = cues.listed(*_HOLLOW, "address_before")
    named = covered(reading.addresses)
    words = [(i, reading.said.words[i]) for first, after in spans for i in range(first, after)]
    return bool(named) and all(i in named or word.is_mark or word.meant in small for i, word in words)


def _is_glued(said: Said, i: int) -> bool:
    before = said.words[i - 1]
    return before.end == said.words[i].start and before.said not in _PARTS


def without_lead(text: str) -> str:
    """`pronto, voltei. o erro é …`, `faltou o tombo 8841`, `sim mas espera, é só aqui`: without the words
    that only lead to it."""
    said, leads = Said(text), cues.listed("lead_words")
    answers, turns = cues.words_of(said, "yes", "wait"), cues.listed("adversatives")
    first = int(bool(said.words) and said.words[0].meant in cues.listed("adversatives"))
    begins = {hit.first: hit.after for hit in cues.find(said, "lead_in")}
    before = -1
    while first > before:
        before, first = first, begins.get(first, first)
        at = first
        while at < len(said.words) and (said.words[at].meant in leads or at in answers):
            at += 1
        if first < at < len(said.words) and said.words[at].meant in turns:
            at, first = at + 1, at + 1
        while at < len(said.words) and said.words[at].is_mark and said.words[at].said not in QUOTES:
            at, first = at + 1, at + 1
    told = without_repeat(said.part(first, len(said.words)).strip())
    return told if content_words(told) else text


def without_repeat(text: str) -> str:
    """`já falei, o outlook não abre`: without the remark, where a mark or `que` parts it off."""
    said = Said(text)
    leads = cues.listed("lead_words")
    first = next((i for i, w in enumerate(said.words) if not (w.is_mark or w.meant in leads)), 0)
    near = max(first, _LEAD_AT)  # `ué, já falei`
    hits = [*cues.find(said, "told_before"), *cues.find(said, "i_said")]
    before = [hit.after for hit in hits if hit.first <= near]
    at = before[-1] if before else len(said.words)
    if at >= len(said.words) - 1 or not (
        said.words[at].is_mark or said.words[at].said in cues.listed("text_lead")
    ):
        return text
    return said.part(at + 1, len(said.words)).strip()


def _with_quotes(said: Said, first: int, after: int) -> tuple[int, int]:
    """A quotation is not cut from the mark that opens or closes it."""
    marks = sum(word.said in QUOTES for word in said.words[first:after])
    if marks % 2 and after < len(said.words) and said.words[after].said in QUOTES:
        return first, after + 1
    if marks % 2 and first > 0 and said.words[first - 1].said in QUOTES:
        return first - 1, after
    return first, after


def tells(reading: Reading, text: str) -> bool:
    """Whether a text told with a request holds more than the names of the service and of the ticket."""
    small = cues.listed(*_HOLLOW)
    wishes = cues.words_of(Said(text), *_WISHES)
    if cues.find(Said(text), "symptom"):
        return True
    named = {word.said for s in reading.chosen_services for word in reading.said.words[s.first : s.after]}
    telling = sum(
        word.meant not in small and word.said not in named and not word.is_mark and not word.said.isdigit()
        for i, word in enumerate(Said(text).words)
        if i not in wishes
    )
    return telling > int("?" in text or "?" in reading.text)


def content(reading: Reading) -> int:
    """How many words say more than a request, the names of systems and addresses."""
    small = cues.listed(*_HOLLOW)
    leads = cues.listed("address_before") if reading.addresses else frozenset()
    named = covered((*reading.services, *reading.addresses))
    skipped = named | reading.words_of(*_WISHES, "greeting")
    return sum(
        i not in skipped and not word.is_mark and word.meant not in small and word.meant not in leads
        for i, word in enumerate(reading.said.words)
    )


def content_words(text: str) -> int:
    """How many are more than small words and sighs: `ué, eu não falei de procuração` puts nothing in its
    place.
    """
    small = cues.listed(*_HOLLOW)
    sighs = cues.words_of(Said(text), "sigh")
    return sum(
        word.meant not in small and not word.is_mark and i not in sighs
        for i, word in enumerate(Said(text).words)
    )


def without_own_address(reading: Reading) -> str | None:
    """What is told before the person's own address at the end of a message, or before `email dela x@y` where
    the system is asked; None where there is none."""
    own = [a for a in reading.addresses if a.own or reading.pending == "service"]
    if len(reading.addresses) != 1 or not own or own[0].after < len(reading.said.words) - 1:
        return None
    first = _before_address(reading, 0, own[0].first)
    if not own[0].own and not cues.find(Said(reading.said.part(first, own[0].first)), "field_email"):
        return None
    return reading.said.part(0, first).strip(" ,;:") if 2 < first < own[0].first else None


def _lead_of(reading: Reading, at: int) -> int | None:
    """Where `me respondam em`, which leads to the address at `at`, begins."""
    ends = at
    words, joiner = reading.said.words, cues.words()["number_joiner"]
    while ends > 0 and (words[ends - 1].is_mark or words[ends - 1].said == joiner):
        ends -= 1
    hits = [hit for hit in reading.cues.get("address_lead", ()) if hit.after in {ends, at}]
    return min((hit.first for hit in hits), default=None)


def _before_address(reading: Reading, first: int, at: int) -> int:
    """Where the clause begins that tells the person's address."""
    lead = _lead_of(reading, at)
    if lead is not None and lead > first:
        return lead
    for i in range(at - 1, first, -1):
        word = reading.said.words[i]
        if (word.is_mark and word.said in ".,;:!?" and not is_inside(reading.said, i)) or (
            cues.is_joiner(reading.said, i)
            and at - i <= 5
            and reading.text[word.end : word.end + 1].isspace()
        ):
            return i + (1 if word.is_mark and word.said in ".!?" else 0)
    return at if at - first > 6 else first
