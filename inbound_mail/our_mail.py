"""What a mail of ours looks like when somebody quotes it, and what he typed into it. Pure.

Outlook puts no mark before what it quotes: an answer below our question is told from it by what we asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from inbound_mail.quote_headers import MARKER, OUR_NAME, folded

# How our mails begin, and what they put right behind the words of the team (ticket_store/mails/templates).
_GREETING = re.compile(r"ola(?:, .{1,80})?[!,]?$")
_BEHIND = re.compile(
    r"(?:servico|situacao|prazo de solucao|incidente|aberto em|solucao do problema)\b"
    r"|respond[ae] (?:a este e-?mail|na pagina)|para continuar a conversa|resolveu\?|nao concorda"
    r"|deu certo|o problema continua para voce|enquanto esperamos|fale com a css|central de servicos serpro"
    r"|mensagem automatica|avalie o atendimento|historico completo"
)
# The last line of our mails; what comes below it, after an empty one, is none of theirs.
_LAST = re.compile(r"mensagem automatica da central de servicos")
_NOT_HIS = re.compile(r"nao quero mais avisos|(?:de|from|data|date|para|to|assunto|subject)\s*:|[-_=*]{2,}")
_NUMBER = re.compile(r"acionamento 20\d\d-\d{7}\b")
LONGEST = 400
# Of a ticket's texts so much is compared, the newest first.
MOST_SAID = 100_000
# Characters that one line may share with our words by chance.
_SHORTEST = 12


class OurMail:
    """said: the texts of the ticket, which our mails carry."""

    def __init__(self, said: Iterable[str] = ()) -> None:
        self._said = "\n".join(_letters(one) for one in reversed(list(said)))[:MOST_SAID]
        self._begins = {self._said[at : at + _SHORTEST] for at in range(len(self._said) - _SHORTEST + 1)}

    def holds(self, line: str) -> bool:
        """Whether only a mail of ours, or what it carries, has such a line."""
        plain = folded(line.strip())
        return len(line) <= LONGEST and bool(
            MARKER in plain
            or OUR_NAME in plain
            or _GREETING.match(plain)
            or _BEHIND.match(plain)
            or _NUMBER.search(plain)
            or self._asked(line)
        )

    def typed_into(self, lines: Sequence[str], own: Sequence[bool]) -> list[int]:
        """Which lines that are not `own` stand among or right below the words of the team, or at the end
        of our mail.
        """
        found: list[int] = []
        doubtful: list[int] = []
        begun = False
        for at, line in enumerate(lines):
            if own[at] or not line.strip():
                continue
            if self._asked(line):
                if begun:
                    found += doubtful
                begun, doubtful = True, []
            elif begun and _BEHIND.match(folded(line.strip())):
                found += doubtful
                begun, doubtful = False, []
            elif begun:
                doubtful.append(at)
        # Where our mail never went on, nobody can say where the answer ends.
        return found + self._below(lines, own)

    @staticmethod
    def _below(lines: Sequence[str], own: Sequence[bool]) -> list[int]:
        last = [at for at, line in enumerate(lines) if not own[at] and _LAST.match(folded(line.strip()))]
        if not last:
            return []
        blank = next((at for at in range(last[-1], len(lines)) if not lines[at].strip()), len(lines))
        found = []
        for at in range(blank, len(lines)):
            if _NOT_HIS.match(folded(lines[at].strip())):
                break
            if not own[at] and lines[at].strip():
                found.append(at)
        return found

    def _asked(self, line: str) -> bool:
        plain = _letters(line)
        return plain[:_SHORTEST] in self._begins and plain in self._said


def _letters(text: str) -> str:
    return "".join(c for c in folded(text) if c.isalnum())
