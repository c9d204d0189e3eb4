"""What is said in so many words where a text is shown before it is sent (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ground.notation import Command
from nlu import apart
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.in_place import OPENS, SEPARATES
from nlu.reading import cues, literal
from nlu.reading.removal import removed, taking_out
from nlu.reading.services import OTHER
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.sureness import HARMLESS, TELLS, adds, is_question, tells_more
from nlu.telling import content, content_words

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
_GOES = ("add", "put_there", "whole_text", "field_text", "exchange", "in_its_place", "neither_of_them")
_ANOTHER_WISH = ("not_another", "one_each", "two_told", "open_verb", "exchange", "change", "remove")
_NO_DETAIL = ("hedge", "person", "insult", "praise", "goodbye", "takes_back", "neither_of_them")
_ELSE_ASKED = ("add", "put_there", "dictates", "remove", "exchange", "cancel_verb", "keep_only", "person")
_REMARK = 10  # words beside an order that says all that is wanted
_EARLY = 2
_BOTH = 2  # clauses: the doubt, and the order behind it
_FIGURE = 4  # digits of a figure that is told for itself: a telephone, a number of a thing


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


def not_of_this(reading: Reading) -> list[Command]:
    """`o e-mail não caiu três vezes, é a VPN que tá na terceira vez`: what the text tells and is said to be
    of another system, or not of this one, goes; no part that names a system itself."""
    known, said = str(reading.known.get("description") or ""), reading.said
    if reading.pending not in ("confirm_open", "change") or not known or is_question(reading):
        return []
    if not ({"no", "not_of_this"} & set(reading.cues)) or set(_ANOTHER_WISH) & set(reading.cues):
        return []
    others = [s for s in reading.services if not s.denied and s.code != reading.known.get("service")]
    named = [one.first for one in (*others, *reading.cues.get("other_one", ()))]
    pointed = any(cues.is_copula(said, word) for at in named for word in said.words[max(0, at - 2) : at])
    skipped = covered(reading.services) | reading.words_of("no", "not_of_this", "text_parts", "sigh")
    had = {word.said for word in Said(known).words}
    told = [w.said for i, w in enumerate(said.words) if cues.is_content(w) and i not in skipped]
    own = "not_of_this" in reading.cues
    told += [
        said.words[i].said for i in sorted(covered(others)) if own
    ]  # `o do siafi é dela, não entra nesse`
    part = removed(" ".join(word for word in told if word in had), known, joint=False)
    words = {word.said for word in Said(part).words}
    systems = {s.code for s in reading.finder.find(Said(part), [])} - (
        {s.code for s in others} if own else set()
    )
    whole = not own and known.startswith(part)  # the problem itself, of the other system
    if not (pointed or own) or part == known or systems or whole:
        return []
    sure = len(words & set(told)) >= (1 if own and others else TELLS)
    return [{"command": "edit", "slot": "description", "how": "remove", "old": part}] if sure else []


def only_a_yes(reading: Reading) -> bool:
    """`sei lá, acho que tá bom`: a yes and a doubt, and nothing that a text would tell."""
    around = reading.words_of("yes", "sure_yes", "hedge", "sigh", "greeting", "thanks", "insult")
    small = cues.listed("small_words", "lead_words", "called_so")
    told = bool({"yes", "sure_yes"} & set(reading.cues)) and "no" not in reading.cues
    return told and reading.said.is_only(around, small)


def agrees_at_last(reading: Reading) -> list[Command]:
    """`acho que tá bom, manda`: in the end it is ordered."""
    if reading.pending != "confirm_open" or len(reading.clauses) < _BOTH or not only_a_yes(reading):
        return []
    behind = range(reading.clauses[-1].first, reading.clauses[-1].after)
    ordered, doubted = (reading.words_of(name) & set(behind) for name in ("sure_yes", "hedge"))
    doubts = doubted or "condition" in reading.cues or "?" in reading.text
    return [{"command": "affirm"}] if "hedge" in reading.cues and ordered and not doubts else []


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


def added_again(reading: Reading, commands: list[Command]) -> list[Command]:
    """`volta como estava e põe o prazo junto`: what is named of the text that goes is added as it stands."""
    slot = names.edited_slot(reading.pending, reading.known)
    known = str(reading.known.get(slot) or "")
    had = {word.said for word in Said(known).words}
    told = []
    for command in commands:
        said = Said(str(command.get("text") or "") if command.get("how") == "add" else "")
        named = {word.said for word in said.words if cues.is_content(word)} - cues.listed("as_well_as")
        stands = {"command": "back"} in commands and named and named <= had
        told.append({**command, "text": removed(said.text, known, joint=False)} if stands else command)
    return told


def neither_and_more(reading: Reading, commands: list[Command]) -> list[Command]:
    """`nenhum dos dois, era só um comentário`, where it is asked what becomes of what was told: a no, and
    a new ticket is none of what is meant, unless what is shown can be parted (`um só da impressora e outro do
    e-mail`)."""
    hits = reading.cues.get("neither_of_them", ())
    leads = any(hit.first == 0 and _ends_there(reading.said, hit.after) for hit in hits)
    if reading.pending != "draft" or not reading.known.get("untold") or not leads:
        return commands
    kept = [c for c in commands if c != OPENS and c["command"] not in {"affirm", "deny", "unclear", "skip"}]
    told = str(reading.known.get("description") or "")
    if OPENS in commands and "other_one" in reading.cues and apart.halves(told, reading.finder, True):
        return [{"command": "deny"}, SEPARATES, OPENS]
    return kept if {"command": "stop"} in kept else [{"command": "deny"}, *kept]


def _ends_there(said: Said, at: int) -> bool:
    return at >= len(said.words) or said.words[at].is_mark


def more_told(reading: Reading, likely: Sequence[list[Command]]) -> list[Command]:
    """`ah, só com anexo grande. sem anexo vai`, where a text is shown: the likeliest reading keeps more of
    it, and the next does nothing else. All of it, from where either begins: it is shown before it is sent."""
    if not likely or not adds(likely[0]) or reading.pending not in SHOWN or is_question(reading):
        return []
    if tells_more(reading):
        return likely[0]
    texts = [str(c["text"]) for said in likely if adds(said) for c in said]
    harmless = all(adds(said) or {c["command"] for c in said} <= HARMLESS for said in likely)
    doubts = set(_NO_DETAIL) & set(reading.cues) or reading.said.words[0].meant in cues.listed("no")
    if (
        reading.pending not in ("confirm_open", "change")
        or not harmless
        or doubts
        or content(reading) < TELLS
    ):
        return []
    at = min(reading.text.find(text) for text in texts)
    ends = max(reading.text.find(text) + len(text) for text in texts)
    behind = content_words(reading.text[ends:]) and not cues.find(Said(reading.text[ends:]), "thanks")
    told = reading.text[at:].strip() if behind else reading.text[at:ends]
    return [{**likely[0][0], "text": told}] if at >= 0 else []


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
    if reading.pending not in SHOWN or edit is None or edit["how"] == "add" or not edit.get("old"):
        return commands
    used = f"{edit.get('old') or ''} {edit.get('text') or ''}".lower()
    known = str(reading.known.get(edit["slot"]) or "")
    places = [(literal.in_its_place(f, known), f.text) for f in literal.figures(reading.said)]
    anew = [pair for pair in places if pair[0] and pair[1].lower() not in used]
    if anew and edit["how"] == "replace":
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
    told = _told_after(reading, changing) if edit["how"] == "remove" else ""
    return (
        [*commands, {"command": "edit", "slot": edit["slot"], "how": "add", "text": told}]
        if told
        else commands
    )


def _told_after(reading: Reading, gone: set[str]) -> str:
    """`tira a última frase. a impressora é uma Brother`: the last sentence, where it tells something of its
    own, and not why the part goes."""
    last = reading.sentences[-1]
    told = reading.said.part(last.first, last.after).strip()
    said, small = Said(told), cues.listed("small_words", "lead_words")
    words = {word.said for word in said.words if not word.is_mark and word.said not in small}
    takes = any(hit.after > last.first for hit in taking_out(reading.said))
    against = {*NO_MORE, "no", "rest_is_right", "yes", "change", "rather", "wrong"} & set(cues.find_all(said))
    points = said.words[0].said in cues.listed("pointing_words")
    plain = len(reading.sentences) > 1 and not (takes or against or points) and bool(words - gone)
    return told if plain and len(words) >= TELLS and last.ends != "?" else ""


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
