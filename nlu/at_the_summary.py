"""What is said in so many words where a text is shown before it is sent (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ground.notation import Command
from nlu import atoms as names
from nlu.address_shown import keeps_the_address
from nlu.edits import SHOWN
from nlu.in_place import ADDS, OPENS, reference_command
from nlu.pending import kind
from nlu.reading import cues, literal, references
from nlu.reading.clauses import Clause
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import asks_to_put, content, content_words, without_lead, without_yes

_ANOTHER = ("other_one", "two_told", "no_ticket")
NO_MORE = (
    "thanks",
    "goodbye",
    "wish",
    "person",
    "question",
    "stop",
    "wait",
    "praise",
    "insult",
    "condition",
    "hedge",
)
_PIECE = 4  # words of a piece that is taken out of a text that comes back
_LEAD = 9  # words before the colon
_EARLY = 2
_TELLS = 3
_BELIEVED = 0.2  # share from which a wait needs no word for it
_FIGURE = 4  # digits of a figure that is told for itself: a telephone, a number of a thing


def about_the_text(reading: Reading) -> list[Command]:
    """`quero ver o texto todo`, `volta como estava`: shown again, or as it was."""
    if reading.pending not in SHOWN:
        return []
    if "undoes" in reading.cues or any(_only_back(reading, c) for c in reading.clauses):
        return [{"command": "back"}, *_also_taken_out(reading)]
    if _back_to_the_address(reading):
        return [{"command": "correct", "slot": "email", "value": None}, {"command": "back"}]
    changes = {"remove", "add", "keep_only", "exchange"} & set(reading.cues)
    asks = "noted" in reading.cues and reading.text.rstrip().endswith("?") and "no" not in reading.cues
    return [{"command": "repeat"}] if asks or ("sees_text" in reading.cues and not changes) else []


def _only_back(reading: Reading, clause: Clause) -> bool:
    """`não, volta. deixa com o também`: a clause of its own."""
    words = [w.meant for w in reading.said.words[clause.first : clause.after] if not w.is_mark]
    return len(words) == 1 and words[0] in cues.listed("back")


def _also_taken_out(reading: Reading) -> list[Command]:
    """`volta como estava e tira só o primeiro não`: what goes of the text that comes back, in its words."""
    said = reading.said
    back = [*reading.cues.get("undoes", ()), *reading.cues.get("back", ())]
    verbs = [hit for hit in reading.cues.get("remove", ()) if back and hit.first > back[0].first]
    if not verbs or "field_text" in {name for name in reading.cues if _behind(reading, name, verbs[0].after)}:
        return []
    first = verbs[0].after
    while first < len(said.words) and said.words[first].meant in cues.listed("only", "articles"):
        first += 1
    part = said.part(first, len(said.words)).strip(" .!,\"'“”")
    slot = names.edited_slot(reading.pending, reading.known)
    few = 0 < len(part.split()) <= _PIECE
    return [{"command": "edit", "slot": slot, "how": "remove", "old": part}] if few else []


def _behind(reading: Reading, name: str, first: int) -> bool:
    return any(hit.first >= first for hit in reading.cues.get(name, ()))


def _back_to_the_address(reading: Reading) -> bool:
    """`volta o e-mail dele`, `o meu e-mail continua o da Ana`: the address, and not the text."""
    if keeps_the_address(reading):
        return True
    near = [
        hit
        for hit in reading.cues.get("back", ())
        for field in reading.cues.get("field_email", ())
        if 0 <= field.first - hit.after <= _EARLY
    ]
    denied = any(reading.is_led(hit, ("no",), _EARLY) for hit in near)
    known = reading.known.get("email") and not reading.addresses and not denied
    return bool(near and known) and not reading.text.rstrip().endswith("?")


def shows_an_error(reading: Reading) -> Command | None:
    """`a mensagem que aparece é: PERÍODO NÃO ENCONTRADO`: more of the text, whatever no stands in it."""
    said = reading.said
    slot = names.edited_slot(reading.pending, reading.known)
    colon = said.mark(":", 0, _LEAD)
    if reading.pending not in SHOWN or not reading.known.get(slot) or not colon or reading.text.endswith("?"):
        return None
    before = said.words[:colon]
    names_it = any(word.said in cues.listed("error_words") for word in before)
    edits = ("remove", "exchange", "instead", "keep_only", "rewrite", "change", "no", "wrong", "right_is")
    edits_it = any(hit.first < colon for name in edits for hit in reading.cues.get(name, ()))
    right = any(word.meant in cues.listed("right_words") for word in before)
    told = said.part(colon + 1, len(said.words)).strip()
    if not names_it or edits_it or right or content_words(told) < 1:
        return None
    text = without_lead(without_yes(reading, reading.text.strip()))
    return {"command": "edit", "slot": slot, "how": "add", "text": text}


def asks_what_there_is(reading: Reading) -> list[Command]:
    """`quais serviços tem na lista?`: which there are is a question, and names none."""
    said = reading.said
    plural = [i for i, word in enumerate(said.words) if word.said in cues.listed("all_services")]
    led = any(said.words[i - 1].meant in cues.listed("which_ones") for i in plural if i)
    asked = led and not reading.services and "symptom" not in reading.cues
    return [{"command": "ask", "about": "faq_support_types"}] if asked else []


def more_of_it(reading: Reading, commands: list[Command]) -> list[Command]:
    """`faltou: não abre em nenhum setor` is no second problem: no word for another one, no other system."""
    told = next((c for c in commands if c["command"] == "set" and c.get("slot") == "description"), None)
    if reading.pending != "confirm_open" or OPENS not in commands or told is None:
        return commands
    named = {s.code for s in reading.chosen_services if not s.everyday} - {
        reading.known.get("service"),
        OTHER,
    }
    symptom = reading.words_of("symptom")
    opens = any(hit.first not in symptom for hit in reading.cues.get("open_verb", ()))
    if named or opens or (set(_ANOTHER) & set(reading.cues) and "only_one" not in reading.cues):
        return commands
    more: Command = {"command": "edit", "slot": "description", "how": "add", "text": told["value"]}
    return [more, *(c for c in commands if c not in (OPENS, told, more) and c.get("slot") != "service")]


def for_one_there_is(reading: Reading) -> list[Command]:
    """`não é outro, é pra pôr no da VPN`, where a new one is put together: what was told goes to that one."""
    ticket = reading.state.get("last") or (reading.state.get("listed") or [None])[-1]
    told = str(reading.known.get("description") or "")
    asked = reading.pending in {"confirm_open", "service", "email", "change"}
    if not (asked and ticket and told and "no_new_one" in reading.cues) or "?" in reading.text:
        return []
    best = references.best(reading.references, reading.state)
    which = reference_command(best, shown=True) if best else {"command": "choose", "by": "that"}
    information: Command = {"command": "set", "slot": "information", "value": told}
    return [{"command": "stop"}, ADDS, which, information]


def no_other(reading: Reading) -> bool:
    """`não tem outro, já falei`, where a system or a text is asked for one more ticket: there is none."""
    asked = reading.pending in {"service", "description"} and "only_one" in reading.cues
    return asked and "field_text" not in reading.cues  # `o texto é o mesmo`


def told_at(reading: Reading) -> Command | None:
    """`não, o motivo é que ele abre e fecha sozinho`: what stands behind the field and its `é`."""
    if reading.pending not in SHOWN or reading.text.rstrip().endswith("?"):
        return None
    denied = [hit for hit in reading.cues.get("no", ()) if hit.first <= _EARLY]
    words = reading.said.words
    for field in reading.cues.get("field_text", ()) if denied else ():
        at = field.after
        if field.first <= denied[0].first or at >= len(words) or not cues.is_copula(reading.said, words[at]):
            continue
        told = reading.said.part(cues.past_lead(reading.said, at + 1), len(words)).strip()
        if len(told.split()) >= _TELLS:
            slot = names.edited_slot(reading.pending, reading.known)
            return {"command": "edit", "slot": slot, "how": "replace", "text": told}
    return None


def told_to_add(reading: Reading) -> Command | None:
    """`é pra pôr no mesmo chamado: o teclado falha`, `põe "é urgente"`: what stands behind the colon, or in
    the quotation marks, where all around it only asks that it be put there."""
    said = reading.said
    slot = names.edited_slot(reading.pending, reading.known)
    if reading.pending not in SHOWN or not reading.known.get(slot):
        return None
    add: Command = {"command": "edit", "slot": slot, "how": "add"}
    quoted = literal.quotations(said)
    if len(quoted) == 1:
        at, text = quoted[0]
        rest = said.part(0, at) + said.text[said.words[at].end :].partition(text)[2][1:]
        return {**add, "text": text} if asks_to_put(Said(rest), 0, len(Said(rest).words)) else None
    colon = said.mark(":")
    if colon is None or colon + 1 >= len(said.words) or not asks_to_put(said, 0, colon):
        return None
    return {**add, "text": said.part(colon + 1, len(said.words)).strip()}


def yes_by_its_verb(reading: Reading) -> list[Command]:
    """`isso, acrescenta`, `pode registrar a pergunta`, where just that is offered: a yes, and no text."""
    said, asked = reading.said, reading.words_of("the_question")
    verbs = reading.words_of("add", "put_there", *(("open_verb",) if asked else ()))
    no = {"no", "stop", "wait", "condition"} & set(reading.cues)
    if reading.pending != "draft" or not verbs or no or reading.text.rstrip().endswith("?"):
        return []
    small = cues.listed("small_words", "lead_words", "putting_small", "yes")
    around = verbs | asked | reading.words_of("yes", "asks_kindly", "thanks")
    plain = all(
        i in around or word.is_mark or word.meant in small or word.said in small
        for i, word in enumerate(said.words)
    )
    return [{"command": "affirm"}] if plain else []


def refused_first(reading: Reading) -> bool:
    """`não. só quero que …`: a no that is a sentence of its own, where yes or no is asked."""
    first = reading.sentences[0] if reading.sentences else None
    if kind(reading.pending) != "yes_no" or first is None or len(reading.sentences) < 2:
        return False
    words = [w for w in reading.said.words[first.first : first.after] if not w.is_mark]
    return bool(words) and all(w.meant in cues.listed("no") for w in words)


def yes_and_more(reading: Reading) -> list[Command]:
    """`isso. desde as 6h da manhã`: a yes that is a sentence of its own, a piece of the text behind it."""
    first, words = (reading.sentences or [None])[0], reading.said.words
    if reading.pending != "confirm_open" or first is None or first.after >= len(words):
        return []
    yes = [
        w for i, w in enumerate(words[: first.after]) if not w.is_mark and i not in reading.words_of("yes")
    ]
    asks = reading.text.rstrip().endswith("?") or set(NO_MORE) & set(reading.cues)
    told = reading.said.part(first.after, len(words)).strip()
    if yes or asks or content_words(told) < _EARLY:
        return []
    return [{"command": "edit", "slot": "description", "how": "add", "text": told}]


def with_its_rest(reading: Reading, commands: list[Command]) -> list[Command]:
    """`não é padaria, é confeitaria, e me chama no 11 98877-6655`: a figure in a clause beside the one that
    changes the text is told as well, and added."""
    edit = commands[0] if len(commands) == 1 and commands[0]["command"] == "edit" else None
    if reading.pending not in SHOWN or edit is None or edit["how"] != "replace" or not edit.get("old"):
        return commands
    used = f"{edit.get('old') or ''} {edit.get('text') or ''}".lower()
    known = str(reading.known.get(edit["slot"]) or "")
    places = [(literal.in_its_place(f, known), f.text) for f in literal.figures(reading.said)]
    if anew := [pair for pair in places if pair[0] and pair[1].lower() not in used]:
        return [*commands, *({**edit, "old": old, "text": text} for old, text in anew)]
    figures = [
        f
        for f in literal.figures(reading.said)
        if len(f.text) >= _FIGURE and f.text.lower() not in used and f.text not in known
    ]
    clauses = [c for c in _pieces(reading) if any(c[0] <= f.first < c[1] for f in figures)]
    changing = {w.said for w in Said(used).words}
    for first, after in clauses[:1]:
        told = _without_verbs(reading, first, after)
        if told and not changing & {
            w.said for w in Said(told).words if w.said not in cues.listed("small_words")
        }:
            return [*commands, {"command": "edit", "slot": edit["slot"], "how": "add", "text": told}]
    return commands


def _pieces(reading: Reading) -> list[tuple[int, int]]:
    """Between commas and the marks that end a sentence, none of them within a number."""
    words = reading.said.words
    ends = [
        i + 1
        for i, word in enumerate(words)
        if word.said in ",.;!?" and (i + 1 == len(words) or words[i + 1].start > word.end)
    ]
    return list(pairwise(dict.fromkeys([0, *ends, len(words)])))


def _without_verbs(reading: Reading, first: int, after: int) -> str:
    """A clause without the verbs that ask for it to be put there, and the joints around it."""
    words, verbs = reading.said.words, reading.words_of("add", "put_there", "exchange", "change")
    joints = cues.listed("joining_words")
    while after > first and (
        words[after - 1].is_mark or after - 1 in verbs or words[after - 1].said in joints
    ):
        after -= 1
    while first < after and (
        words[first].is_mark or first in verbs or words[first].said == cues.words()["number_joiner"]
    ):
        first += 1
    return reading.said.part(first, after).strip()


def waits(reading: Reading, commands: Sequence[Command], share: float) -> bool:
    """A wait that no word says and that is hardly believed, in what may be the text that is asked for."""
    only = [c["command"] for c in commands] == ["wait"] and share < _BELIEVED
    return (
        only and kind(reading.pending) == "text" and "wait" not in reading.cues and content(reading) >= _TELLS
    )
