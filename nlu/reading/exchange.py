"""What of a known text a message exchanges, and for what: `é 1045, não 1054`, `troca câmera por microfone`.

Two sides are looked for: one that the message takes back (behind a no, `em vez de`, `troca`, `digitei`),
whose words stand in the known text, and the one that it puts there. Where only the new one is told, its
like (a number of the same shape, a month, a day of the week) is looked for in the known text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from nlu.reading import cues
from nlu.reading.words import QUOTES, Said, Word

_ENDS = frozenset(".!?;,:—–()\n")
_OPENS, _CLOSES = "([{", ".,;:!?)]}"
_NEAR = 4
"""Words between what takes back and what is taken back."""
_BRIEF = 16
"""Words up to which a correction is told without the verb for one."""
_TELLS = 3
_LONGEST = 80
"""Words up to which a message is looked at for an exchange: a longer one is a story."""


@dataclass(frozen=True)
class Side:
    """Words first to before after of the message."""

    first: int
    after: int


@lru_cache(maxsize=1)
def _classes() -> dict[str, str]:
    """Word -> its class: months, days of the week, numbers in words."""
    content = cues.words()
    places = {word for word in content["ordinals"] if " " not in str(word)}
    named = {"ordinal": places, "number": content["numbers"], "month": content["months"]}
    named["day"] = content["weekdays"]
    return {str(word): name for name, words in named.items() for word in words}


def exchange(text: str, known: str, told: bool = True) -> tuple[str, str] | None:
    """(what of `known` is taken back, as it stands there; what is put there); None where neither is told.

    told: whether it is said at all that something is exchanged; else a number takes the place only of one
    of the same shape.
    """
    said, base = Said(text), Said(known)
    if said.count > _LONGEST or not base.words:
        return None
    alike = _alike(said, base, told)
    unlike = False
    for old_side, new_side in _sides(said, base):
        pair = _fitted(said, base, old_side, new_side)
        if pair and _of_one_kind(*pair):
            return alike if alike and alike[1] == pair[1] else pair
        unlike = unlike or pair is not None
    return None if unlike else alike


def told_beside(text: str, known: str) -> str:
    """`não tá fora, abre mas dá erro ao gerar`: all from the no on, where what it takes back stands in the
    known text and what is told instead is of another kind, so that it takes no place there; else ""."""
    said, base = Said(text), Said(known)
    if said.count > _LONGEST or exchange(text, known):
        return ""
    for hit in cues.find(said, "no"):
        bare = hit.after - hit.first == 1 and not _told_no(said, base, hit.first)
        for old, new in _around_no(said, hit.first) if bare else ():
            if new.first > hit.first and _fitted(said, base, old, new):
                return said.part(min(hit.first, old.first), len(said.words)).strip()
    return ""


def _of_one_kind(old: str, new: str) -> bool:
    """Whether what a no puts there may stand in the place of what it takes back: no pronoun gives way, and no
    sigh, clause or `também` comes."""
    gone, comes = Said(old), Said(new)
    points = cues.listed("pointing_words")
    pointing = (
        all(word.is_mark or word.said in points for word in gone.words) or comes.words[0].said in points
    )
    hollow = cues.words_of(comes, "wait", "sigh", "dictates", "would_you", "asks_kindly") | {
        i for i, word in enumerate(comes.words) if word.meant in cues.listed("lead_words")
    }
    empty = all(word.is_mark or i in hollow for i, word in enumerate(comes.words))
    joints = {word.meant for word in comes.words} & cues.listed("clause_joints")
    longer = comes.count - gone.count > _NEAR
    return not (pointing or empty or longer or joints - {word.meant for word in gone.words})


def denied_part(text: str, known: str) -> tuple[str, str] | None:
    """`não é devolvida pelo banco, é retida pela malha`, `segundo não, terceiro andar`: the exchange, where
    all that a no takes back stands in the known text.
    """
    said, base = Said(text), Said(known)
    had = {word.said for word in base.words}
    if said.count > _BRIEF:
        return None
    for hit in cues.find(said, "no"):
        denies = hit.after - hit.first == 1 and not _told_no(said, base, hit.first)
        for old, new in _around_no(said, hit.first) if denies else ():
            told = [w for w in said.words[old.first : old.after] if cues.is_content(w)]
            told = [w for w in told if not _is_copula(w, said)]
            pair = _fitted(said, base, old, new) if told and all(w.said in had for w in told) else None
            if pair and _of_one_kind(*pair):
                return pair
    return None


def tells_of_another(said: Said) -> bool:
    """`a da sala 20 também`: beside what was told, and not in its place."""
    return any(word.meant in cues.listed("as_well_as") for word in said.words)


def _named(said: Said, at: int) -> str:
    """The nearest word before a number that says what it counts."""
    before = reversed(said.words[max(0, at - _NEAR) : at])
    return next((w.said for w in before if cues.is_content(w) and not _is_copula(w, said)), "")


def rewritten(text: str) -> str | None:
    """`troca tudo por …`, `o texto é: "…"`: the whole new text; None where no rewriting is asked for."""
    said = Said(text)
    asked = [hit for name in ("rewrite", "field_text") for hit in cues.find(said, name)]
    if not asked:
        return None
    colon = said.mark(":")
    if colon is not None and min(hit.first for hit in asked) < colon:
        return _text_from(said, colon + 1)
    opening = next((i for i, word in enumerate(said.words) if word.said in QUOTES), None)
    if opening is not None and min(hit.first for hit in asked) < opening:
        return _text_from(said, opening)
    right = cues.listed("is_right")
    whole = [
        hit
        for hit in cues.find(said, "whole_text")
        if hit.after >= len(said.words) or said.words[hit.after].meant not in right  # `tudo certo, põe …`
    ]
    puts = [hit for hit in cues.find(said, "put_there") if whole and hit.first >= whole[0].after]
    return _text_from(said, puts[0].after) if puts else None


def after_colon(text: str) -> str | None:
    """What is told behind a colon."""
    said = Said(text)
    colon = said.mark(":")
    return None if colon is None else _text_from(said, colon + 1)


def _text_from(said: Said, first: int) -> str | None:
    """What is told from a word on, when it is more than a word or two."""
    lead = cues.listed("text_lead")
    while first < len(said.words) and (said.words[first].said in lead or said.words[first].said in QUOTES):
        first += 1
    told = said.part(first, len(said.words)).strip()
    if sum(word.said in QUOTES for word in said.words[first:]) % 2:
        told = told.strip(" \"'“”")
    return told if sum(not word.is_mark for word in said.words[first:]) >= _TELLS else None


def _sides(said: Said, base: Said) -> list[tuple[Side, Side]]:
    """The likely (taken back, put there), the surest first."""
    found: list[tuple[Side, Side]] = []
    for hit in cues.find(said, "exchange"):
        joint = _joint(said, hit.after)
        if joint:
            found.append((Side(hit.after, joint[0]), Side(joint[1], _end(said, joint[1]))))
    for hit in cues.find(said, "instead"):
        left, right = Side(_begin(said, hit.first), hit.first), Side(hit.after, _end(said, hit.after))
        joint = _joint(said, hit.after)
        behind = Side(joint[1], _end(said, joint[1])) if joint else None
        if _telling(said, left):
            found.append((right, left))
        elif behind:
            found.append((Side(hit.after, joint[0] if joint else hit.after), behind))
    for hit in reversed([*cues.find(said, "no")]):
        if hit.after - hit.first == 1 and not _told_no(said, base, hit.first):
            found += _around_no(said, hit.first)
    for hit in cues.find(said, "taken_back"):
        after = _next(said, hit.after)
        found.append((Side(_begin(said, hit.first), hit.first), Side(after, _end(said, after))))
    for hit in cues.find(said, "read_as"):
        before = hit.first
        while before > 0 and said.words[before - 1].is_mark:
            before -= 1
        if before:
            found.append((Side(_begin(said, before), before), Side(hit.after, _end(said, hit.after))))
    for hit in cues.find(said, "slip"):
        end = _end(said, hit.after)
        found.append((Side(hit.after, end), Side(_begin(said, hit.first - 1), hit.first)))
    return found


def _told_no(said: Said, base: Said, at: int) -> bool:
    """A no that takes nothing back: it stands in quotation marks, or the known text says it of the same word
    (`'certificado não encontrado'`, `o da escola não liga`)."""
    no = cues.listed("no")
    behind = said.words[at + 1] if at + 1 < len(said.words) else None
    repeated = (
        behind is not None
        and cues.is_content(behind)
        and any(one.meant in no and after.said == behind.said for one, after in pairwise(base.words))
    )
    quoted = sum(word.said in QUOTES for word in said.words[:at]) % 2 and any(
        word.said in QUOTES for word in said.words[at:]
    )
    return repeated or bool(quoted)


def _around_no(said: Said, at: int) -> list[tuple[Side, Side]]:
    words = said.words
    end = _end(said, at + 1)
    ahead_ends = at
    joiner = cues.words()["number_joiner"]
    while ahead_ends > 0 and (words[ahead_ends - 1].is_mark or words[ahead_ends - 1].said == joiner):
        ahead_ends -= 1
    before = Side(_begin(said, ahead_ends), ahead_ends)
    if end == at + 1:  # `o de outubro não, o de novembro`
        after = Side(_next(said, end), _end(said, _next(said, end)))
        return [(before, after)] if _telling(said, after) else []
    denied = Side(at + 1, end)
    copula = next((i for i in range(at + 3, end) if _is_copula(words[i], said)), None)
    if copula:  # `não é despacho é nota técnica`
        return [(Side(at + 1, copula), Side(copula, end)), (denied, before)]
    start = _next(said, end)
    if start < len(words) and words[start].meant in cues.listed("but"):
        start += 1
    after = Side(start, _end(said, start))
    excuses = any(
        start <= hit.first < after.after for cue in ("slip", "wrong") for hit in cues.find(said, cue)
    )
    behind = [(denied, after)] if _telling(said, after) and not excuses else []
    ahead = [(denied, before)] if _telling(said, before) else []
    goes_on = start < len(words) and words[end].said not in ".!?;"
    leads = goes_on and (_is_copula(words[start], said) or words[start].said == joiner)
    return [*behind, *ahead] if leads else [*ahead, *behind]


def _joint(said: Said, first: int) -> tuple[int, int] | None:
    """Where `por` or `pra` (or another verb that puts) stands after `first`: (its first word, after it)."""
    hits = [hit for hit in cues.find(said, "put_there") if hit.first > first]
    copulas = [i for i in range(first + 1, _end(said, first)) if _is_copula(said.words[i], said)]
    if hits and (not copulas or hits[0].first < copulas[0]):
        return hits[0].first, hits[0].after
    return (copulas[0], copulas[0] + 1) if copulas else None


def _is_copula(word: Word, said: Said) -> bool:
    return cues.is_copula(said, word) or word.said in cues.listed("copulas")


def _begin(said: Said, at: int) -> int:
    """The beginning of the clause in which the word before `at` stands."""
    first = at
    while first > 0 and not _ends(said, first - 1):
        first -= 1
    return first


def _end(said: Said, first: int) -> int:
    after = first
    while after < len(said.words) and not _ends(said, after):
        after += 1
    return after


def _next(said: Said, at: int) -> int:
    while at < len(said.words) and said.words[at].is_mark:
        at += 1
    return at


def _ends(said: Said, i: int) -> bool:
    """A mark between clauses, and none within a number or a name."""
    word = said.words[i]
    if word.said not in _ENDS:
        return False
    return i + 1 == len(said.words) or said.words[i + 1].start > word.end


def _telling(said: Said, side: Side) -> bool:
    return any(cues.is_content(said.words[i]) for i in range(side.first, side.after))


def _fitted(said: Said, base: Said, old: Side, new: Side) -> tuple[str, str] | None:
    """The words of the known text that `old` names, and those of `new` without what both share."""
    new = _bare(said, _before_its_que(said, base, new))
    if not _telling(said, new) and not any(kind_of(said.words[i]) for i in range(new.first, new.after)):
        return None
    words_new = {said.words[i].said for i in range(new.first, new.after)}
    span = (
        _quoted(said, base, _bare(said, old), words_new)
        or _quoted(said, base, old, words_new)
        or _quoted(said, base, old, set())
    )
    if span is None:
        return None
    first, after = span
    if after - first == 1 and (kind := kind_of(base.words[first])) in {"digits", "number"}:
        same = [i for i in range(new.first, new.after) if kind_of(said.words[i]) == kind]
        if len(same) == 1:
            return _pair(said, base, Side(first, after), Side(same[0], same[0] + 1))
    new = _without_context(said, base, new, first, after)
    while after - first > 1 and new.after - new.first > 1 and _same(base, first, said, new.first):
        first, new = first + 1, Side(new.first + 1, new.after)
    while after - first > 1 and new.after - new.first > 1 and _same(base, after - 1, said, new.after - 1):
        after, new = after - 1, Side(new.first, new.after - 1)
    if new.after - new.first == 1 and (kind := kind_of(said.words[new.first])):
        same = [i for i in range(first, after) if kind_of(base.words[i]) == kind]
        if len(same) == 1:
            first, after = same[0], same[0] + 1
    return _pair(said, base, Side(first, after), new)


def _before_its_que(said: Said, base: Said, new: Side) -> Side:
    """`é ouro que eu preciso`: without the clause that hangs on it; `só que …` is one of its own."""
    first = new.first + 1
    while first < new.after and not cues.is_content(said.words[first - 1]):
        first += 1
    for i in range(first, new.after):
        if said.words[i].meant in cues.listed("when") and new.after - i > _TELLS:
            had = {word.said for word in base.words} | cues.listed("near_days", "weekdays")
            named = any(cues.is_content(w) and w.said in had for w in said.words[new.first : i])
            return Side(new.first, i) if named else new  # `ontem de tarde quando trocaram o roteador`
        if said.words[i].meant == cues.words()["hanging_clause"]:
            led = said.words[i - 1].meant in cues.listed("only") or _is_copula(said.words[i - 1], said)
            told = any(_is_copula(word, said) for word in said.words[i : new.after])  # `lembrei que era 809`
            while i > new.first + 1 and said.words[i - 1].meant in cues.listed("before_que"):
                i -= 1  # `na sexta depois que …`
            return new if led or told else Side(new.first, i)
    return new


def _same(base: Said, i: int, said: Said, j: int) -> bool:
    return base.words[i].said == said.words[j].said


def _bare(said: Said, side: Side) -> Side:
    """Behind the last verb `é` of the side, without marks, joints and small words around."""
    first, after = side.first, side.after
    verbs = [i for i in range(first, after - 1) if _is_copula(said.words[i], said)]
    if verbs:
        first = verbs[-1] + 1
    first = max([first, *(hit.after for hit in cues.find(said, "put_there") if hit.first == first)])
    while after > first and _says_nothing(said.words[after - 1]):
        after -= 1
    while first < after and (
        said.words[first].is_mark
        or said.words[first].said in cues.listed("small_words")
        or said.words[first].meant in cues.listed("but")
    ):
        first += 1
    return Side(first, after)


def _says_nothing(word: Word) -> bool:
    """At the end of a side: a mark, a small word, a laugh, the verb that asks for the exchange."""
    laugh = len(word.said) > 1 and set(word.said) <= {"k"}
    return (
        word.is_mark
        or laugh
        or word.said in cues.listed("small_words", "part_joints")
        or word.said in cues.listed("exchange", "change", "remove")
    )


def _without_context(said: Said, base: Said, new: Side, first: int, after: int) -> Side:
    """`21 funcionários` for `12`, where the known text has `12 funcionários`: without the shared words."""
    left, right = new.first, new.after
    back = {word.said for word in base.words[max(0, first - 3) : first]}
    ahead = {word.said for word in base.words[after : after + 3]}
    while right - left > 1 and said.words[left].said in back:
        left += 1
    while right - left > 1 and said.words[right - 1].said in ahead:
        right -= 1
    while right - left > 1 and said.words[left].said in cues.listed("small_words"):
        left += 1
    while right - left > 1 and said.words[right - 1].said in cues.listed("small_words"):
        right -= 1
    return Side(left, right)


def _quoted(said: Said, base: Said, side: Side, without: set[str]) -> tuple[int, int] | None:
    """The longest run of the side's words that stands in the known text and holds more than small words."""
    best: tuple[int, int] | None = None
    for i in range(side.first, min(side.after, side.first + 3 * _NEAR)):
        for start, word in enumerate(base.words):
            if word.said != said.words[i].said:
                continue
            length = 1
            while (
                i + length < side.after
                and start + length < len(base.words)
                and _same(base, start + length, said, i + length)
            ):
                length += 1
            left, right = start, start + length
            while left < right and not cues.is_content(base.words[left]):
                left += 1
            while right > left and not cues.is_content(base.words[right - 1]):
                right -= 1
            fresh = any(base.words[k].said not in without for k in range(left, right))
            if right > left and fresh and (best is None or right - left > best[1] - best[0]):
                best = (left, right)
    return best


def kind_of(word: Word) -> str:
    """What a word is one of: a number by its shape, a month, a day of the week, a number in words."""
    if any(letter.isdigit() for letter in word.said):
        return "digits"
    return _classes().get(word.said, "")


def _shape(word: Word) -> str:
    return "".join("9" if letter.isdigit() else letter for letter in word.said)


def _letters(word: Word) -> str:
    """`h` of `18h`: no time gives way to a bare number."""
    return "".join(letter for letter in word.said if letter.isalpha())


def _alike(said: Said, base: Said, told: bool) -> tuple[str, str] | None:
    """The one word of the known text that is of the kind of one that the message has and it has not."""
    had = {word.said for word in base.words}
    if tells_of_another(said):
        return None
    for word in reversed(said.words):
        kind = kind_of(word)
        if not kind or word.said in had:
            continue
        alike = [other for other in base.words if kind_of(other) == kind]
        named = _written_on(said, word)
        thing = _named(said, said.words.index(word))
        if kind == "digits" and thing not in had and thing in cues.listed("thing_leads"):
            continue  # `o ramal é 3344`, where no such is told: it is more of the text
        if kind == "digits":
            alike = [other for other in alike if _written_alike(base, other, said, word)]
        shaped = [other for other in alike if kind != "digits" or _shape(other) == _shape(word)]
        if kind == "digits":
            alike = [other for other in alike if told and abs(len(other.said) - len(word.said)) < 2] or shaped
        shaped = [other for other in shaped if _written_on(base, other) == named] or shaped
        for same in (shaped, alike):
            if len(same) == 1 and (kind != "digits" or _letters(same[0]) == _letters(word)):
                old, new = base.words.index(same[0]), said.words.index(word)
                return _pair(said, base, Side(old, old + 1), Side(new, new + 1))
    return None


def _written_alike(base: Said, old: Word, said: Said, new: Word) -> bool:
    """`21` for `18` or `18/2026`, `46/2026` for `45/2026`; no telephone for the number of a contract."""
    marks = _marks(said, new)
    return not marks or marks == _marks(base, old)


def _marks(said: Said, word: Word) -> str:
    """What is written between the digits of the figure that a word is of."""
    at = said.words.index(word)
    return "".join(letter for letter in _whole(said, at, at + 1, brackets=True) if not letter.isalnum())


def _written_on(said: Said, word: Word) -> bool:
    """`1200` of `S-1200`."""
    return word.start > 0 and not said.text[word.start - 1].isspace()


def _pair(said: Said, base: Said, old: Side, new: Side) -> tuple[str, str] | None:
    """Both as typed; what is written on to the old one (`3411-2203`) goes with it where the new one has
    such, too.
    """
    alone = said.part(new.first, new.after)
    put = _whole(said, new.first, new.after)
    taken = base.part(old.first, old.after) if put == alone else _whole(base, old.first, old.after)
    return (taken, put) if put and taken.lower() != put.lower() else None


def _whole(said: Said, first: int, after: int, brackets: bool = False) -> str:
    """The words with what is written on to them: `18.400` and `S-1210` are one; brackets: with those around
    them."""
    if after <= first:
        return ""
    while first > 0 and said.words[first - 1].end == said.words[first].start:
        if said.words[first - 1].said in _OPENS and not brackets:
            break  # `(10.24.0.254)`: the brackets stay
        first -= 1
    while after < len(said.words) and said.words[after].start == said.words[after - 1].end:
        after += 1
    while after > first and said.words[after - 1].said in (".,;:!?" if brackets else _CLOSES):
        after -= 1
    return said.part(first, after).strip("\"'“”")
