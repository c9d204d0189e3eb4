"""The comment of a grade that was given, wherever it is named: told anew, added to, taken away, or wrong
without the right one (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import THAT
from nlu.reading import cues, numbers
from nlu.reading.clauses import Clause
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.telling import content_words
from nlu.two_grades import RATES

_RATED = "resolved"  # the status in which a grade can be given, and given again
_TAKES_OUT = ("remove", "takes_out")
_PUTS = ("add", "put_there", "complement_verb")
_CHANGES = ("change", "exchange", "wrong")
_LEADS = ("keep_only", "right_is", "read_as")
_GIVEN = ("rated", "rated_comment", "comment", "score")
"""What is known of a grade that was given a moment ago."""
_ELSE = ("reopen_verb", "open_verb", "cancel_verb", "still_broken", "ticket", "other_one")
_OF_A_GRADE = (
    "score_named", "rate_verb", "wrong", "told_wrong", "exchange", "change", "put_there", "add", "undoes",
    "apology", "asks_kindly", "comment_named", "rather", "back",
)  # fmt: skip
_TELLS = 2  # words of a comment
_NEAR = 4  # words before the comment in which it is said to be none, or where words are put
_BEST = 5


def comment_of_a_grade(reading: Reading) -> list[Command]:
    """`troca o comentário por: …`, `no comentário põe que …`, `tira esse comentário`: of the ticket that is
    being rated or was spoken of last; else none. Right after a grade its comment need not be named."""
    given = reading.pending == "none" and bool({*_GIVEN} & set(reading.known))
    puts_right = given and not {*_ELSE} & set(reading.cues) and not reading.text.rstrip().endswith("?")
    if puts_right and (grade := _grade(reading)):
        return grade
    if puts_right and (anew := _told_anew(reading)):
        return anew
    if "comment_named" in reading.cues:
        return _of_the_named(reading, given)
    return _added(reading) if puts_right else []


def with_what_is_before_but(reading: Reading, commands: list[Command]) -> list[Command]:
    """`ficou bom sim mas demorou, acho que 4`: what stands before the `mas` is of the comment, too, and the
    grade behind it is none of it; the system that is named is the one that is rated."""
    told = [c for c in commands if c["command"] == "set" and c.get("slot") == "comment"]
    at = reading.text.find(str(told[0]["value"])) if told and reading.pending == "score" else -1
    said, grade = reading.said, reading.grade
    first = next((i for i, word in enumerate(said.words) if word.start >= at), 0)
    if at < 0 or not first or said.words[first - 1].meant not in cues.listed("adversatives"):
        return commands
    begins = next(c.first for c in reading.clauses if c.first <= first < c.after)
    sighs = reading.words_of("sigh") | {i for i, word in enumerate(said.words) if not cues.is_content(word)}
    while begins < first and begins in sighs and said.words[begins].meant not in cues.listed("articles"):
        begins += 1
    if grade and grade.first < first:
        return commands
    text = reading.text[said.words[begins].start : at] + str(told[0]["value"])
    rest = [c for c in commands if c.get("slot") != "ticket" or not isinstance(c.get("value"), dict)]
    return [{**c, "value": text} if c is told[0] else c for c in rest]


def no_fragment(reading: Reading, commands: list[Command]) -> list[Command]:
    """`dou um cinco com louvor pra moça que me atendeu`: a comment that would begin or end within what is
    told has its whole clause; who a grade is for, with nothing told of it, its sentence."""
    told = [c for c in commands if c["command"] == "set" and c.get("slot") == "comment"]
    at = reading.text.find(str(told[0]["value"])) if len(told) == 1 else -1
    if at < 0 or any(c.get("flow", RATES["flow"]) != RATES["flow"] for c in commands):
        return commands
    words, ends = reading.said.words, at + len(str(told[0]["value"]))
    run = [i for i, word in enumerate(words) if word.start < ends and word.end > at]
    own = reading.words_of("score_named", "rate_verb", "yes", "thanks", "greeting", "asks_kindly", "ticket")
    own |= covered([*reading.references, *reading.services, *([reading.grade] if reading.grade else [])])
    small = cues.listed("score_lead", "comment_small", "grade_ends", "lead_words", "small_words", "because")

    def beside(parts: list[Clause]) -> list[int]:
        passed = [i for one in parts for i in range(one.first, one.after) if i not in {*run, *own}]
        return [i for i in passed if cues.is_content(words[i]) and words[i].meant not in small]

    clauses = [one for one in reading.clauses if one.first <= run[-1] and run[0] < one.after]
    sentences = [one for one in reading.sentences if one.first <= run[-1] and run[0] < one.after]
    bare = run[0] > 0 and words[run[0] - 1].said in cues.listed("towards") and bool(beside(sentences))
    whole = sentences if bare else clauses
    if not whole or not (bare or beside(clauses)):
        return commands
    text = reading.said.part(whole[0].first, whole[-1].after).strip(" ,;.")
    return [{**c, "value": text} if c is told[0] else c for c in commands]


def _grade(reading: Reading) -> list[Command]:
    """`era 3 a nota, volta`: the grade that was given put right, and nothing told beside it."""
    grade = numbers.grade(reading.said, asked=True)
    if grade is None or not {"score_named", "rate_verb"} & set(reading.cues):
        return []
    passed = reading.words_of(*_OF_A_GRADE) | {*range(grade.first, grade.after)}
    small = cues.listed("small_words", "lead_words", "copulas", "comment_small", "grade_ends", "comment_is")
    told = [w for i, w in enumerate(reading.said.words) if i not in passed and not w.is_mark]
    alone = all(w.meant in small or w.said in small for w in told)
    return [{"command": "correct", "slot": "score", "value": grade.value}] if alone else []


def _told_anew(reading: Reading) -> list[Command]:
    """`ficou bom mas demorou`, where the comment was `demorou`: told whole, and not once more."""
    before = str(reading.known.get("comment") or reading.known.get("rated_comment") or "")
    had, words = {w.said for w in Said(before).words}, [w.said for w in reading.said.words]
    plain = "comment_named" not in reading.cues and not reading.words_of(*_PUTS, *_TAKES_OUT, *_CHANGES)
    else_ = {"symptom", "thanks", "greeting", "goodbye"} & set(reading.cues) or reading.chosen_services
    if not had or not plain or else_ or not had < set(words):
        return []
    return [{"command": "edit", "slot": "comment", "how": "replace", "text": reading.text.strip()}]


def _added(reading: Reading) -> list[Command]:
    """`acrescenta que ele foi educado`, `o nome dela é Tainara, põe lá`: more of the comment."""
    said, small = reading.said, cues.listed("small_words", "lead_words", "pointing_words", "as_well_as")
    puts = sorted(reading.words_of("add", "complement_verb", "adds_to_it"))
    text = ""
    if puts and all(w.is_mark or w.meant in small for w in said.words[: puts[0]]):
        text = said.part(cues.past_lead(said, puts[0] + 1), len(said.words))
    elif puts and all(w.is_mark or w.said in small for w in said.words[puts[-1] + 1 :]):
        text = said.part(0, puts[-1])
    text = text.strip(" ,;:")
    if not content_words(text) or len(text.split()) < _TELLS or numbers.grade(Said(text), asked=True):
        return []
    if "rated_comment" not in reading.known and "comment" not in reading.known:
        return [_told_first(text)]
    return [{"command": "edit", "slot": "comment", "how": "add", "text": text}]


def _of_the_named(reading: Reading, given: bool) -> list[Command]:
    named = reading.cues["comment_named"][0]
    last = reading.state.get("last") or {}
    rating = reading.pending in {"score", "comment"}
    of_one = reading.pending == "none" and (given or last.get("status") == _RATED)
    if not (rating or of_one) or "reopen_verb" in reading.cues:
        return []
    told = _told(reading, named)
    if not told or (told[0]["command"] != "correct" and reading.text.rstrip().endswith("?")):
        return []
    grade = _beside(reading)
    return [*([] if rating or given else [RATES, THAT]), *grade, *told]


def _told(reading: Reading, named: cues.Hit) -> list[Command]:
    edit: Command = {"command": "edit", "slot": "comment"}
    if text := _anew(reading, named):
        first = reading.pending != "none" and not reading.known.get("comment")
        return [_told_first(text) if first else {**edit, "how": "replace", "text": text}]
    if text := _more(reading):
        return [_told_first(text)]
    if reading.words_of(*_TAKES_OUT) or _is_none(reading, named):
        return [{**edit, "how": "remove"}]
    return [{"command": "correct", "slot": "comment", "value": None}] if reading.words_of(*_CHANGES) else []


def _told_first(text: str) -> Command:
    return {"command": "set", "slot": "comment", "value": text}


def _anew(reading: Reading, named: cues.Hit) -> str:
    """What stands behind a colon, an `assim` or `é` right behind the comment, or `deixa só que`."""
    said, is_so = reading.said, cues.listed("comment_is")
    begins = [i + 1 for i, word in enumerate(said.words) if word.said == ":" and i >= named.first][:1]
    at = named.after
    while not begins and at < len(said.words):
        word = said.words[at]
        if word.meant in is_so or cues.is_copula(said, word):
            begins = [at + 1]
        elif word.meant not in cues.listed("comment_small"):
            break
        at += 1
    begins = begins or [hit.after for name in _LEADS for hit in reading.cues.get(name, ())][:1]
    return _text(said, begins[0]) if begins else ""


def _more(reading: Reading) -> str:
    """`no comentário bota que …`, `põe no comentário que …`."""
    said, puts = reading.said, reading.words_of(*_PUTS)
    for hit in reading.cues.get("in_the_comment", ()):
        behind = [i for i in puts if hit.after <= i < hit.after + _NEAR]
        before = puts & set(range(hit.first - _NEAR, hit.first))
        if behind or before:
            return _text(said, behind[0] + 1 if behind else hit.after)
    return ""


def _text(said: Said, first: int) -> str:
    text = said.part(cues.past_lead(said, first), len(said.words)).strip(" ,;:")
    part = Said(text)
    small = cues.listed("score_lead", "small_words", "lead_words", "comment_small", "grade_ends")
    tells = any(not (w.is_mark or w.said.isdigit() or w.meant in small) for w in part.words)
    return text if tells and content_words(text) and not cues.find(part, "comment_named") else ""


def _is_none(reading: Reading, named: cues.Hit) -> bool:
    """`isso não é comentário`."""
    before = range(max(0, named.first - _NEAR), named.first)
    return "rated" in reading.known and bool(reading.words_of("no") & set(before))


def _beside(reading: Reading) -> list[Command]:
    """`3, e o comentário: …`, `apaga o comentário e deixa só a nota 3`."""
    words, leads = reading.said.words, cues.listed("score_lead", "put_there", "exchange")
    for at, word in enumerate(words):
        led = at == 0 or words[at - 1].meant in leads or words[at - 1].said in leads
        if word.said.isdigit() and 1 <= int(word.said) <= _BEST and led:
            how = "correct" if reading.pending == "comment" else "set"
            return [{"command": how, "slot": "score", "value": word.said}]
    return []
