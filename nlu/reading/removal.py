"""Which part of a known text a message takes out: what it quotes, or the smallest part that holds most of
what it names.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlu.reading import cues
from nlu.reading.clauses import cut, is_inside, sentences
from nlu.reading.words import QUOTES, Said, Word

_FEW = 3
"""Words that may be meant by themselves, and no part that they stand in."""
_SENTENCE = 14
"""Words of a sentence that goes as a whole where a part of it is named."""
_STEM = 5
"""Letters by which a word of the message and one of the text are taken for the same."""


def taking_out(said: Said) -> list[cues.Hit]:
    """The verbs that ask for a part to go: as the learnt models see them, and as people say them politely."""
    both = [*cues.find(said, "remove"), *cues.find(said, "takes_out")]
    both += [hit for hit in cues.find(said, "not_wanted_there") if _begins(said, hit.first)]
    both += [hit for hit in cues.find(said, "goes_out") if _ends_a_part(said, hit)]
    return sorted({(hit.first, hit.after): hit for hit in both}.values(), key=lambda hit: hit.first)


def _begins(said: Said, first: int) -> bool:
    """Whether only chatter stands before it in its clause."""
    before = next(said.words[c.first : first] for c in cut(said) if c.first <= first < c.after)
    small = cues.listed("lead_words", "small_words")
    return all(word.is_mark or word.meant in small for word in before)


def _ends_a_part(said: Said, hit: cues.Hit) -> bool:
    """`a última frase sai`, `a primeira fica, a última sai`: behind a part of a text, or its place."""
    clause = next(c for c in cut(said) if c.first <= hit.first < c.after)
    behind = said.words[hit.after : clause.after]
    small = cues.listed("small_words", "in_there")
    named = {word.meant for word in said.words[: hit.first]} & cues.listed("text_parts", "names_a_person")
    led = any(cues.is_content(word) for word in said.words[clause.first : hit.first])
    return bool(named) and led and all(word.is_mark or word.meant in small for word in behind)


def removed(text: str, known: str, joint: bool = True) -> str:
    """The part as it stands in `known`; "" where nothing of it is named. joint: with what joins it to the
    rest."""
    said, base = Said(text), Said(known)
    if quoted := _quoted(said, known):
        inside = _as_it_stands(said, Said(quoted)) if _is_before_the_verb(said) else ""
        return inside or quoted
    if word := _alone(said, base) or _one_word(said, base) or _as_it_stands(said, base):
        return word
    named = _named(said)
    parts = sorted({*_parts(base)}, key=lambda part: part[1] - part[0])
    if place := _by_place(said, base):
        return _told(base, *place)
    if joint and (place := _by_kind(said, base)):
        return base.part(*place)
    best, best_score = None, 0.0
    for first, after in parts:
        words = _stems(base.words[first:after])
        shared = sum(1.0 for word in set(words) if word in named)
        score = shared - 0.05 * (after - first)
        if shared and score > best_score:
            best, best_score = (first, after), score
    if best is None:
        return ""
    whole = _its_sentence(said, base, *best) if joint else best
    return _told(base, *(_with_joint(base, *whole) if joint else whole))


def _by_kind(said: Said, base: Said) -> tuple[int, int] | None:
    """`tira o nome do rapaz`, `o número da matrícula`, `a sala`: the only name, the number of what is named,
    or the thing with its number, and the `na` that would hang."""
    verbs = taking_out(said)
    behind = verbs[0].after if verbs else 0
    ends = next((i for i in range(behind, len(said.words)) if said.words[i].said in ",.;!?"), len(said.words))
    told = said.words[behind:ends] or said.words
    content = [word for word in told if cues.is_content(word) and word.said not in cues.listed("in_there")]
    if any(word.said in cues.listed("names_a_person") for word in told):
        return _a_name(base, {word.said for word in content})
    kind = [word for word in content if word.said in cues.listed("names_a_kind")]
    rest = [word.said for word in content if word not in kind]
    numbered = [one for one in figures_of(base)]
    if len(rest) > 1 or not numbered:
        return None
    if not rest:
        return numbered[0] if kind and len(numbered) == 1 else None
    things = [i for i, word in enumerate(base.words) if word.said == rest[0]]
    for first, after in numbered:
        if len(things) == 1 and first == things[0] + 1:
            led = things[0] > 0 and base.words[things[0] - 1].said in cues.listed("belongs", "name_places")
            if led:
                return things[0] - 1, after
            return (first, after) if kind else None
    return None


def figures_of(base: Said) -> list[tuple[int, int]]:
    """Words first to before after of each number with what is written on to it, and of each letter that
    stands for a number (`bloco C`)."""
    found: list[tuple[int, int]] = []
    for i, word in enumerate(base.words):
        typed = base.text[word.start : word.end]
        if found and i < found[-1][1]:
            continue
        letter = len(typed) == 1 and typed.isupper() and i > 0 and cues.is_content(base.words[i - 1])
        if not letter and not any(sign.isdigit() for sign in typed):
            continue
        after = i + 1
        while after < len(base.words) and base.words[after].start == base.words[after - 1].end:
            after += 1
        while base.words[after - 1].is_mark:
            after -= 1
        found.append((i, after))
    return found


def _a_name(base: Said, told: set[str]) -> tuple[int, int] | None:
    """The name that is told, else the only one: with its article where it begins a sentence; with the whole
    of its part where it would leave a hole, or its verb to somebody else."""
    people = [i for i in range(len(base.words)) if is_name(base, i)]
    runs = [i for i in people if i - 1 not in people]
    named = [i for i in runs if base.words[i].said in told] or runs
    others = [i for i, word in enumerate(base.words) if word.said in told and i not in people]
    if len(named) != 1 or any(i + 1 not in people for i in others):
        return None  # `o nome do órgão`, of which the text tells
    first = after = named[0]
    while after in people:
        after += 1
    before = base.words[first - 1] if first else None
    if before is None or cues.is_content(before):
        return first, after
    parts = [one for one in _parts(base) if one[0] <= first and after <= one[1]]
    part = min(parts, key=lambda one: one[1] - one[0])
    leads = part[0] in {one.first for one in sentences(base)} and part[0] == first - 1
    if leads and before.said in cues.listed("bare_articles"):
        return first - 1, after
    if part[1] - part[0] < len(base.words):
        return part
    while first > 1 and not cues.is_content(base.words[first - 1]) and not base.words[first - 1].is_mark:
        first -= 1
    return first, after


def is_name(said: Said, i: int) -> bool:
    """Somebody's: a first name, or a word written large within a sentence."""
    word = said.words[i]
    typed = said.text[word.start : word.end]
    content = cues.words()
    if word.said in content["months"] or not cues.is_content(word):
        return False
    if word.said in cues.listed("first_names"):
        return True
    begins = i == 0 or said.words[i - 1].said in ".!?;:"
    return typed.istitle() and not begins and len(typed) > 2 and not is_inside(said, i)


def _its_sentence(said: Said, base: Said, first: int, after: int) -> tuple[int, int]:
    """`tira a parte do órgão`: the whole sentence in which it stands, where it is not the first told and
    tells nothing behind an `e`."""
    named = {word.said for word in said.words} & cues.listed("text_parts")
    for one in sentences(base) if named else ():
        rest = [*range(one.first, first), *range(after, one.after)]
        joined = any(cues.is_joiner(base, i) for i in rest)
        inside = 0 < one.first <= first and after <= one.after
        if inside and not joined and one.after - one.first <= _SENTENCE:
            return one.first, one.after
    return first, after


def _alone(said: Said, base: Said) -> str:
    """`tira o não sou eu que ficou sozinho`: a sentence that is named from its first to its last word."""
    for verb in taking_out(said):
        first = cues.past_small(said, verb.after)
        for one in sentences(base):
            wanted = [w.said for w in base.words[one.first : one.after] if not w.is_mark]
            told = [w.said for w in said.words[first:] if not w.is_mark][: len(wanted)]
            if len(wanted) > 1 and told == wanted:
                return _told(base, one.first, one.after)
    return ""


def place_rewritten(text: str, known: str) -> tuple[str, str] | None:
    """`a primeira linha é: …`: (the sentence of that place, what is told behind the colon)."""
    said, base = Said(text), Said(known)
    colon = said.mark(":")
    place = _by_place(Said(said.part(0, colon)), base) if colon else None
    told = said.part(colon + 1, len(said.words)).strip() if colon is not None else ""
    return (_told(base, *place), told) if place and told else None


def _is_before_the_verb(said: Said) -> bool:
    """`ficou "minha Ana", tira o minha`: what is quoted shows where it stands."""
    verbs = taking_out(said)
    marks = [i for i, word in enumerate(said.words) if word.said in QUOTES]
    return bool(verbs) and len(marks) == 2 and marks[1] < verbs[-1].first


def kept(text: str, known: str) -> str:
    """`deixa só a última frase`, `deixa só o prazo e o erro`: what of the known text stays, as it stands
    there; "" where anything that is named is not found."""
    said, base = Said(text), Said(known)
    hits = keeping(said)
    if not hits:
        return ""
    if place := _by_place(said, base):
        return _told(base, *place)
    named = _listed(said, hits[-1].after)
    parts = [removed(piece, known, joint=False) for piece in named]
    if not parts or not all(parts):
        return ""
    return parts[0] if len(parts) == 1 else _in_order(parts, known)


def keeping(said: Said) -> list[cues.Hit]:
    """`deixa só …`; `só o erro, o resto tira`."""
    rest = [hit.first for hit in cues.find(said, "the_rest")]
    verbs = taking_out(said)
    near = any(abs(verb.first - at) <= _FEW for verb in verbs for at in rest)
    first = _behind_the_field(said)
    only = [i for i in range(first, min(first + _FEW, len(said.words)))]
    only = [i for i in only if said.words[i].meant in cues.listed("only")]
    led = [cues.Hit(i, i + 1, "") for i in only if near and i < min(verb.first for verb in verbs)]
    brief = [i for i in only if said.count <= 2 * _FEW and _is_a_part(said, i + 1)]
    if not any(cues.is_copula(said, w) for w in said.words[: min(brief, default=0)]):
        led += [cues.Hit(i, i + 1, "") for i in brief]  # and not `é só na da recepção`
    return cues.find(said, "keep_only") or led[:1]


def _is_a_part(said: Said, first: int) -> bool:
    """`só a parte do siafi`, `só o da rede`: behind an article, and of something."""
    words = [word.said for word in said.words[first : first + _FEW]]
    articles, parts, belongs = (cues.listed(name) for name in ("articles", "text_parts", "belongs"))
    named = words[1:2] and ((words[1] in parts and words[2:] and words[2] in belongs) or words[1] in belongs)
    return bool(named) and words[0] in articles


def _behind_the_field(said: Said) -> int:
    """`a descrição. é só que …`: past a clause that says only which text is meant."""
    clause = next(iter(cut(said)), None)
    words = said.words[: clause.after] if clause else []
    small = cues.listed("articles", "whole_fields", "copulas")
    named = any(word.said in cues.listed("whole_fields") for word in words)
    return len(words) if named and all(word.is_mark or word.said in small for word in words) else 0


def _listed(said: Said, first: int) -> list[str]:
    """The pieces of `o prazo, o ramal e o erro`, up to the end of what is named."""
    ends = {hit.first for hit in (*taking_out(said), *cues.find(said, "the_rest"))}
    ends |= cues.words_of(said, "asks_kindly", "put_there", "yes", "thanks", "open_verb", "other_one")
    pieces, begins, then = [], first, cues.listed("now_words")
    for i in range(first, len(said.words) + 1):
        over = i == len(said.words) or i in ends or (said.words[i].said in ".;!?" and not is_inside(said, i))
        if not over and said.words[i].said != "," and not cues.is_joiner(said, i):
            continue
        if any(word.meant in cues.listed("no") for word in said.words[begins:i]):
            break  # `…, a nota não precisa`
        if pieces and any(cues.is_copula(said, word) for word in said.words[begins:i]):
            break  # `…, a mensagem é 504`
        if any(cues.is_content(word) and word.said not in then for word in said.words[begins:i]):
            pieces.append(said.part(begins, i))
        begins = i + 1
        if over:
            break
    return pieces


def _in_order(parts: Sequence[str], known: str) -> str:
    """The parts as they follow one another in the known text, none twice, each a sentence of its own."""
    found = sorted({known.find(part): part for part in parts}.items())
    text, end = "", 0
    for at, part in found:
        if text and at < end:
            continue
        joint = "" if not text else " " if text[-1] in ".!?" else ". "
        text, end = text + joint + part, at + len(part)
    return text


def _with_joint(base: Said, first: int, after: int) -> tuple[int, int]:
    """What begins the text goes with the `e` behind it, which would begin the rest."""
    while first == 0 and after < len(base.words) - 1 and (_joins(base, after) or base.words[after].is_mark):
        after += 1
    return first, after


def _quoted(said: Said, known: str) -> str | None:
    """What stands in quotation marks in the message and in the known text."""
    marks = [i for i, word in enumerate(said.words) if word.said in QUOTES]
    if len(marks) < 2:
        return None
    inner = said.text[said.words[marks[0]].end : said.words[marks[1]].start].strip(" .,;…")
    at = Said(known).folded.find(Said(inner).folded) if inner else -1
    return whole_line(said, marks[0], known[at : at + len(inner)], known) if at >= 0 else None


def whole_line(said: Said, mark: int, part: str, known: str) -> str:
    """`tira a linha "o mesmo só…"`: all of the line, or of the sentence, of which the beginning or a part is
    quoted behind the word for it."""
    named = {word.said for word in said.words[max(0, mark - _FEW) : mark]}
    base = Said(known)
    line = next((one for one in known.split("\n") if part in one), part)
    if named & cues.listed("a_line") and line != known:
        return line
    told = [base.part(one.first, one.after).strip(" ,.;") for one in cut(base)]
    sentence = next((s for one in sentences(base) if part in (s := base.part(one.first, one.after))), part)
    begins = sentence.startswith(part) and not known.startswith(part)
    meant = named & cues.listed("a_line", "a_sentence") or (begins and named & cues.listed("text_parts"))
    return sentence if meant and part not in told else part


def _one_word(said: Said, base: Said) -> str:
    """`tira a palavra colega`: that word, where it stands there; "" where none is named so."""
    named = cues.listed("a_word")
    told = next((word.said for before, word in pairwise(said.words) if before.meant in named), None)
    return _standing(base, [told], alone=not cues.find(Said(told), "insult")) if told else ""


def _standing(base: Said, wanted: Sequence[str], alone: bool = False) -> str:
    """The words as they stand there, with the `de` that would hang but where they go alone; "" where they do
    not."""
    for at in range(len(base.words) - len(wanted) + 1):
        if [word.said for word in base.words[at : at + len(wanted)]] == wanted:
            end = at + len(wanted)
            hangs = (
                not alone
                and end < len(base.words) - 1
                and base.words[end].said == cues.words()["hanging_word"]
            )
            return base.part(at, end + hangs)
    return ""


def _as_it_stands(said: Said, base: Said) -> str:
    """`tira só o também`, `tira o JÁ`, `tira o porcaria, meu chefe lê`: a word or two by themselves."""
    verbs, passed = taking_out(said), cues.listed("in_there")
    first = verbs[0].after if verbs else len(said.words)
    alone = first < len(said.words) and said.words[first].meant in cues.listed("only")
    first = cues.past_small(said, first + alone)
    why = cues.listed("which_is", "because", "or_else")
    after = first
    while after < len(said.words) and not (
        said.words[after].is_mark
        or said.words[after].said in passed
        or (after > first and said.words[after].meant in why)
    ):
        after += 1
    wanted = [word.said for word in said.words[first:after]]
    small = not any(cues.is_content(word) for word in said.words[first:after])
    sure = alone or small or cues.words_of(said, "insult") & set(range(first, after))
    return _standing(base, wanted) if sure and 0 < len(wanted) <= _FEW else ""


def _named(said: Said) -> set[str]:
    """The words that say what goes: behind the verb, to the end of its clause; all where none is said."""
    hits = [*taking_out(said), *cues.find(said, "needless")]
    first = hits[0].after if hits else 0
    parts = [i for i in range(first, len(said.words) - 1) if said.words[i].said in cues.listed("text_parts")]
    if parts and parts[0] <= first + 1 and said.words[parts[0] + 1].meant in cues.listed("which_is"):
        first = parts[0] + 2  # `tira a parte que …`
    puts = {hit.first for name in ("put_there", "exchange") for hit in cues.find(said, name)}
    after = first
    while after < len(said.words) and said.words[after].said not in ",.;!?" and after not in puts:
        if after > first + 1 and said.words[after].meant in cues.listed("which_is", "because"):
            break  # why it is to go
        after += 1
    return set(_stems(said.words[first:after])) or set(_stems(said.words))


def _stems(words: Sequence[Word]) -> list[str]:
    small = cues.listed("small_words")
    return [w.meant[:_STEM] for w in words if w.meant not in small and not w.is_mark]


def _by_place(said: Said, base: Said) -> tuple[int, int] | None:
    """`a última frase`, `a primeira parte`."""
    fields = cues.find(said, "field_text")
    line = said.line
    for verb in taking_out(said)[-1:]:
        clause = next(c for c in cut(said) if c.first <= verb.first < c.after)
        own = Said(said.part(clause.first, clause.after)).line
        line = own if any(f" {name} " in f" {own} " for name in cues.words()["ordinals"]) else line
    ends = cues.words()["text_ends"] if taking_out(said) else {}
    for name, at in {**cues.words()["ordinals"], **ends}.items():
        if (fields or name in ends) and f" {name} " in f" {line} ":
            all_of = sentences(base)
            if len(all_of) < 2 or at > len(all_of):
                return None
            one = all_of[at - 1 if at > 0 else -1]
            return one.first, one.after
    return None


def _parts(base: Said) -> list[tuple[int, int]]:
    """Sentences, clauses, and clauses cut again where a joining word begins a smaller part."""
    found = [(one.first, one.after) for one in (*sentences(base), *cut(base))]
    for first, after in list(found):
        starts = [i for i in range(first + 1, after) if _joins(base, i)]
        for begin, end in zip([first, *starts], [*starts, after], strict=True):
            found.append((begin, end))
    return found


def _joins(base: Said, i: int) -> bool:
    """`é` is no joint, though it is folded as one, nor is the `e` of `e-CAC`."""
    word = base.words[i]
    alone = not base.text[word.end : word.end + 1].strip()
    return word.said in cues.listed("part_joints") and alone and base.text[word.start].lower() != "é"


def _told(base: Said, first: int, after: int) -> str:
    return base.part(first, after).strip(" ,;:")
