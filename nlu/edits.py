"""What of a text given before a message changes, and what of a value it takes back (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ground.notation import Command
from nlu import atoms as names
from nlu.in_place import OPEN_STATUSES
from nlu.reading import cues, numbers, references
from nlu.reading.clauses import Clause, cut, sentences
from nlu.reading.exchange import after_colon, denied_part, exchange, rewritten, told_beside
from nlu.reading.literal import (
    after_only,
    exchanged,
    quotations,
    refigured,
    taken_out,
)
from nlu.reading.nearest import nearest
from nlu.reading.removal import keeping, kept, place_rewritten, removed, taking_out
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import (
    content_words,
    joined,
    of_an_address,
    own_address,
    without_lead,
)

_EXCHANGES = ("no", "wrong", "change", "remove", "rather", "condensed_negation")
"""Cues without which new words are added to a text, and take no place of old ones."""
_WISHES = ("open_verb", "cancel_verb", "reopen_verb", "rate_verb")
_ELSE = (
    *_WISHES,
    "stop",
    "person",
    "question",
    "service_word",
    "field_email",
    "field_urgency",
    "remove",
    "takes_out",
)
"""Where a few words are no correction of a text."""
_OF_THE_WHOLE = ("rewrite", "whole_text", "field_text", "not_that", "in_its_place", "change", "exchange")
_BRIEF_TEXT = 3  # words of a text that may go whole without a word for it
_AROUND = 10  # words around quotations which are all that is told
_WRONG = ("wrong", "told_wrong", "not_that", "rewrite", "other_way_round")
_MORE = ("only_adds", "is_missing", "text_as_place")
_REMARK = 6  # words of a sentence said of the text before it is told anew
_EARLY, _TELLS = 6, 2  # words before the field; of a text
SHOWN = ("change", "confirm_open", "confirm_reopen", "draft")
"""Questions under which the text is shown again before anything is done with it."""


def edits(reading: Reading, atoms: frozenset[str], spans: Sequence[tuple[int, int]]) -> list[Command]:
    slot = names.edited_slot(reading.pending, reading.known)
    known = str(reading.known.get(slot) or "")
    found: list[Command] = []
    text = "" if of_an_address(reading, spans) else joined(reading, spans)
    if "edit:remove" in atoms:
        parts = taken_out(reading.text, known) or [_part_removed(reading, known)]
        found += [{"command": "edit", "slot": slot, "how": "remove", "old": part} for part in parts]
    if "edit:replace" in atoms and (replacing := _replacing(reading, known, text)):
        found.append({"command": "edit", "slot": slot, **replacing})
    if "edit:add" in atoms and text and "edit:replace" not in atoms:
        added = {"command": "edit", "slot": slot, "how": "add", "text": text}
        found.append(added if known else {"command": "set", "slot": slot, "value": text})
    gone = {w.said for c in found if c.get("how") == "remove" for w in Said(c["old"]).words}
    found = [c for c in found if c.get("how") != "add" or not {w.said for w in Said(c["text"]).words} <= gone]
    for atom in sorted(atoms):
        if atom.startswith("correct:"):
            found += _corrected(reading, *atom.split(":")[1:])
    edited = {c["slot"] for c in found if c["command"] == "edit"}
    # `a descrição. tira …`: which text it is, and nothing of it is taken back
    return [c for c in found if not (c["command"] == "correct" and not c["value"] and c["slot"] in edited)]


def _replacing(reading: Reading, known: str, text: str) -> Command | None:
    """The whole text anew, a part exchanged, or what is told without a sign of either: added."""
    if whole := rewritten(reading.text):
        return {"how": "replace", "text": whole}
    if known and asks(reading):
        return None
    told = any(cue in reading.cues for cue in _EXCHANGES)
    pair = (exchanged(reading.text, known) or refigured(reading.text, known)) if known else None
    pair = pair or (exchange(reading.text, known, told) if known else None)
    if pair:
        return {"how": "replace", "old": pair[0], "text": pair[1]} if content_words(pair[1]) else None
    if known and len(quotations(reading.said)) and _stands_there(text, known):
        return None  # told once more, word for word
    if known and text and (beside := told_beside(reading.text, known)):
        return {"how": "add", "text": _up_to_the_end(beside, text)}
    agrees = bool(reading.cues.get("yes")) and reading.cues["yes"][0].first == 0
    if known and (not told or agrees or content_words(text) == 1):  # one word is no whole text
        return {"how": "add", "text": text} if text else None
    if known and keeping(reading.said) and _names_parts(text, known):
        return None  # what is to stay, and no text of its own
    if text and len(sentences(Said(known))) > 1 and not set(_OF_THE_WHOLE) & set(reading.cues):
        text = _from_its_clause(reading, text)  # `na verdade …`: the other facts of the text stay
        like = _like(text, Said(known))
        return {"how": "replace", "old": like, "text": text} if like else {"how": "add", "text": text}
    return {"how": "replace", "text": text} if content_words(text) else None


def _from_its_clause(reading: Reading, text: str) -> str:
    """`na verdade ele deixa clicar mas …`: from behind what takes back, where no mark parts both."""
    at, said = reading.text.find(text), reading.said
    ends = [said.words[hit.after - 1].end for hit in reading.cues.get("wrong", ())]
    between = [reading.text[end:at].lstrip(" ,") for end in ends if end < at]
    led = [one for one in between if not set(one) & set(",.!?;\n")]
    return led[-1] + text if led else text


def _up_to_the_end(beside: str, text: str) -> str:
    """From where it is denied up to the end of what is a text (`…, e o meu e-mail é x@y` is none)."""
    at = beside.find(text)
    return beside[: at + len(text)] if at >= 0 else beside


def _names_parts(text: str, known: str) -> bool:
    had = {word.said for word in Said(known).words}
    return all(word.said in had for word in Said(text).words if cues.is_content(word))


def _stands_there(text: str, known: str) -> bool:
    had = {word.said for word in Said(known).words}
    return bool(text) and all(word.said in had for word in Said(text).words if not word.is_mark)


def asks(reading: Reading) -> bool:
    """A question that wants nothing changed: it takes no text away."""
    wanted = ("change", "remove", "takes_out", "rather", "exchange", "add", "put_there")
    wants = any(cue in reading.cues for cue in wanted)
    return reading.text.rstrip().endswith("?") and not wants


def written_anew(reading: Reading) -> Command | None:
    """`melhor assim: …`, as the assistant teaches it where a text is shown."""
    if not _shown_text(reading):
        return None
    if only := after_only(reading.text) or _behind_its_field(reading):
        return _edit(reading, how="replace", text=only)
    said = "rewrite" in reading.cues or "rather" in reading.cues
    whole = rewritten(reading.text) if said else None
    whole = whole or _behind_its_order(reading)
    return _dictated(reading) or (_edit(reading, how="replace", text=whole) if whole else None)


def _behind_its_order(reading: Reading) -> str | None:
    """`quero reescrever. A guia some quando salvo`: what stands behind a sentence that says only that."""
    first = reading.sentences[0].after
    orders = [hit for hit in reading.cues.get("rewrite", ()) if hit.after <= first]
    orders = [hit for hit in orders if hit.phrase not in cues.listed("no_order")]
    passed = reading.words_of("rewrite", "wish", "whole_text", "asks_kindly")
    alone = reading.said.is_only(passed, cues.listed("small_words", "whole_fields"), first)
    if not orders or asks(reading) or not alone:
        return None
    told = reading.said.part(first, len(reading.said.words)).strip()
    return told if content_words(told) > _TELLS else None


def _behind_its_field(reading: Reading) -> str:
    """`o texto: a guia não sai`, `muda o problema para: …`, `ficou ruim. o problema é: …`: what is told
    behind the field and its colon, and a remark before them is none of it."""
    said = reading.said
    colon = said.mark(":")
    first = past_a_remark(said, colon or 0)
    before = said.words[first : colon or 0]
    small = cues.listed("articles", "yes", "no", "copulas", "small_words")
    fields = [word for word in before if word.said in cues.listed("whole_fields")]
    asked = {said.words[i] for i in reading.words_of("change")}
    bare = all(word.is_mark or word in fields or word in asked or word.said in small for word in before)
    if colon is None or colon - first > _EARLY or not fields or not bare:
        return ""
    told = said.part(colon + 1, len(said.words)).strip(" \"'“”")
    return told if content_words(told) >= _TELLS else ""


def _tells_all(told: Said, known: Said) -> bool:
    """`ele abre, mas trava no login`, of `o app não abre`: at least half as long, and of the same."""
    had = {word.said for word in known.words if cues.is_content(word)}
    return 2 * told.count >= known.count and any(word.said in had for word in told.words)


def _dictated(reading: Reading) -> Command | None:
    """`põe: …`, `coloca no texto: …` add what is told behind the colon; behind a remark that the text is
    wrong (`ficou sem pé nem cabeça. escreve: …`), or with `melhor`, it is the text. None for a bare
    `escreve: …`, which may be either."""
    said, colon = reading.said, reading.said.mark(":")
    if colon is None or asks(reading):
        return None
    first = max(one.first for one in reading.clauses if one.first < colon) if colon else 0
    verbs = [hit for hit in reading.cues.get("dictates", ()) if first <= hit.first < colon]
    told, known = said.part(colon + 1, len(said.words)).strip(" \"'“”"), Said(_shown_text(reading) or "")
    anew = [hit for hit in reading.cues.get("writes_anew", ()) if hit.after == colon and hit.first >= first]
    if not _tells_all(Said(told), known):
        anew = [hit for hit in anew if hit.phrase not in cues.listed("of_a_part")]
    stays = [i for i in range(first, colon) if said.words[i].said in cues.listed("stays_so")]
    stays += [hit.first for hit in anew]
    stays = [i for i in stays if said.words[i].said not in cues.listed("writes")]
    passed = reading.words_of("dictates", "asks_kindly", "would_you", "rewrite", "writes_anew")
    small = cues.listed(
        "small_words", "lead_words", "whole_fields", "in_there", "as_well_as", "is_better", "stays_so"
    )
    led = all(
        i in passed or said.words[i].is_mark or said.words[i].said in small for i in range(first, colon)
    )
    if not (verbs or stays) or not led or (Said(told).count if stays else content_words(told)) < _TELLS:
        return None
    became = first and any(word.said in cues.listed("it_became") for word in said.words[:2])
    wrong = became or any(hit.first < first for name in _WRONG for hit in reading.cues.get(name, ()))
    better = any(word.said in cues.listed("is_better") for word in said.words[first:colon])
    more = any(hit.first < colon for name in _MORE for hit in reading.cues.get(name, ()))
    if stays or (not more and (wrong or better)):
        return _edit(reading, how="replace", text=told)
    either = first or said.words[verbs[0].first].said in cues.listed("writes")
    return _edit(reading, how="add", text=told) if more or not either else None


def _like(told: str, base: Said) -> str:
    """The clause of a text that tells of the same: half of its words, two at least; "" where none does."""
    words = {word.said for word in Said(told).words if cues.is_content(word)}
    best, most = None, 1
    for one in cut(base):
        own = {word.said for word in base.words[one.first : one.after] if cues.is_content(word)}
        if len(own & words) > most and 2 * len(own & words) >= len(own):
            best, most = one, len(own & words)
    return base.part(best.first, best.after).strip(" ,;") if best else ""


def past_a_remark(said: Said, colon: int) -> int:
    """The word behind the last sentence before a colon, where all that is said before it is brief."""
    ends = [one.after for one in sentences(said) if one.after <= colon]
    brief = ends and sum(not word.is_mark for word in said.words[: ends[-1]]) <= _REMARK
    return ends[-1] if brief else 0


def kept_only(reading: Reading) -> Command | None:
    """`deixa só a última frase`: the rest of the text goes."""
    shown = _shown_text(reading)
    keeps, removes = keeping(reading.said), taking_out(reading.said)
    colon = reading.said.mark(":", keeps[-1].after) if keeps else None
    if shown and colon is not None and (whole := after_colon(reading.text)):
        return _edit(reading, how="replace", text=whole)
    if not shown or not keeps or "instead" in reading.cues or _of_whom(reading, keeps[0].after):
        return None  # `no lugar de … deixa só …`; `deixa só o meu`: an address
    rest = any(hit.first < keeps[0].first for hit in reading.cues.get("the_rest", ()))
    if removes and removes[0].first < keeps[0].first and not rest:
        return None  # `tira o "muito", fica só lento`: taken out, and how it reads then
    if part := _with_its_sentence(reading, kept(reading.text, shown), shown):
        if again := _said_again(reading, keeps[-1].after, part, shown):
            return _edit(reading, how="remove", old=again)
        return _edit(reading, how="replace", text=part) if part != shown.strip() else None
    # What is to stay is named, and does not stand there: nothing is changed, least of all added.
    return _edit(reading, how="remove", old="") if "field_text" in reading.cues else None


def _said_again(reading: Reading, at: int, part: str, shown: str) -> str:
    """`tá repetido, deixa só o de novembro`: the one other sentence that tells of the like of what stays,
    where the text tells of something else, too."""
    named = [word.said for word in reading.said.words[at : at + 2]]
    points = (
        named[:1] < named and {named[0]} <= cues.listed("articles") and {named[1]} <= cues.listed("belongs")
    )
    if not points and "told_twice" not in reading.cues:
        return ""
    words = {word.said for word in Said(part).words if cues.is_content(word)}
    rest = [Said(Said(shown).part(one.first, one.after).strip()) for one in sentences(Said(shown))]
    rest = [one for one in rest if part not in one.text]
    like = [one.text for one in rest if words & {word.said for word in one.words}]
    return like[0] if len(like) == 1 and len(rest) > 1 else ""


def _with_its_sentence(reading: Reading, part: str, shown: str) -> str:
    """`só a parte da impressora`, `deixa só o SIAFI`: all that is told with it, if no `e` joins another."""
    told = {word.said for word in reading.said.words} & cues.listed("text_parts")
    base = Said(shown)
    for one in sentences(base) if part and (told or reading.services) else ():
        joints = [i for i in range(one.first + 1, one.after) if cues.is_joiner(base, i)]
        for first, after in pairwise([one.first, *joints, one.after]):  # `sem vpn desde ontem e …`
            whole = base.part(first + (first in joints), after).strip()
            alone = whole != shown.strip()  # or nothing would go
            if alone and part.strip(" .") in whole and not cues.find(Said(whole), "greeting"):
                return whole
    return part


def _of_whom(reading: Reading, at: int) -> bool:
    """`o meu`, `o dela`, and nothing behind it in its clause but an address or the word for one."""
    words = reading.said.words[at : at + 3]
    whose = [i for i, word in enumerate(words[:2]) if word.meant in cues.listed("whose")]
    if not whose:
        return False
    behind = words[whose[0] + 1] if whose[0] + 1 < len(words) else None
    return behind is None or behind.is_mark or behind.meant in cues.listed("address_before")


def literal_edit(reading: Reading) -> list[Command]:
    """What is told in quotation marks, with few words around: done as it is told, and shown again."""
    known = _shown_text(reading)
    if known and (pair := place_rewritten(reading.text, known)):
        return [_edit(reading, how="replace", old=pair[0], text=pair[1])]
    quoted = quotations(reading.said)
    around = reading.said.count - sum(len(part.split()) for _, part in quoted)
    if not known or around > _AROUND or asks(reading):
        return []
    if pair := exchanged(reading.text, known):
        return [_edit(reading, how="replace", old=pair[0], text=pair[1])]
    return [_edit(reading, how="remove", old=part) for part in taken_out(reading.text, known)]


def explicit_edit(reading: Reading) -> Command | None:
    """A part exchanged or taken out of the text that is shown, said in so many words: it is confirmed
    afterwards.
    """
    known = _shown_text(reading)
    pair = exchanged_part(reading, known)
    if pair and not asks(reading) and not _instead_of_a_wish(reading):
        return _edit(reading, how="replace", old=pair[0], text=pair[1])
    if known and taking_out(reading.said) and (part := _part_removed(reading, known)):
        return _edit(reading, how="remove", old=part)
    return None


def told_before(reading: Reading) -> tuple[str, str]:
    """(slot, text) of what was told a moment ago, where nothing is asked: the comment of a grade that was
    given, what was noted on a ticket, or what an open ticket was registered with."""
    known, last = reading.known, reading.state.get("last") or {}
    if reading.pending != "none":
        return "", ""
    for slot, key in (("comment", "comment"), ("comment", "rated_comment"), ("information", "information")):
        if known.get(key):
            return slot, str(known[key])
    described = str(last.get("description") or "") if last.get("status") in OPEN_STATUSES else ""
    return (names.DESCRIBED, described) if described else ("", "")


def in_few_words(reading: Reading) -> Command | None:
    """`bloco D`, `é 4417`: of the text that is shown, what is nearest."""
    pair = told_nearest(reading, _shown_text(reading))
    return _edit(reading, how="replace", old=pair[0], text=pair[1]) if pair else None


def told_nearest(reading: Reading, known: str) -> tuple[str, str] | None:
    """None where anything else is wanted or told."""
    return None if not known or _wants_else(reading, known) else nearest(reading.text, known)


def _wants_else(reading: Reading, known: str) -> bool:
    """A word for a wish that the known text tells itself (`não abre`) asks for nothing."""
    had = {word.said for word in Said(known).words}
    wishes = {i for i in reading.words_of(*_ELSE) if reading.said.words[i].said not in had}
    return bool(reading.addresses or reading.full_numbers or wishes)


def put_there(reading: Reading) -> str:
    """`a chave fica com a Rita, põe isso`, `O erro é outro. Queira acrescentar.`: all that is told before the
    order to put it there, where it is one sentence beside courtesy; "" where nothing is told so."""
    said = reading.said
    small = cues.listed(
        "small_words", "pointing_words", "in_there", "as_well_as", "whole_fields", "lead_words"
    )
    kindly = reading.words_of("asks_kindly", "would_you", "can_you", "wish")
    for hit in (*reading.cues.get("puts_it_there", ()), *reading.cues.get("dictates", ())):
        before = hit.first
        while before > 0 and before - 1 in kindly:
            before -= 1
        asked = before < hit.first or not said.words[hit.first].said.endswith("r")  # `salvar, incluir`
        order = before
        while before > 0 and (said.words[before - 1].is_mark or cues.is_joiner(said, before - 1)):
            before -= 1
        rest = range(hit.after, len(said.words))
        only = all(i in kindly or said.words[i].is_mark or said.words[i].meant in small for i in rest)
        if not (asked and only and before < order):
            continue
        told = [
            one for one in reading.sentences if one.first < before and not _is_courtesy(reading, one, before)
        ]
        if len(told) == 1:
            text = said.part(told[0].first, before)
            return text if "?" not in text and content_words(text) >= _TELLS else ""
    return ""


def _is_courtesy(reading: Reading, one: Clause, ends: int) -> bool:
    polite = reading.words_of("thanks", "greeting", "sure_yes", "sigh")
    words = range(one.first, min(one.after, ends))
    return all(i in polite or not cues.is_content(reading.said.words[i]) for i in words)


def put_in_the_text(reading: Reading) -> Command | None:
    """`put_there`, of the text that is shown."""
    known = _shown_text(reading)
    told = without_lead(put_there(reading)) if known else ""
    if not told or nearest(told, known) or exchange(told, known, told=False):
        return None
    return _edit(reading, how="add", text=told)


def _instead_of_a_wish(reading: Reading) -> bool:
    """`abrir um novo em vez de reabrir`: what is exchanged is what is to be done, and no part of a text."""
    ends = {hit.after for hit in reading.cues.get("instead", ())}
    return any(hit.first in ends for verb in _WISHES for hit in reading.cues.get(verb, ()))


def exchanged_part(reading: Reading, known: str) -> tuple[str, str] | None:
    """(what of the known text goes, what comes), where that is said in so many words."""
    if not known:
        return None
    asked = any(cue in reading.cues for cue in ("exchange", "instead", "change", "read_as"))
    pair = exchanged(reading.text, known) or refigured(reading.text, known)
    return pair or (exchange if asked else denied_part)(reading.text, known)


def _part_removed(reading: Reading, known: str) -> str:
    """What is to go of the text: all of it only where that is said."""
    part = removed(reading.text, known)
    whole = part.strip() == known.strip() and "whole_text" not in reading.cues
    return "" if whole and len(known.split()) > _BRIEF_TEXT else part


def _shown_text(reading: Reading) -> str:
    """The text that is shown with the question; "" where none is."""
    slot = names.edited_slot(reading.pending, reading.known)
    return str(reading.known.get(slot) or "") if reading.pending in SHOWN else ""


def _edit(reading: Reading, **edit: str) -> Command:
    return {"command": "edit", "slot": names.edited_slot(reading.pending, reading.known), **edit}


def _corrected(reading: Reading, slot: str, how: str) -> list[Command]:
    value: Any = None
    if how == "said":
        if slot == "email":
            value = own_address(reading)
        elif slot == "service":
            meant = [s for s in reading.chosen_services if not s.denied]
            value = meant[-1].code if meant else None
        elif slot == "urgency":
            value = reading.urgency
        elif slot == "score":
            grade = numbers.grade(reading.said, asked=True)
            value = grade.value if grade else None
        elif slot == "code":
            value = reading.codes[-1].value if reading.codes else None
        elif slot == "ticket":
            best = references.best(reading.references, reading.state)
            if best:
                value = (
                    best.value
                    if best.by == "number"
                    else {"by": best.by, **({} if best.value is None else {"value": best.value})}
                )
    return [{"command": "correct", "slot": slot, "value": value}]
