"""What is said in so many words where a text is shown before it is sent (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.questions import told_once_more
from nlu.reading import cues, literal
from nlu.reading.clauses import Clause
from nlu.reading.nearest import nearest
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.sureness import HARMLESS, TELLS, adds, is_question, tells_more
from nlu.telling import content, content_words, without_lead

NO_MORE = (
    "thanks", "goodbye", "wish", "person", "question", "stop", "wait", "praise", "insult", "condition",
    "hedge",
)  # fmt: skip
_GOES = ("add", "put_there", "whole_text", "field_text", "exchange", "in_its_place", "neither_of_them")
_NO_DETAIL = ("hedge", "person", "insult", "praise", "goodbye", "takes_back", "neither_of_them")
_ELSE_ASKED = ("add", "put_there", "dictates", "remove", "exchange", "cancel_verb", "keep_only", "person")
_NOT_LAST = ("yes", "no", "rest_is_right", "exchange", "rather", "wrong", "open_verb", "urgency_named")
_OF_THE_SLIP = (
    "slip",
    "told_wrong",
    "apology",
    "change",
    "remove",
    "takes_out",
    "puts_back",
    "ticket",
    "not_of_it",
)
_NO_FACT = ("yes", "sure_yes", "open_verb", "cancel_verb", "person", "thanks", "goodbye", "stop", "wait")
_DECIDES = ("start", "stop", "affirm", "deny", "back")
_FIGURE = 4  # digits of a figure that is told for itself: a telephone, a number of a thing
_REMARK = 10  # words beside an order that says all that is wanted


def only_a_yes(reading: Reading) -> bool:
    """`sei lá, acho que tá bom`: a yes and a doubt, and nothing that a text would tell."""
    around = reading.words_of("yes", "sure_yes", "likely_so", "hedge", "sigh", "greeting", "thanks", "insult")
    small = cues.listed("small_words", "lead_words", "called_so")
    told = bool({"yes", "sure_yes", "likely_so"} & set(reading.cues)) and "no" not in reading.cues
    return told and reading.said.is_only(around, small)


def works_now(reading: Reading) -> bool:
    """`testei de novo e funcionou`: in a few words, and nothing that fails, is denied or asked beside it."""
    against = {"no", "symptom", "still_broken", "condition", "without", "stop", *_ELSE_ASKED, "down"}
    words, turns = reading.said.words, cues.listed("adversatives", "only")
    turns = any(one.meant in turns and not other.is_mark for one, other in pairwise(words))  # no `olha só,`
    works = len(reading.cues.get("works_now", ())) > _comes_else(reading)
    told = works and reading.words_of("just_now")
    asked = reading.pending in ("confirm_open", "email") and "?" not in reading.text
    return bool(told) and asked and not (turns or against & set(reading.cues)) and content(reading) <= _REMARK


def _comes_else(reading: Reading) -> int:
    """How often it is something else that comes: `abriu uma tela azul`, `voltou igual`, and not `abriu.`"""
    words, hits = reading.said.words, reading.cues.get("works_now", ())
    led = [hit for hit in hits if hit.phrase in cues.listed("may_come") and hit.after < len(words)]
    return sum(not words[hit.after].is_mark for hit in led)


def where_it_goes(reading: Reading) -> list[Command]:
    """`no lugar`, `troca tudo por isso`, `os dois`, where it is asked what becomes of what was told."""
    told = str(reading.known.get("untold") or "")
    if reading.pending != "draft" or not told or reading.text.rstrip().endswith("?"):
        return []
    slot = names.edited_slot(reading.pending, reading.known)
    whole: Command = {"command": "edit", "slot": slot, "how": "replace", "text": told}
    said: tuple[tuple[str, Command], ...] = (
        ("neither_of_them", {"command": "deny"}),
        ("both_stay", {"command": "affirm"}),
        ("in_its_place", whole),
        ("add", {"command": "affirm"}),
    )
    name, command = next((one for one in said if one[0] in reading.cues), ("", whole))
    parted = len(reading.said.words) > 1 and reading.said.words[1].is_mark  # `não, troca`
    noes = [hit for hit in reading.cues.get("no", ()) if hit.first or not parted or name != "in_its_place"]
    denied = noes and name != "neither_of_them"
    polite = ("yes", "sure_yes", "no", "asks_kindly", "thanks")
    around = reading.words_of(name, *_GOES, *polite) if name else set()
    small = cues.listed("small_words", "lead_words", "in_there", "of_this", "only")
    return [command] if name and not denied and reading.said.is_only(around, small) else []


def put_back(reading: Reading) -> list[Command]:
    """`Valha-me. Isto ficou sem sentido, volte como estava`, `nenhum dos dois, quero o texto anterior`, where
    nothing else is asked for: the text as it was before its last change."""
    untold = reading.pending == "draft" and reading.known.get("untold")
    hits = reading.cues.get("puts_back", ())
    if not hits or reading.pending not in SHOWN or (reading.pending == "draft" and not untold):
        return []
    passed = reading.words_of("puts_back", "asks_kindly", "would_you", "can_you", "wish", "sigh")
    small = cues.listed("small_words", "lead_words", "whole_fields", "pointing_words", "of_the_last_change")
    here = [one for one in reading.clauses if any(one.first <= hit.first < one.after for hit in hits)]
    words = [i for one in here for i in range(one.first, one.after)]
    bare = all(
        i in passed or reading.said.words[i].is_mark or reading.said.words[i].said in small for i in words
    )
    orders = reading.words_of(*_ELSE_ASKED) - reading.words_of("asks_kindly")
    else_asked = orders or reading.text.rstrip().endswith("?") or reading.addresses
    if not bare or else_asked or reading.said.count - len(words) > _REMARK:
        return []
    return [{"command": "deny"}, {"command": "back"}] if untold else [{"command": "back"}]


def more_told(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """`ah, só com anexo grande. sem anexo vai`, where a text is shown: the likeliest reading keeps more of
    it, and the next does nothing else. All of it, from where either begins: it is shown before it is sent."""
    if not likely or not adds(likely[0]) or reading.pending not in SHOWN or is_question(reading):
        return []
    if tells_more(reading):
        return likely[0]
    texts = [str(c["text"]) for said in likely if adds(said) for c in said]
    nothing = [
        c for said in likely for c in said if c["command"] == "edit" and not (c.get("old") or c.get("text"))
    ]
    harmless = all(
        adds(said) or all(c["command"] in HARMLESS or c in nothing for c in said) for said in likely
    )
    doubts = set(_NO_DETAIL) & set(reading.cues) or reading.said.words[0].meant in cues.listed("no")
    shown = reading.pending in ("confirm_open", "change")
    if not (shown and harmless) or doubts or content(reading) < TELLS:
        return []
    at = min(reading.text.find(text) for text in texts)
    ends = max(reading.text.find(text) + len(text) for text in texts)
    behind = content_words(reading.text[ends:]) and not cues.find(Said(reading.text[ends:]), "thanks")
    told = reading.text[at:].strip() if behind else reading.text[at:ends]
    return [{**likely[0][0], "text": told}] if at >= 0 else []


def with_its_rest(reading: Reading, commands: list[Command]) -> list[Command]:
    """What is told beside the part of a text that changes is added: a figure in another clause (`é café, e me
    chama no 11 98877-6655`), what hangs on what comes (`sexta, depois que …`), a sentence behind what goes;
    and what is told behind how urgent it is."""
    if reading.pending not in SHOWN:
        return commands
    gives_up = {"stop", "no", "thanks"} & set(reading.cues)
    if commands == [{"command": "stop"}] and not gives_up and _comes_else(reading):
        return [{"command": "unclear"}]  # `voltou igual`, `voltou tudo aqui, encerra`: it is asked
    changes = [c for c in commands if c["command"] != "affirm"]
    levels = reading.words_of(*(name for name in reading.cues if name.startswith("urgency_")))
    if [c.get("slot") for c in changes] == ["urgency"]:
        last = reading.clauses[-1]
        once = not levels & set(range(last.first, last.after))  # `a urgência, põe alta` tells nothing else
        told = _told_last(reading, last, levels) if once else ""
        return [*changes, *_more(reading, told)] if told else commands
    edits = [c for c in commands if c["command"] in ("edit", "start", "stop")]
    if len(edits) != 1 or edits[0].get("how") not in ("replace", "remove") or not edits[0].get("old"):
        return commands
    edit, known = edits[0], str(reading.known.get(edits[0]["slot"]) or "")
    used = " ".join(str(value) for c in commands for value in c.values()).lower()
    fresh = [f for f in literal.figures(reading.said) if f.text.lower() not in used]
    anew = [(old, f.text) for f in fresh if (old := literal.in_its_place(f, known))]
    if anew and edit["how"] == "replace":
        return [*commands, *({**edit, "old": old, "text": text} for old, text in anew)]
    hangs = _more(reading, _hanging(reading, edit["text"])) if edit["how"] == "replace" else []
    return [*commands, *hangs, *_beside_the_change(reading, edit, known)]


def _more(reading: Reading, text: str) -> list[Command]:
    slot = names.edited_slot(reading.pending, reading.known)
    return [{"command": "edit", "slot": slot, "how": "add", "text": text}] if text else []


def _hanging(reading: Reading, new: str) -> str:
    """`depois que mexeram no celular`, behind what comes: up to the end of its sentence."""
    said = reading.said
    ends = said.folded.rfind(Said(new).folded) + len(new)
    first = next((i for i, w in enumerate(said.words) if w.start >= ends and not w.is_mark), len(said.words))
    if first == len(said.words) or said.words[first].meant not in cues.listed("hangs_on"):
        return ""
    told = said.part(first, next(one.after for one in reading.sentences if first < one.after)).strip(" ,.;!")
    against = {*NO_MORE, "wrong", "slip", "told_wrong"} - {"condition", "question"}
    against &= set(cues.find_all(Said(told)))
    return told if content_words(told) >= TELLS and not against else ""


def with_what_is_missed(reading: Reading, commands: list[Command]) -> list[Command]:
    """`cadê o resto que escrevi? são três salas`: what is told once more behind the complaint is added."""
    first = told_once_more(reading)
    if not first or reading.addresses or any(c["command"] in _DECIDES for c in commands):
        return commands
    first += reading.said.words[first].meant in cues.listed("which_is")
    told = reading.said.part(first, len(reading.said.words))
    tells = content_words(told) and "?" not in told and not set(_NO_FACT) & set(cues.find_all(Said(told)))
    kept = [c for c in commands if c.get("slot") == "urgency"]
    return [*_more(reading, without_lead(told)), *kept] if tells else commands


def _beside_the_change(reading: Reading, edit: Command, known: str) -> list[Command]:
    """`de tarde não fico aqui. aliás a sala é a 12`: the sentences, and the clauses with a long figure (`é
    café, e me liga no 3422-7788`), that share no word with what changes, and tell something or put something
    else right; none where the text is dictated anew."""
    said, changes = reading.said, f"{edit['old']} {edit.get('text', '')}"
    small, leads = cues.listed("small_words", "lead_words"), cues.listed("no", "pointing_words")
    changing = {w.said for w in Said(changes).words if w.said not in small}
    why = "no" if edit["how"] == "replace" else ""  # `tira isso, ele não quer`
    against = {*NO_MORE, *_NO_DETAIL, *_NOT_LAST, *_OF_THE_SLIP} - {"question", "hedge", "wish", why}
    long = {f.first for f in literal.figures(said) if len(f.text) >= _FIGURE and f.text not in known}
    figured = [c for c in reading.clauses if long & set(range(c.first, c.after))]
    told: list[Command] = []
    heard = 0
    for one in sorted({*reading.sentences, *figured}, key=lambda c: (c.first, -c.after)):
        first = one.first + cues.is_joiner(said, one.first)
        part = Reading(said.part(first, one.after).strip(" ,;"), {}, reading.finder)
        words = {word.said for word in part.said.words if not word.is_mark and word.said not in small}
        begins = {part.said.words[0].meant, part.said.words[0].said}
        led = begins & leads or any(not one.everyday for one in part.services)
        same = words & changing or any(word.isdigit() and word in changes for word in words)
        ends = one.ends == "?" or is_question(part) or first < heard or said.mark(":") is not None
        tells = why or literal.figures(part.said) or "symptom" in part.cues
        tells = tells or any(cues.is_copula(part.said, word) for word in part.said.words[1:])
        if led or same or ends or part.addresses or not tells or against & set(part.cues):
            continue
        heard = one.after
        if pair := nearest(part.text, known):
            told.append({**edit, "how": "replace", "old": pair[0], "text": pair[1]})
        elif part.said.count >= TELLS and content_words(part.text) and words - cues.listed("whole_fields"):
            told += _more(reading, part.text)
    return told


def _told_last(reading: Reading, last: Clause, levels: set[int]) -> str:
    """`é urgente viu, a folha fecha sexta`: what is told last, behind how urgent it is, where it tells
    something of its own."""
    told = reading.said.part(last.first, last.after).strip(" ,;!")
    said, small = Said(told), cues.listed("small_words", "lead_words")
    words = {word.said for word in said.words if not word.is_mark and word.said not in small}
    against = {*NO_MORE, *_NO_DETAIL, *_NOT_LAST} & set(cues.find_all(said))
    points = said.words[0].said in cues.listed("pointing_words") if said.words else True
    behind = levels and max(levels) < last.first and last.ends != "?"
    return told if behind and not (against or points) and len(words) >= TELLS else ""
