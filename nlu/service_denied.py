"""The service that is shown or was heard is denied without another one of the catalogue, or `outro` is to be
put there (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.reading import cues, literal, names
from nlu.reading.clauses import Clause
from nlu.reading.services import OTHER, VERB, Service
from nlu.reading.turn import Reading
from nlu.reading.words import covered
from nlu.right_service import put_right
from nlu.telling import content_words, without_lead

_SHOWN = ("confirm_open", "change")
_HEARD_AT = (*_SHOWN, "email", "description")
_GAP = 3  # words between a denial and the name
_TELLS = 2
_LONG = 40
_FALLS = ("start", "stop", "deny", "affirm", "unclear", "repeat", "skip", "social")
"""What the service taken off says already, or stands against."""


def taken_off(reading: Reading, commands: list[Command]) -> list[Command]:
    """`não é SIADS não`, `SIADS não! trata-se do Acervo`, `põe outro no serviço`: the service is another one,
    by its name where it has one, and the words for it are no text."""
    if not reading.known.get("service") or reading.pending not in _HEARD_AT or reading.said.count > _LONG:
        return commands
    other = reading.pending in _SHOWN and _is_put_as_other(reading)
    if not other and (put_right(reading) or not (_is_denied(reading) or _meant_another(reading))):
        return commands
    named = names.corrected(reading.text)
    told: list[Command] = [
        {"command": "correct", "slot": "service", "value": OTHER if other or named else None}
    ]
    kept = [c for c in commands if c["command"] not in _FALLS and c.get("slot") != "service"]
    if other:
        return [*told, *(c for c in kept if c.get("slot") != "description" or _is_apart(reading, c))]
    rest = _rest(reading)
    texts = [c for c in kept if c.get("slot") == "description"]
    if rest and reading.pending == "description":
        told.append({"command": "set", "slot": "description", "value": rest})
    elif rest and texts:
        told.append({"command": "edit", "slot": "description", "how": "add", "text": rest})
    return [*told, *(c for c in kept if c.get("slot") == "email")]


def goes_by(reading: Reading, commands: list[Command]) -> list[Command]:
    """`acho que se chama Acervo, tem importância?`, where the system is asked: its name, too."""
    first = reading.sentences[0] if reading.sentences else None
    if reading.pending != "service" or first is None or first.ends == "?" or reading.chosen_services:
        return commands
    named = any(hit.first < first.after for hit in reading.cues.get("goes_by", ()))
    if not named or any(c.get("slot") == "service" or c["command"] == "start" for c in commands):
        return commands
    if not names.told(reading.said.part(first.first, first.after)):
        return commands
    asked = [c for c in commands if c["command"] == "ask"]
    return [{"command": "set", "slot": "service", "value": OTHER}, *asked]


def _is_apart(reading: Reading, command: Command) -> bool:
    """A text that stands in a sentence of its own, without a word for the service."""
    said = str(command.get("text") or command.get("old") or command.get("value") or "")
    own = [one for one in reading.sentences if not _speaks_of_it(reading, one)]
    return any(said.strip(" .!") in reading.said.part(one.first, one.after) for one in own)


def _speaks_of_it(reading: Reading, part: Clause) -> bool:
    words = reading.said.words[part.first : part.after]
    return any(w.said in cues.listed("one_service") or w.said == OTHER for w in words)


def _rest(reading: Reading) -> str:
    """The sentences behind the one that denies it and the one that names the right one."""
    marks = ("service_not", "it_is_called", "what_i_meant")
    spoken = reading.words_of(*marks) | {i for one in _known(reading) for i in range(one.first, one.after)}
    firsts = [one for one in reading.sentences if spoken & set(range(one.first, one.after))]
    after = firsts[-1].after if firsts else len(reading.said.words)
    left = without_lead(reading.said.part(after, len(reading.said.words)).strip())
    said = Clause(after, len(reading.said.words))
    fields = [hit for hit in reading.cues.get("field_text", ()) if said.first <= hit.first <= said.first + 1]
    words = reading.said.words
    if fields and fields[0].after < len(words) and cues.is_copula(reading.said, words[fields[0].after]):
        left = reading.said.part(cues.past_lead(reading.said, fields[0].after + 1), len(words)).strip()
    return left if content_words(left) >= _TELLS and not left.endswith("?") else ""


def _known(reading: Reading) -> list[Service]:
    code = reading.known.get("service")
    return [one for one in reading.services if one.code == code and code != VERB]


def _is_denied(reading: Reading) -> bool:
    """Said of the service that is shown, by its name or pointed at, and nothing of what it does."""
    if reading.text.rstrip().endswith("?"):
        return False
    others = {one.code for one in reading.chosen_services if not one.denied and not one.everyday}
    if others - {reading.known.get("service")}:
        return False
    return any(_denied_name(reading, one) for one in _known(reading)) or _pointed_at(reading)


def _denied_name(reading: Reading, name: Service) -> bool:
    first = name.first
    small = cues.listed("articles", "belongs", "small_words")
    while first and name.first - first < _GAP and reading.said.words[first - 1].said in small:
        first -= 1
    near = {first, name.first, name.first - 1}
    led = any(
        hit.after in near or hit.first <= first < hit.after for hit in reading.cues.get("service_not", ())
    )
    if led:
        return _ends(reading, name.after, joined=True)
    begins = _only_leads(reading, name.first)
    behind = {hit.first for hit in reading.cues.get("no", ())} if begins else set()
    if name.after in behind and _ends(reading, name.after):
        return True
    wrong = any(hit.first == name.after for hit in reading.cues.get("not_the_one", ()))
    return wrong and (begins or reading.pending in _SHOWN)


def _only_leads(reading: Reading, first: int) -> bool:
    small = cues.listed("articles", "lead_words", "one_service", "small_words")
    skipped = reading.words_of("no", "yes", "apology")
    words = enumerate(reading.said.words[:first])
    return all(i in skipped or w.is_mark or w.said in small or w.meant in small for i, w in words)


def _ends(reading: Reading, after: int, joined: bool = False) -> bool:
    """Nothing is told of it in the same clause, but a no once more; joined: or what it is instead."""
    ends = next((c.after for c in reading.clauses if c.first < after <= c.after), after)
    no = reading.words_of("no", "asks_kindly")
    small = cues.listed("articles", "lead_words", "small_words", "in_there")
    words = reading.said.words
    for i in range(after, ends):
        if (
            joined
            and cues.is_copula(reading.said, words[i])
            and words[i - 1].said not in cues.listed("text_lead")
        ):
            return True  # `não é do SICAF é do SIGFOR`
        if not (i in no or words[i].is_mark or words[i].said in small):
            return False
    return True


def _pointed_at(reading: Reading) -> bool:
    """`não é esse sistema`, `o sistema não é esse`: where it is shown, and nothing else in that clause."""
    if reading.pending not in _SHOWN:
        return False
    small = cues.listed("articles", "lead_words", "one_service", "this_one", "copulas")
    skipped = reading.words_of("no", "not_that", "wrong")
    words = reading.said.words
    for clause in reading.clauses:
        inside = range(clause.first, clause.after)
        of_it = any(words[i].said in cues.listed("one_service") for i in inside)
        pointed = any(words[i].said in cues.listed("this_one") for i in inside)
        denied = any(hit.first in inside for hit in reading.cues.get("not_that", ()))
        plain = all(i in skipped or words[i].is_mark or words[i].said in small for i in inside)
        if of_it and pointed and denied and plain:
            return True
    return False


def _meant_another(reading: Reading) -> bool:
    """`o que mencionei é o SIAD`: a name that is written as one, behind what was meant."""
    if "what_was_said" not in reading.cues or not _known(reading):
        return False
    name = names.corrected(reading.text)
    return bool(name) and any(word.isupper() and len(word) > 1 for word in str(name).split())


def _is_put_as_other(reading: Reading) -> bool:
    """`ponha "outro"`, `deve constar como Outro`, `serviço: outro`; `o serviço é outro` says not which."""
    said, words = reading.said, reading.said.words
    of_it = any(word.said in cues.listed("one_service") for word in words)
    of_it = of_it or bool(reading.services) or "as_other" in reading.cues
    if not of_it or reading.text.rstrip().endswith("?"):
        return False
    if any(text.strip(" .").lower() == OTHER for _, text in literal.quotations(said)):
        return True
    if any(_is_alone(reading, hit.after - 1) for hit in reading.cues.get("as_other", ())):
        return True
    verbs = {hit.after for hit in reading.cues.get("puts_as", ())}
    leads = cues.listed("as_a_value")
    for i, word in enumerate(words):
        if word.said != OTHER or not _is_alone(reading, i):
            continue
        capital = i > 0 and not words[i - 1].is_mark and said.text[word.start].isupper()
        led = i > 0 and (words[i - 1].said in leads or i in verbs)
        if (capital and not said.text.isupper()) or led:
            return True
    return False


def _is_alone(reading: Reading, i: int) -> bool:
    """Behind it in its clause only where it goes: `põe outro no serviço`."""
    after = next(c.after for c in reading.clauses if c.first <= i < c.after)
    small = cues.listed("articles", "one_service", "as_a_value", "name_ends")
    kindly = reading.words_of("asks_kindly", "instead") | covered(_known(reading))
    words = reading.said.words
    of_a_thing = i + 1 < after and words[i + 1].said in cues.listed("one_service")  # `outro sistema`
    plain = all(k in kindly or words[k].is_mark or words[k].said in small for k in range(i + 1, after))
    return plain and not of_a_thing
