"""What is asked of a ticket that something was just done with, or only points at one: a question is no order,
and what points at a ticket is no text for it (pure).
"""

from __future__ import annotations

from typing import Any

from ground.notation import Command
from nlu.in_place import (
    ADDS,
    CONSULTS,
    OPEN_STATUSES,
    OPENS,
    THAT,
    TOLD,
    by_its_words,
    points_at,
    reference_command,
    ticket_asked_about,
)
from nlu.reading import cues, numbers, references
from nlu.reading.references import Reference
from nlu.reading.turn import Reading
from nlu.reading.words import Said, Word, covered

_STEM = 5
_POINTING = 12  # words of a message that may do nothing but point
_ASKING = 20  # words of a question about what was done
_BEST = 5  # the best grade
_BARE = 4  # words of `e a nota?`
_BESIDE = 2  # words that tell something beside a question
_NAMES = ("number", "ordinal", "newest", "oldest", "service", "words", "status", "other", "that")
_CHOSEN = ("number", "ordinal", "newest", "oldest", "service", "words", "other", "all")
_ORDERS = (
    "open_verb",
    "cancel_verb",
    "reopen_verb",
    "list_verb",
    "person",
    "remove",
    "change",
    "complement_verb",
)
_PARTS = ([","], [":"], ["."], ["-"])
_VERBS = {"confirm_cancel": "cancel_verb", "confirm_reopen": "reopen_verb"}
_ASKED = ("reason", "confirm_reopen", "confirm_cancel")


def asked_of_it(reading: Reading) -> list[Command]:
    """The commands, where it is plainly asked or only pointed; else none."""
    if reading.pending in _ASKED:
        return _another(reading) or _or_not(reading) or _yes_to_it_alone(reading) or _the_other_one(reading)
    if reading.pending == "information":
        seen = _own_texts(reading)
        return [{"command": "stop"}, *seen] if seen else _no_text(reading)
    if reading.pending == "comment":
        return _grade_that_stands(reading)
    if reading.pending == "draft":
        return _registers(reading)
    if reading.pending == "none" and "the_doubt" in reading.cues:
        return [{**OPENS, "which": TOLD}]  # as it is offered where nobody here has an answer
    if reading.pending == "none" and "from_which_address" in reading.cues:
        return [{"command": "ask", "about": "faq_email_address"}]
    if reading.pending == "none" and (asked := _they_asked(reading)):
        return asked
    if reading.pending != "none" or not reading.shown or reading.addresses:
        return []
    return (
        _undoes_cancelling(reading)
        or _protest(reading)
        or _only_points(reading)
        or _one_more(reading)
        or _told_saying(reading)
        or _or_not(reading)
        or _grade_that_stands(reading)
        or _own_texts(reading)
        or _kept(reading)
        or _deadline(reading)
        or _goes_on(reading)
    )


def without_empty_comment(reading: Reading, commands: list[Command]) -> list[Command]:
    """`nãooo, é 4!`: what tells nothing is no comment."""
    if "in_the_comment" in reading.cues:
        return commands  # `põe no comentário que demorou`
    kept = [c for c in commands if not (c.get("slot") == "comment" and _says_nothing(c.get("value")))]
    return kept if kept or not commands else [{"command": "skip"}]


def _says_nothing(value: Any) -> bool:
    small = cues.listed("small_words", "lead_words", "yes", "no")
    told = Said(str(value or "")).words
    letters = ("".join(dict.fromkeys(word.meant)) for word in told if not word.is_mark)
    short = {"".join(dict.fromkeys(word)) for word in small}
    return bool(value) and all(one in short or len(one) == 1 for one in letters)


def _named(reading: Reading) -> Reference | None:
    told = [one for one in reading.references if one.by in _NAMES]
    return references.best(told, reading.state) if told else None


def _of(reading: Reading, command: Command) -> list[Command]:
    """The question, of the ticket that is named beside it or of the one spoken of."""
    named = _named(reading)
    if named is None or named.by == "that" or not named.sure:
        return [command]
    chosen = reference_command(named, shown=True)
    last = reading.state.get("last") or {}
    if chosen["command"] == "set":
        chosen = {"command": "choose", "by": "number", "value": chosen["value"]}
    spoken_of = bool(last) and _means(chosen, last) and named.by != "service"
    return [command] if spoken_of else [chosen, command]


def _means(chosen: Command, ticket: dict[str, Any]) -> bool:
    return points_at(chosen, ticket) or (chosen.get("by") == "number" and chosen["value"] == ticket["number"])


def _asks(field: str) -> Command:
    return {"command": "ask", "about": "ticket", "field": field}


def _registers(reading: Reading) -> list[Command]:
    """`pode registrar a pergunta`, where just that is offered: a yes in the words of its button."""
    said = reading.words_of("the_doubt", "registers")
    passed = said | reading.words_of("yes", "asks_kindly")
    small = cues.listed("small_words", "lead_words") - cues.listed("no")
    plain = reading.said.is_only(passed, small)
    return [{"command": "affirm"}] if said and plain and "?" not in reading.text else []


def _undoes_cancelling(reading: Reading) -> list[Command]:
    """`cancelei o errado, tem como desfazer?`: there is an article; nothing is cancelled by it."""
    over = any(ticket.get("status") == "cancelled" for ticket in reading.shown)
    said = {"undoes_cancelling", "undoes"} & set(reading.cues) and "open_verb" not in reading.cues
    return [{"command": "ask", "about": "other"}] if over and said else []


def _protest(reading: Reading) -> list[Command]:
    """`não era pra acrescentar, eu só queria ver o da licença`: nothing is added, the ticket is shown."""
    if "not_to_add" not in reading.cues:
        return []
    after = max(hit.after for hit in reading.cues["not_to_add"])
    told = _whose_words(reading, after)
    return [CONSULTS, told] if told else _of(reading, _asks("history"))


def _only_points(reading: Reading) -> list[Command]:
    """`o da licença médica`, `o mais novo dos dois`: not a word but the ticket's own."""
    words = [i for i, word in enumerate(reading.said.words) if not word.is_mark]
    lead = cues.listed("lead_words", "now_words")
    while len(words) > 1 and reading.said.words[words[0]].meant in lead - cues.listed("articles"):
        words.pop(0)
    orders = ({*_ORDERS, "rate_verb"} - {"complement_verb"}) & set(reading.cues)
    if not 1 < len(words) <= _POINTING or "?" in reading.text or orders:
        return []
    first, second = (reading.said.words[i].meant for i in words[:2])
    placed = covered(one for one in reading.references if one.by in _NAMES)
    belongs = second in cues.listed("belongs") or words[1] in placed
    if first not in cues.listed("articles") or not belongs:
        return []
    told = _whose_words(reading, words[0])
    return [CONSULTS, told] if told else []


def _no_text(reading: Reading) -> list[Command]:
    """`agora o outro`, where it is asked what to add: no text; one that is named is taken, else it is asked
    again."""
    pointed = _only_points(reading)
    vague = bool(pointed) and pointed[1].get("by") == "other"
    return [{"command": "repeat"}] if vague else pointed[1:]


def _whose_words(reading: Reading, first: int) -> Command | None:
    """The one ticket shown whose words are all that is told from `first`; one named by place beside them
    counts as its words."""
    placed = covered(one for one in reading.references if one.by in _NAMES and one.by != "words")
    passed = cues.listed("small_words", "hollow_words", "lead_words", "counted", "seeing_words")
    rest = [
        word
        for i, word in enumerate(reading.said.words)
        if i >= first and i not in placed and not word.is_mark and word.meant not in passed
    ]
    if rest:
        has = [t for t in reading.shown if all(_in_its_text(word, t) for word in rest)]
        return by_its_words(reading, has[0]) if len(has) == 1 else None
    behind = [one for one in reading.references if one.first >= first]
    named = [one for one in behind if one.by in _NAMES and one.by != "that"]
    best = references.best(named, reading.state) if named else None
    return reference_command(best, shown=True) if best and best.sure else None


def _in_its_text(word: Word, ticket: dict[str, Any]) -> bool:
    told = Said(str(ticket.get("description") or "")).words
    return any(one.meant[:_STEM] == word.meant[:_STEM] for one in told)


def _one_more(reading: Reading) -> list[Command]:
    """`mais um chamado, o monitor pisca`: a new one; what is told behind is its text."""
    hits = reading.cues.get("one_more_ticket", ())
    asks = "question" in reading.cues or "check_verb" in reading.cues
    if not hits or asks or any(hit.after <= hits[0].first for hit in reading.cues.get("no", ())):
        return []
    if [word.said for word in reading.said.words[hits[0].after : hits[0].after + 1]] not in _PARTS:
        return []
    said = reading.said
    behind = [s for s in reading.chosen_services if s.first >= hits[0].after]
    text = said.part(cues.past_lead(said, hits[0].after), len(said.words)).strip(" ,;:.-")
    told: list[Command] = []
    if len({s.code for s in behind}) == 1:
        told.append({"command": "set", "slot": "service", "value": behind[0].code})
    if len(text.split()) > _BESIDE and text[:1].isalnum():
        told.append({"command": "set", "slot": "description", "value": text})
    return [OPENS, *told] if len(told) and told[-1]["slot"] == "description" else []


def _told_saying(reading: Reading) -> list[Command]:
    """`complementa ele dizendo que é só no Edge`: what stands behind."""
    verbs = [hit for cue in ("complement_verb", "add", "put_there") for hit in reading.cues.get(cue, ())]
    for hit in reading.cues.get("saying_that", ()):
        if not any(verb.after <= hit.first for verb in verbs):
            continue
        said = reading.said
        text = said.part(cues.past_lead(said, hit.after), len(said.words)).strip()
        named = references.best(reading.references, reading.state, 0, hit.first)
        which = reference_command(named, shown=True) if named else THAT
        if text and not text.endswith("?"):
            return [ADDS, which, {"command": "set", "slot": "information", "value": text}]
    return []


def _or_not(reading: Reading) -> list[Command]:
    """`cancelou ou não cancelou?`, `me diz se ficou 4 ou 5`: which of both, and no order."""
    words = [word.meant for word in reading.said.words if not word.is_mark]
    twice = any(words[i + 1 : i + 4] == [*cues.words()["or_not"], word] for i, word in enumerate(words))
    three = zip(words, words[1:], words[2:], strict=False)
    either = cues.words()["either_joiner"]
    digits = any(one.isdigit() and joint == either and other.isdigit() for one, joint, other in three)
    asks = "indirect_question" in reading.cues or reading.text.rstrip().endswith("?")
    if not (twice or (digits and asks)) or len(words) > _ASKING:
        return []
    asked = ticket_asked_about(reading)
    if not asked:
        return _of(reading, _asks("history"))
    told = _of(reading, _asks("status"))
    return told[1:] if _means(told[0], asked) else told


def _another(reading: Reading) -> list[Command]:
    """`esse mesmo, mas o do SIAPE continua, né?`, at a confirmation: how the other one stands."""
    asked = ticket_asked_about(reading)
    last = reading.sentences[-1] if reading.sentences else None
    if not asked or last is None or "stays" not in reading.cues or not reading.text.rstrip().endswith("?"):
        return []
    named = [one for one in reading.references if one.by in ("service", "number", "ordinal", "other")]
    told = [c for one in named for c in [reference_command(one, shown=True)] if not _means(c, asked)]
    return [told[-1], _asks("status")] if told else []


def _yes_to_it_alone(reading: Reading) -> list[Command]:
    """`sim, pode cancelar só o do e-mail`, asked about that one: a yes."""
    asked, yes = ticket_asked_about(reading), reading.cues.get("yes", ())
    only = any(word.meant in cues.listed("only") for word in reading.said.words)
    apart = {"no", "question", "condition", "hedge", "add", "open_verb"} & set(reading.cues)
    if reading.pending != "confirm_cancel" or not asked or not yes or yes[0].first or not only or apart:
        return []
    told = [reference_command(one, shown=True) for one in reading.references if one.by in _NAMES]
    return [{"command": "affirm"}] if told and all(_means(c, asked) for c in told) else []


def _the_other_one(reading: Reading) -> list[Command]:
    """`cancela o outro`, `é o 2026-… que eu quero cancelar`, asked about another one: not a word but the wish
    and which ticket it is."""
    verb, asked = _VERBS.get(reading.pending), ticket_asked_about(reading)
    named = [one for one in reading.references if one.by in _CHOSEN and one.sure]
    if not verb or not asked or "?" in reading.text or not named:
        return []
    yes, first = reading.words_of("yes"), reading.clauses[0]
    if len(reading.clauses) > 1 and all(
        i in yes or reading.said.words[i].is_mark for i in range(first.after)
    ):
        return []  # `sim, cancela só o da VPN`: a yes to the one that is asked about
    passed = covered(named) | reading.words_of(verb, "yes", "no", "wish", "not_that", "wrong", "service_word")
    small = cues.listed(
        "small_words", "lead_words", "copulas", "articles", "belongs", "counted", "seeing_words"
    )
    rest = [w for i, w in enumerate(reading.said.words) if i not in passed and not w.is_mark]
    if any(w.meant not in small and w.said not in small for w in rest):
        return []
    best = references.best(references.without_refused(reading.said, named), reading.state)
    chosen = reference_command(best, shown=True) if best and best.by != "that" else None
    if chosen is None or _means(chosen, asked):
        return []
    put_right = any(cues.is_copula(reading.said, word) for word in reading.said.words)
    if chosen["command"] == "set":
        return [{"command": "correct", "slot": "ticket", "value": chosen["value"]}]
    vague = best is not None and best.by == "other" and put_right  # `era outro`: which one is not said
    return [chosen] if (verb in reading.cues or put_right) and not vague else []


def _own_texts(reading: Reading) -> list[Command]:
    """`quero ver tudo que eu escrevi nele`, `só quero saber se o ramal ficou anotado`: what there is."""
    first = Said(reading.said.part(0, reading.sentences[0].after))
    if reading.sentences[0].ends == "?" and cues.find(first, "what_was_told") and cues.find(first, "stays"):
        return _of(reading, _asks("history"))  # `o elogio continua, né? não quero que tire`
    wants = {"check_verb", "shows_it", "wants_to_know", "indirect_question"} & set(reading.cues)
    told = "all_i_wrote" in reading.cues or ("noted" in reading.cues and "indirect_question" in reading.cues)
    orders = ({*_ORDERS} - {"complement_verb"}) & set(reading.cues)
    return _of(reading, _asks("history")) if wants and told and not orders else []


def _kept(reading: Reading) -> list[Command]:
    """`qual nota ficou?`, `botou?`, `o comentário está lá?`: whether it is there."""
    asks = reading.text.rstrip().endswith("?") or "question" in reading.cues
    asks = asks or "indirect_question" in reading.cues
    named = _named(reading)
    if not asks or reading.said.count > _ASKING or (named and named.by == "status"):
        return []
    if {*_ORDERS, "how_to", "symptom", "deadline"} & set(reading.cues) - {"complement_verb", "cancel_verb"}:
        return []
    told, done = reading.words_of("what_was_told"), reading.words_of("was_kept")
    if {"noted", "stays_too"} & set(reading.cues):  # `a primeira parte` is none of the tickets
        return [_asks("history")] if named and named.by == "ordinal" else _of(reading, _asks("history"))
    bare = "graded_words" in reading.cues and reading.said.count <= _BARE
    if (told and done) or (bare and reading.text.rstrip().endswith("?")):
        return _of(reading, _asks("history"))
    passed = cues.listed("small_words", "lead_words")
    words = enumerate(reading.said.words)
    rest = [w for i, w in words if not w.is_mark and i not in done and w.meant not in passed]
    return _of(reading, _asks("history")) if done and not rest else []


def _grade_that_stands(reading: Reading) -> list[Command]:
    """`valeu, ficou 5 então né`: not a word but the grade and that it stands, said as a question."""
    words = [word.meant for word in reading.said.words if not word.is_mark]
    graded = [n for n in numbers.short(reading.said) if 1 <= int(n.value) <= _BEST]
    asks = reading.text.rstrip().endswith("?") or (words and words[-1] in cues.listed("question_tags"))
    if (reading.state.get("last") or {}).get("status") != "resolved" or not asks or len(graded) != 1:
        return []
    passed = covered(graded) | reading.words_of("was_kept", "thanks", "the_grade", "yes", "asks_kindly")
    small = cues.listed("small_words", "lead_words", "copulas", "now_words", "question_tags", "score_lead")
    return [_asks("history")] if reading.said.is_only(passed, small - cues.listed("no")) else []


def _they_asked(reading: Reading) -> list[Command]:
    """`recebi um e-mail dizendo que vocês perguntaram algo`: what it is, and of which ticket."""
    told = reading.said.mark(":") is not None or reading.addresses or reading.full_numbers
    said = "they_asked" in reading.cues and reading.said.count <= _ASKING
    others = {"open_verb", "cancel_verb", "reopen_verb", "rate_verb", "symptom"} & set(reading.cues)
    if not said or told or others:
        return []
    return _of(reading, _asks("question")) if reading.shown else [_asks("question")]


def _deadline(reading: Reading) -> list[Command]:
    """`tem prazo pra liberar o perfil? estão me cobrando`, of a ticket that is open for that system."""
    asked = [s for s in reading.sentences if s.ends == "?"]
    said = [h for name in ("deadline", "how_much_longer") for h in reading.cues.get(name, ())]
    hits = [h for h in said if any(one.first <= h.first < one.after for one in asked)]
    pointed = {s.code for s in reading.chosen_services if references.points(reading.said, s.first)}
    codes = {s.code for s in reading.chosen_services if not s.everyday} - pointed
    others = {*_ORDERS, "how_to", "symptom", "wish", "rate_verb", "what_next"} & set(reading.cues)
    if len(pointed) == 1:  # `e o do SIAPE? lá eu estou bloqueado, esse tem previsão?`: told of that one
        others -= {"symptom"}
    open_ = {t.get("service") for t in reading.shown if t.get("status") in OPEN_STATUSES}
    if not hits or others or reading.said.count > _ASKING or (codes and not codes & open_):
        return []
    both = "who_has_it" in reading.cues  # `qual o prazo? quem está cuidando?`: where it stands tells both
    return _of(reading, _asks("status" if both else "deadline"))


def _goes_on(reading: Reading) -> list[Command]:
    """`e agora, o que acontece?`, `será que eles ligam pra mim?`, `e o outro, já fecharam`; what is told
    behind the question is more of the ticket."""
    done = reading.words_of("done_by_them")
    orders = [hit for name in (*_ORDERS, "how_to") for hit in reading.cues.get(name, ())]
    if any(hit.first not in done for hit in orders) or reading.said.count > _ASKING:
        return []
    asks = "?" in reading.text
    if asks and "they_call" in reading.cues:
        return [*_of(reading, _asks("mail")), *_beside(reading)]
    if asks and "whose_it_is" in reading.cues and not reading.addresses:
        return _of(reading, _asks("mail"))
    if asks and "who_has_it" in reading.cues:
        return _of(reading, _asks("status"))
    if asks and [w.meant for w in reading.said.words if not w.is_mark][-2:] == cues.words()["and_now"]:
        return _of(reading, _asks("status")) if reading.said.count <= _BARE else []
    if "what_next" in reading.cues and asks and not {"deadline", "condition", "symptom"} & set(reading.cues):
        return _of(reading, _asks("status"))
    led = reading.said.words[0].said == cues.words()["number_joiner"]
    named = _named(reading)
    if done and named and (asks or led) and "still_broken" not in reading.cues:
        return _of(reading, _asks("status"))
    return []


def _beside(reading: Reading) -> list[Command]:
    """What is told behind the question."""
    words = reading.said.words
    last = max((i for i, word in enumerate(words) if word.said == "?"), default=len(words))
    text = reading.said.part(last + 1, len(words)).strip()
    tells = [w for w in text.split() if w.lower() not in cues.listed("small_words", "lead_words")]
    told: Command = {"command": "set", "slot": "information", "value": text}
    return [ADDS, THAT, told] if len(tells) >= _BESIDE else []
