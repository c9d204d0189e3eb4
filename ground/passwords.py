"""Passwords that people tell in a sentence, taken out before anything keeps the text. Pure, in linear time.

What is said to be the password ("a senha dele é X", "senha: X") goes if it looks made up; what merely stands
beside the word ("não entra com a senha X") only if it could hardly be anything else. A password that is a
plain word cannot be told from the sentence around it.
"""

from __future__ import annotations

import re

PASSWORD_MASK = "[senha omitida]"

_TOKEN = re.compile(r"\S+")
_EDGES = ".,;:!?()[]{}<>\"'“”‘’«»"
_CALLED = frozenset({"senha", "senhas", "password", "passwd", "passphrase", "pwd", "passe", "pin"})
_IS = frozenset({"é", "e", "eh", "era", "foi", "sendo", "seja", "=", ":", "->", "=>", "→", "–", "-"})
# What has its own value after "é": the password is not what is told there.
_ELSE = frozenset({
    "erro", "erros", "código", "codigo", "mensagem", "msg", "versão", "versao", "ramal", "usuário", "usuario",
    "login", "matrícula", "matricula", "número", "numero", "chamado", "acionamento", "ticket", "sistema",
    "navegador", "telefone", "cpf", "processo", "patrimônio", "patrimonio", "ip", "tela", "sala", "prazo",
    "data", "hora",
})  # fmt: skip
# How far after the word "senha" its value is looked for, and how far before ("Zx9… é a minha senha").
_AFTER, _BEFORE = 10, 5
_SYMBOLS = "@#$%&*!+_^~?"
_ADDRESS = re.compile(r"://|^www\.|@[\w-]+\.")
_TICKET = re.compile(r"20\d{2}[-/]?\d{7}")
# 14h30, 12/05/2026, 10:45, 3x, 2ª, 8.30, R$20, 100%, v2.1
_PLAIN = re.compile(
    r"(?:r\$)?\d+(?:[.,:/h-]\d+)*(?:x|ª|º|a|o|%|h|hs|min|s|gb|mb|kb|vezes|bits?)?|v\d+(?:\.\d+)*", re.I
)
# ORA-01017, 0x80070005, SIAFI2026, Office365: what systems call their errors, and themselves.
_CODE = re.compile(r"[A-Z]{1,12}-\d+|0x[0-9a-fA-F]+")
_NAME = re.compile(r"[A-Z]{2,10}\d{1,6}|(?:[A-Z][a-zà-ú]+)+\d{1,3}")


def hide_passwords(text: str) -> str:
    """ "não entra com a senha Zx9Teste7" -> "não entra com a senha [senha omitida]"."""
    tokens = [_Token(match) for match in _TOKEN.finditer(text)]
    hidden: dict[int, tuple[int, int]] = {}
    for place, token in enumerate(tokens):
        if token.called is not None:
            for found, span in _values(tokens, place):
                hidden[found] = span
    kept, at = [], 0
    for start, end in sorted(hidden.values()):
        kept += [text[at:start], PASSWORD_MASK]
        at = end
    return "".join([*kept, text[at:]])


class _Token:
    """A word as it stands; `called`: where its value begins, when it says that it is a password."""

    def __init__(self, match: re.Match[str]) -> None:
        self.text, self.start = match[0], match.start()
        self.core = self.text.strip(_EDGES)
        self.word = self.core.casefold()
        self.called: int | None = None
        head = re.match(r"[^\w]*(\w+)(.*)", self.text, re.S)
        if head and head[1].casefold() in _CALLED:
            # "senha:", "senha=Abc1", "senha/login" is two words for one thing
            self.called = head.start(2)
        elif "/" in self.text and _CALLED & set(self.word.split("/")):
            self.called = len(self.text)

    @property
    def ends(self) -> bool:
        """The sentence, so that nothing after it is the password's value."""
        return self.text[-1] in ".?;" and len(self.text) > 1

    def span(self, of: str) -> tuple[int, int]:
        at = self.start + self.text.rindex(of)
        return at, at + len(of)


def _values(tokens: list[_Token], place: int) -> list[tuple[int, tuple[int, int]]]:
    """(which token, from where to where) of what is that password's value."""
    word = tokens[place]
    assert word.called is not None
    rest = word.text[word.called :]
    said = rest[:1] in (":", "=")
    if said and len(rest) > 1:
        value = rest[1:].rstrip(".,;")
        return [(place, word.span(value))] if _made_up(value) else []
    before = {one.word for one in tokens[max(0, place - 3) : place]}
    blamed = bool(before & {"erro", "erros", "código", "codigo"})
    if not blamed:
        for back in range(place - 1, max(-1, place - 1 - _BEFORE), -1):
            if tokens[back].ends or tokens[back].text[-1:] in ",:":
                break
            if _hardly_else(tokens[back].core):
                return [(back, tokens[back].span(tokens[back].core))]
    if rest.strip(_EDGES + "/") == "" and rest[-1:] in (".", "?", ";", "!"):
        return []
    for ahead in range(place + 1, min(len(tokens), place + 1 + _AFTER)):
        token = tokens[ahead]
        if token.word in _ELSE or token.word in _CALLED:
            said, blamed = False, True
        elif token.text in _IS or token.word in _IS:
            said = not blamed
            continue
        elif (said and not blamed and _made_up(token.core)) or (
            not blamed and (_hardly_else(token.core) or (ahead == place + 1 and _likely(token.core)))
        ):
            whole = token.text.rstrip(".,;:?)\"'”’")
            return [(ahead, token.span(whole.lstrip("(\"'“‘") or token.core))]
        elif said and not token.text.endswith((":", "=")):
            # "a senha é a mesma de sempre, 1234": what is told of it is a word.
            said = False
        if token.text.endswith((":", "=")) and not blamed:
            said = True
        if token.ends:
            break
    return []


def _made_up(word: str) -> bool:
    """At least four characters, a digit or a symbol among them, and no address or number of a ticket."""
    core = word.strip(".,;:?()[]\"'“”")
    return (
        len(core) >= 4
        and bool(re.search(rf"[\d{re.escape(_SYMBOLS)}]", core))
        and not _ADDRESS.search(core)
        and not _TICKET.fullmatch(core)
    )


def _likely(word: str) -> bool:
    """Right behind the word "senha": letters and digits or symbols together, or six digits and more."""
    if not _made_up(word) or (_PLAIN.fullmatch(word) and not (word.isdigit() and len(word) >= 6)):
        return False
    return word.isdigit() or (not _CODE.fullmatch(word) and any(c.isalpha() for c in word) and len(word) >= 5)


def _hardly_else(word: str) -> bool:
    """Eight characters and more of several kinds, as no name of a thing has them."""
    kinds = (
        any(c.islower() for c in word)
        + any(c.isupper() for c in word)
        + any(c.isdigit() for c in word)
        + any(c in _SYMBOLS for c in word)
    )
    mixed = any(c.isdigit() for c in word) or any(c in _SYMBOLS for c in word)
    return (
        len(word) >= 8
        and kinds >= 3
        and mixed
        and _made_up(word)
        and not _PLAIN.fullmatch(word)
        and not _CODE.fullmatch(word)
        and not _NAME.fullmatch(word)
    )
