"""Which service of the catalogue a message names, without mistaking a verb for the system of that name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import yaml

from ground.masking import CARD_MASK, CPF_MASK
from ground.passwords import PASSWORD_MASK
from nlu.gazetteer import Gazetteer, Token, squeeze
from nlu.normalise import fold
from nlu.reading import cues
from nlu.reading.addresses import Address
from nlu.reading.asking import Asking
from nlu.reading.words import Said, Word
from nlu.vocabulary import CATALOGUE, EVERYDAY

OTHER = "outro"
VERB = "sei"
MAIL = "email"
_LEAD = 6
_LONGEST_RUN = 8  # words without a blank that are looked at for an @
_ACRONYM = 2  # words of a message that is only a name
_ENDS = frozenset(".!?")
_MASKS = (CPF_MASK, CARD_MASK, PASSWORD_MASK)
"""What stands where a secret stood; neither it nor what leads it, `meu CPF é …`, names a system."""
_OWN = 5  # letters of a system's own name that is seen within another: `conta gov.br`


@dataclass(frozen=True)
class Service:
    """Words first to before after. everyday: a name that is an ordinary word, too. denied: it is not this.
    guessed: only like a name, and not spoken of as a thing. full: a system's own name stands in it.
    """

    first: int
    after: int
    code: str
    everyday: bool = False
    denied: bool = False
    guessed: bool = False
    full: bool = False


@lru_cache(maxsize=1)
def _catalogue(path: Path = CATALOGUE) -> tuple[dict[str, str], frozenset[str], dict[str, str], list[str]]:
    """(squeezed name -> code, squeezed everyday names, code -> name as shown, names as spelt)."""
    codes: dict[str, str] = {}
    everyday = {squeeze(name) for name in cues.words()["things"]}
    shown: dict[str, str] = {}
    spelt: list[str] = []
    for service in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["services"]:
        code, name = str(service["code"]), str(service["name"])
        shown[code] = name
        own = [code, name.split(" (")[0], *map(str, service.get("aliases", ()))]
        spelt += own
        for one in (name, *own):
            codes.setdefault(squeeze(fold(one)), code)
            if service.get("everyday") or fold(one) in EVERYDAY:
                everyday.add(squeeze(fold(one)))
    for code, more in cues.words()["service_names"].items():
        spelt += more
        for one in more:
            codes.setdefault(squeeze(fold(one)), code)
    return codes, frozenset(everyday), shown, spelt


def names() -> dict[str, str]:
    """Code -> name as it is shown."""
    return _catalogue()[2]


class Finder:
    """People's names, and ordinary words, are never a slip of a system's. asking: which sentences ask, where
    that is learnt."""

    def __init__(self, asking: Asking | None = None) -> None:
        self.asking = asking
        codes, _, _, spelt = _catalogue()
        self._gazetteer = Gazetteer(spelt, cues.listed("first_names", "never_a_slip"))
        self._codes = codes
        self._last: tuple[Said | None, list[Service]] = (None, [])
        self._own = {squeeze(fold(name)) for pair in names().items() for name in pair}

    def find(self, said: Said, given: Sequence[Address] = ()) -> list[Service]:
        """In order. A name inside an address (given: those found) or a link is none."""
        return taken_back(said, without_leads(said, self._named(said), given))

    def _named(self, said: Said) -> list[Service]:
        """Kept for the next who asks: of one message several do, one after another."""
        known, found = self._last
        if known is not said:
            found = self._look_for(said)
            self._last = (said, found)
        return found

    def _look_for(self, said: Said) -> list[Service]:
        tokens = [Token(said.text[w.start : w.end], w.said, w.start, w.end) for w in said.words]
        everyday = _catalogue()[1]
        denied = {hit.after for hit in cues.find(said, "service_denied")}
        verbs = cues.words_of(said, "ordinary_sei")
        named = {hit.after - 1 for hit in cues.find(said, "named_sei")}
        other = cues.words_of(said, "no_system") | _masked(said)
        found = []
        for first, after, exact in self._matches(said, tokens):
            if first in other or not (exact or _is_slip(said, first)):
                continue
            key = "".join(squeeze(token.folded) for token in tokens[first:after])
            if key == VERB and not self._is_system(said, first, verbs, named):
                continue
            if self._in_address(said, first, after):
                continue
            if after == first + 1 and key not in self._own and _is_spelt_out(said, first):
                continue
            code = self._codes.get(key) or self._near(key)
            if code:
                guessed = not exact and not _is_led(said, first)
                full = exact and any(own in key for own in self._own if len(own) >= _OWN)
                found.append(Service(first, after, code, key in everyday, first in denied, guessed, full))
        return found

    def _matches(self, said: Said, tokens: Sequence[Token]) -> list[tuple[int, int, bool]]:
        """Over words without the marks inside names: e-CAC, gov.br, NF-e."""
        bare = [(i, token) for i, token in enumerate(tokens) if squeeze(token.folded)]
        result = []
        for first, after, exact in self._gazetteer.matches([token for _, token in bare]):
            start, end = bare[first][0], bare[after - 1][0] + 1
            gaps = [tokens[i] for i in range(start, end) if not squeeze(tokens[i].folded)]
            if all(gap.folded in {"-", ".", "/", "+"} for gap in gaps):
                result.append((start, end, exact))
        return result

    def _is_system(self, said: Said, at: int, verbs: set[int], named: set[int]) -> bool:
        typed = said.text[said.words[at].start : said.words[at].end]
        if typed.isupper() and not said.text.isupper():
            return True
        if at in verbs and at not in named:
            return False
        alone = said.count <= 2
        starts = at == 0 or said.words[at - 1].is_mark
        return at in named or alone or starts

    @staticmethod
    def _in_address(said: Said, first: int, after: int) -> bool:
        """In a run of words with nothing between them that holds an @."""
        words, left, right = said.words, first, after
        while first - _LONGEST_RUN < left and left > 0 and _joined(words[left - 1], words[left]):
            left -= 1
        while right < min(len(words), after + _LONGEST_RUN) and _joined(words[right - 1], words[right]):
            right += 1
        return any(word.said == "@" for word in words[left:right])

    def _near(self, key: str) -> str | None:
        for known in self._gazetteer.near(key):
            if known in self._codes:
                return self._codes[known]
        return None


def _masked(said: Said) -> set[int]:
    """The words of masks and of what leads them, by their number."""
    leads = cues.listed("address_before")
    found: set[int] = set()
    for mask in _MASKS:
        if (first := said.text.find(mask)) < 0:
            continue
        inside = [i for i, word in enumerate(said.words) if first <= word.start < first + len(mask)]
        before = inside[0] - 1
        while before >= 0 and (said.words[before].said in ":-" or said.words[before].meant in leads):
            before -= 1
        if before >= 0 and said.words[before].said in fold(mask):
            inside.append(before)
        found.update(inside)
    return found


def _joined(one: Word, other: Word) -> bool:
    return one.end == other.start and not {one.said, other.said} & set(",;")


def _is_slip(said: Said, at: int) -> bool:
    """A name that is only like one of the catalogue and written in capitals is another one; in lower case, or
    in a message all of capitals, it may be a slip."""
    word = said.words[at]
    shouted = said.text.isupper() and said.count > _ACRONYM
    return shouted or not said.text[word.start : word.end].isupper()


def _is_led(said: Said, at: int) -> bool:
    """`no siaf`, and at the start: spoken of as a thing."""
    return at == 0 or said.words[at - 1].said in cues.listed("articles")


def _is_spelt_out(said: Said, at: int) -> bool:
    """`Sistema de Acervo Documental (SIAD)`: the long form beside it says what it stands for."""
    for hit in cues.find(said, "long_name"):
        end = next((i for i in range(hit.after, len(said.words)) if said.words[i].is_mark), len(said.words))
        if at in (end + 1, hit.first - 2):
            return True
    return False


def without_leads(said: Said, found: Sequence[Service], given: Sequence[Address]) -> list[Service]:
    """Without those words that only lead an address: in `meu e-mail é x@y`, `email dela x@y` no service is
    named."""
    leads, whose = cues.listed("address_before"), cues.listed("whose")
    theirs = whose | cues.listed("others_words")
    distinct = len({one.code for one in found}) > 1

    def led(service: Service, address: Address) -> bool:
        if not service.after <= address.first <= service.after + _LEAD:
            return False
        words = said.words[service.after : address.first]
        ends = address.after >= len(said.words) or said.words[address.after].is_mark
        several = distinct or (service.first <= 1 and address.after >= len(said.words) - 1)
        small = leads | theirs if ends and several else leads | (whose if ends else frozenset())
        return all((word.is_mark and word.said not in _ENDS) or word.meant in small for word in words)

    return [s for s in found if s.code != MAIL or not any(led(s, address) for address in given)]


def taken_back(said: Said, found: Sequence[Service]) -> list[Service]:
    """`X, não, Y` and `X não, é Y`: a no between two names denies the first, however often it is named."""
    no = {hit.first for hit in cues.find(said, "no")}
    small = cues.listed("small_words")
    result = list(found)
    for i, (one, other) in enumerate(pairwise(found)):
        if (
            other.first - one.after <= 6
            and not other.denied
            and any(at in no for at in range(one.after, min(one.after + 5, other.first)))
        ):
            after = {w.said for w in said.words[one.after : one.after + 4]}
            between = said.words[one.after + 1 : other.first]
            alone = one.after in no and all(word.is_mark or word.meant in small for word in between)
            if (after & {",", "."} and one.after not in no) or alone:
                result[i] = replace(one, denied=True)
    gone = {one.code for one in result if one.denied} if any(not one.denied for one in result) else set()
    kept = {one.code for one in result if not one.denied} - gone
    return [replace(one, denied=one.code in gone) for one in result] if kept else result


def chosen(found: Sequence[Service]) -> list[Service]:
    """Those meant: one named in full before a guess, named systems before ordinary words; what is denied only
    where nothing else is."""
    kept = [service for service in found if not service.denied] or list(found)
    if any(service.full for service in kept):
        kept = [service for service in kept if not service.guessed]
    return [service for service in kept if not service.everyday] or kept
