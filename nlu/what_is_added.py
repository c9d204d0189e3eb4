"""What is to be added to a ticket, and where: an order, courtesy and an announcement are no text of it, and
no complaint about what was done here is; `no outro também` means what was told a moment ago (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import ADDS, THAT, TOLD, is_open, reference_command
from nlu.reading import cues, references
from nlu.reading.references import Reference
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered

MISTAKE: Command = {"command": "ask", "about": "other", "which": "told_by_mistake"}
ALSO = "also"
_UNREAD: Command = {"command": "unclear"}
_KEPT = ("affirm", "deny", "stop", "edit", "correct", "ask")
_OUR_ACTS = ("our_act", "not_to_put", "only_asked")
_TELLS = ("symptom", "cancel_verb", "reopen_verb")
_MAY_BE = (None, "open_ticket", "add_ticket_information", "reopen_ticket")
_ORDERS = ("complement_verb", "dictates")
_PASSED = (
    "add", "complement_verb", "dictates", "put_there", "to_put", "ticket", "own", "asks_kindly", "thanks",
    "greeting", "yes", "sure_yes", "sigh", "that_one", "two_told", "there_is_one", "there_already",
    "asks_it_there", "apology",
)  # fmt: skip
_SMALL = ("small_words", "lead_words", "in_there", "as_well_as", "added_things", "adversatives", "only")
_NAMES = ("number", "service", "ordinal", "other")
_SIGHS = ("no", "that_one", "told_wrong", "wrong", "yes", "sigh")
_NEAR = 2  # words between `no` and the ticket that it leads to
_PLACE = 6  # words between an order and the place that it names


def what_is_added(reading: Reading, commands: list[Command]) -> list[Command]:
    """`preciso acrescentar duas coisas no meu chamado da rede`: nothing is told yet; `põe sala 9 nos dois`:
    to both; `põe no do monitor também`: what the one before got (`which=also`)."""
    orders = {*_ORDERS} & set(reading.cues) and reading.pending == "none"
    if orders and commands == [_UNREAD] and is_open(reading) and says_nothing_for_it(reading):
        commands = [ADDS, THAT]  # `acrescenta isso por favor`, as it is offered
    if [c for c in commands if c["command"] == "start"] != [ADDS]:
        return commands
    told = next((c for c in commands if c["command"] == "set" and c["slot"] == "information"), None)
    both = _in_both(reading)
    text = (both[0] if both else _text(reading, str(told["value"]))) if told else ""
    kept = [{**c, "value": text} if c is told else c for c in commands if c is not told or text]
    if both:
        kept = [c for c in kept if c["command"] != "choose" and c.get("slot") != "ticket"]
        kept.insert(kept.index(ADDS) + 1, {"command": "choose", "by": "all"})
    means = cues.listed("of_this", "also") - cues.listed("joining_words")
    again = "alike" in reading.cues or any({w.meant, w.said} & means for w in reading.said.words)
    named = [one for one in reading.references if one.by in _NAMES]
    urgent = any(c.get("slot") == "urgency" for c in kept)
    if text or urgent or reading.pending != "none" or not (again and (both or named)):
        return kept
    return [{**ADDS, "which": ALSO}, kept[1] if both else reference_command(named[-1], shown=True)]


def complains(reading: Reading, commands: list[Command]) -> list[Command]:
    """`você escreveu só "x" lá`, `eu nem falei ainda`, and hardly a word more: of what was done here with a
    ticket that is open, and nothing for the team."""
    acts = [hit for name in _OUR_ACTS for hit in reading.cues.get(name, ())]
    other = any(c["command"] in _KEPT or c.get("which") or c.get("flow") not in _MAY_BE for c in commands)
    other = other or reading.pending != "none" or not is_open(reading)
    if other or not acts or {*_TELLS} & set(reading.cues):
        return commands
    small = cues.listed("small_words", "lead_words", "adversatives", "not_yet")
    passed = reading.words_of(*_OUR_ACTS, "sigh", "apology", "asks_kindly")
    words = enumerate(reading.said.words)
    rest = [i for i, w in words if i not in passed and not w.is_mark and w.meant not in small]
    own = next(c for c in reading.clauses if acts[0].first < c.after)  # `…, é Souza` is told
    led = any(reading.said.words[i].said in cues.listed("which_is") for i in range(acts[-1].after, own.after))
    most = 0 if led or "only_asked" in reading.cues else 1  # `só perguntei se demora`, `não falei que pisca`
    return [MISTAKE] if len(rest) <= most and all(acts[0].first < i < own.after for i in rest) else commands


def says_nothing_for_it(reading: Reading, thing: bool = True) -> bool:
    """Not a word but the order, courtesy, which ticket, and one thing by its name (`o telefone`)."""
    named = [one for one in reading.references if one.by != "number" or _led_into(reading.said, one)]
    passed = reading.words_of(*_PASSED) | covered([*named, *reading.full_numbers])
    words, small = reading.said.words, cues.listed(*_SMALL)
    counts = {one for one in cues.words()["numbers"] if not one.isdigit()}
    nothing = {i for i, w in enumerate(words) if w.is_mark or {w.meant, w.said} & small or w.said in counts}
    rest = sorted(set(range(len(words))) - passed - nothing)
    one = thing and len(rest) == 1 and rest[0] > 0 and words[rest[0]].said.isalpha()
    led = one and words[rest[0] - 1].said in cues.listed("bare_articles", "whose")
    return (not rest or led) and "no" not in reading.cues


def _text(reading: Reading, told: str) -> str:
    """From the verb that orders it; "" where nothing is left. Behind a `que` or a colon all is told."""
    said, begins = reading.said, max(reading.text.find(told), 0)
    first = next((i for i, word in enumerate(said.words) if word.start >= begins), 0)
    before, that = said.words[first - 1].said if first else "", cues.listed("which_is")
    led = said.words[first].said in that or (before in that and first - 2 not in covered(reading.references))
    alone, ordered = Reading(told, reading.state, reading.finder), bool({*_ORDERS} & set(reading.cues))
    if not led and before != ":" and says_nothing_for_it(alone, thing=ordered):
        return ""
    verb = next((hit.after for hit in reading.cues.get("complement_verb", ()) if hit.first <= 1), None)
    if verb and all(word.is_mark or word.said.isdigit() for word in said.words[verb:first]) and before != ":":
        first = verb
    return reading.text[said.words[first].start : begins + len(told)].strip(" ,;:") or told


def _in_both(reading: Reading) -> list[str]:
    """What is told where an order leads to `nos dois`, or stands behind it; [] where none does, as in
    `anota que pisca nos dois`, `põe sala 9 nos dois monitores`."""
    said, that = reading.said, cues.listed("which_is")
    verb, hit = (reading.cues.get(one, [None])[0] for one in ("dictates", "both_tickets"))
    polite = reading.words_of("asks_kindly", "thanks", "sigh")
    if not verb or not hit or not said.is_only(polite, cues.listed("lead_words"), min(verb.first, hit.first)):
        return []
    between = said.words[min(verb.after, hit.after) : max(verb.first, hit.first)]
    first = max(verb.after, hit.after)
    behind = any(i not in polite and not said.words[i].is_mark for i in range(first, len(said.words)))
    leads = not behind or said.words[first].said in {":", *that}
    if not leads or len(between) > _PLACE or any(w.is_mark or w.said in that for w in between):
        return []
    if behind:
        return [said.part(first + 1, len(said.words))]
    text = said.part(verb.after, hit.first)
    return ["" if says_nothing_for_it(Reading(text, reading.state, reading.finder)) else text]


def for_another_ticket(reading: Reading) -> list[Command]:
    """`e no da impressora?`, and no word more: whether what another got goes there, too; `põe no da rede`: it
    does; `isso era no do monitor`: there, and not where it is (`which=told`)."""
    orders = {*_ORDERS} & set(reading.cues) and not reading.text.rstrip().endswith("?")
    was = any(word.said in cues.listed("was") for word in reading.said.words)
    led = [one for one in reading.references if one.by in _NAMES and _led_into(reading.said, one)]
    named = [one for one in led if not reading.is_led(one, ("no",), 2 * _NEAR)]
    small = cues.listed("small_words", "lead_words", "into_it", "places", "belongs", "was")
    polite = reading.words_of("ticket", "put_there", *_ORDERS, *(_SIGHS if was else ()))
    passed = covered(reading.references) | polite
    tells = not was and any(cues.is_copula(reading.said, word) for word in reading.said.words)  # `é no SEI`
    if len(named) != 1 or tells or not is_open(reading) or not reading.said.is_only(passed, small):
        return []
    which = reference_command(named[0], shown=True)
    if was:
        return [{**ADDS, "which": TOLD}, which] if "that_one" in reading.cues else []
    asks = [which, {"command": "ask", "about": "ticket", "field": "status", "which": ALSO}]
    sure = named[0].by != "service" or _is_of(reading, named[0])
    same = {"one_more", "that_one"} & set(reading.cues)  # `põe no outro` may announce what comes next
    return [{**ADDS, "which": ALSO}, which] if orders and sure and same else asks


def _led_into(said: Said, one: Reference) -> bool:
    into = cues.listed("into_it", "places")
    return any(word.said in into for word in said.words[max(0, one.first - _NEAR) : one.first + 1])


def _is_of(reading: Reading, one: Reference) -> bool:
    """`no do SEI`: `no SEI` alone may be where it fails."""
    return reading.said.words[max(one.first - 1, 0)].said in cues.listed("belongs")


def only_where(reading: Reading) -> Command | None:
    """`pode, mas no próprio chamado`, `pergunta nesse do SEI mesmo`: a yes that only says which ticket is
    meant; None where it says more, or refuses."""
    named = [r for r in reading.references if r.by in ("number", "ordinal") or _is_of(reading, r)]
    named = [r for r in named if r.by in ("number", "service", "ordinal")]
    places = [*named, *(Reference(hit.first, hit.after, "that") for hit in reading.cues.get("ticket", ()))]
    placed = any(_led_into(reading.said, one) for one in places) and "open_verb" not in reading.cues
    if not placed or "?" in reading.text or not says_nothing_for_it(reading, thing=False):
        return None
    best = references.best(named, reading.state)
    return reference_command(best, shown=True) if best else THAT
