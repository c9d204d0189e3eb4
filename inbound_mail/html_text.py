"""The words of an HTML mail, line by line; what it quotes gets "> ", as in plain text. Pure.

A blockquote is a quotation where a mail program says so; the indent button makes them too.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST = 2_000_000
LONGEST_LINK = 500
_HIDDEN = frozenset({"head", "style", "script", "title", "template", "svg"})
_BLOCKS = frozenset(
    [
        *("p", "div", "tr", "table", "ul", "ol", "pre", "section", "article", "header", "footer", "center"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "form", "dl", "dt", "dd", "address", "blockquote", "hr"),
        *("textarea", "option", "button", "details", "summary"),
    ]
)
_SPACED = frozenset({"p", "blockquote", "h1", "h2", "h3", "table", "ul", "ol"})
_VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr"})
_DECLARATION = re.compile(r"<[!?][^<>]{0,5000}>")
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,20000}>)")
_CITED = re.compile(r"border-left(?:-width|-style)?\s*:\s*(?!none|0)", re.I)
# "<ana@x.gov.br>" written as it is.
_ADDRESS = re.compile(r"<(?=[\w.+-]{1,64}@[\w.-]{1,190}>)")
_ANNOUNCED = re.compile(r"(?:escreveu|escreveram|disse|wrote)\s*:\s*$", re.I)
_INVISIBLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)


class _Words(HTMLParser):
    def __init__(self, pictures: bool, hide: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._pictures = pictures
        self._hide = hide
        self._link = ""
        self._linked = (0, 0)  # where its words begin: line and character
        self._hidden: list[str] = []
        # Of each open blockquote, whether it quotes; and how many do.
        self._quotes: list[bool] = []
        self._cited = 0
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden and not (self._hidden[-1] == "p" and tag in _BLOCKS):
            if tag == self._hidden[-1]:
                self._hidden.append(tag)
            return
        if self._hidden:  # no paragraph holds another one
            self._hidden.pop()
        if tag in _HIDDEN or (
            self._hide and tag not in _VOID and _INVISIBLE.search(dict(attrs).get("style") or "")
        ):
            self._hidden.append(tag)
        elif tag == "br":
            self._new_line()
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "").strip()
            self._linked = (len(self.lines), len(self.lines[-1]))
        elif tag == "img" and self._pictures:
            self._add(picture((dict(attrs).get("src") or "").removeprefix("cid:")))
        elif tag == "li":
            self._break()
            self._add("• ")
        elif tag in ("td", "th"):
            self._add(" ")
        elif tag in _BLOCKS:
            self._break(empty=tag in _SPACED)
        self._pre += tag == "pre"
        if tag == "blockquote" and not self._hidden:
            self._quotes.append(self._is_quotation(dict(attrs)))
            self._cited += self._quotes[-1]
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
            return
        if tag == "a":
            self._tell_link()
        if tag == "blockquote":
            self._break()
            self._cited -= self._quotes.pop() if self._quotes else 0
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        if tag in _BLOCKS or tag == "li":
            self._break(empty=tag in _SPACED)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._pre:
            first, *rest = data.split("\n")
            self._add(first)
            for line in rest:
                self._new_line()
                self._add(line)
            return
        self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _tell_link(self) -> None:
        """ "veja aqui" is nothing without where it leads; an address that is written out is."""
        line, at = self._linked
        link, words = self._link, "\n".join([self.lines[line - 1][at:], *self.lines[line:]]).strip()
        self._link = ""
        told = not words or "." in words.strip(".") or "@" in words or link.casefold() in words.casefold()
        if link[:4].lower() == "http" and len(link) <= LONGEST_LINK and not told and not self._cited:
            self._add(f" <{link}>")

    @property
    def unbalanced(self) -> bool:
        return bool(self._hidden)

    def _is_quotation(self, given: dict[str, str | None]) -> bool:
        named = f"{given.get('class') or ''} {given.get('id') or ''}".lower()
        if (
            (given.get("type") or "").lower() == "cite"
            or given.get("cite")
            or "quot" in named
            or "cite" in named
        ):
            return True
        if _CITED.search(given.get("style") or ""):
            return True
        above = next((line for line in reversed(self.lines[-4:]) if line.strip()), "")
        return bool(_ANNOUNCED.search(above[-200:]))

    def _add(self, text: str) -> None:
        line = self.lines[-1]
        if not line and not text.strip():
            return
        if not line and self._cited:
            line = "> " * min(self._cited, 10)
        self.lines[-1] = line + (text.lstrip(" ") if not line or line.endswith(" ") else text)

    def _new_line(self) -> None:
        self.lines[-1] = self.lines[-1].rstrip()
        self.lines.append("")

    def _break(self, empty: bool = False) -> None:
        if self.lines[-1]:
            self._new_line()
        if empty and len(self.lines) > 1 and self.lines[-2]:
            self.lines.append("")


def picture(cid: str) -> str:
    """What stands for a picture of the letter in `text_of(..., pictures=True)`."""
    return f"\ue200{cid.strip('<> ')[:200]}\ue201"


def text_of(html: str, *, pictures: bool = False) -> str:
    """Plain text with at most one empty line in a row."""
    tame = _tame(html[:LONGEST].replace("\u200b", ""))
    words = _read(tame, pictures, hide=True)
    if words.unbalanced:
        # What hides the whole end of a letter is a mistake, and no preview.
        words = _read(tame, pictures, hide=False)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in words.lines)).strip()


def _read(html: str, pictures: bool, *, hide: bool) -> _Words:
    words = _Words(pictures, hide)
    words.feed(html)
    words.close()
    return words


def _tame(html: str) -> str:
    """Whole tags and text only: the parser is quadratic on broken ones, and stumbles over declarations.

    (A parser that repairs HTML, such as nh3, is quadratic on deep nesting instead.)
    """
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        kept.append(html[at:start])
        at = end + 3
    kept.append(html[at:])
    return _NO_TAG.sub("&lt;", _ADDRESS.sub("&lt;", _DECLARATION.sub("", "".join(kept))))
