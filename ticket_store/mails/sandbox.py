"""What a mail's template that came by page may be: a list of what is allowed, and a look at what it writes.

No work in it grows without bound: no assignment, arithmetic, macro or loop in a loop, and jinja2's sandbox
keeps it from the program's insides. What it writes keeps the CSS's contacts and its own links and codes, and
loads nothing.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from ticket_store.errors import SettingRefused
from ticket_store.mails.rendering import CannotRender, Letter, environment, render
from ticket_store.mails.wording import REPLY_MARKER

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.For,
    nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Filter, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.CondExpr, nodes.Tuple, nodes.List, nodes.Concat, nodes.Block, nodes.Extends,
    nodes.Import,
)  # fmt: skip
FILTERS = frozenset({"line", "multiline", "quoted", "clean", "told", "length", "default", "lower", "upper"})
CALLS = frozenset({"greeting", "facts", "words", "button", "notice", "said", "refusal", "split"})
LAYOUT = {"text": "_base/layout.txt", "html": "_base/layout.html"}
FROM = frozenset({*LAYOUT.values(), "letter_notice/reasons.txt"})
OF_ALL = ("0800 728 2323", "css.serpro@serpro.gov.br")
# Where one of these stands in the mail as it came, it stands in what is written by page.
KEPT = ("code", "reset_url", "survey_url", "consult_url", "desk_url", "unsubscribe_url", "protocol", "number")
TAGS = frozenset(
    {
        *("html", "head", "meta", "title", "style", "body", "div", "p", "span", "br", "hr", "strong", "em"),
        *("b", "i", "u", "small", "a", "ul", "ol", "li", "h1", "h2", "h3", "blockquote"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
LINKS = ("https://", "http://", "mailto:", "tel:")


def check(kind: str, sources: Mapping[str, str], values: Mapping[str, Any]) -> Letter:
    """The mail with sample values. Raises SettingRefused(part, why, about)."""
    for part, source in sources.items():
        _read(part, source)
    for part in sources:
        _rendered(kind, part, sources, values)
    letter, before = render(kind, values, sources), render(kind, values)
    seen = _Seen(letter.html)
    if seen.strange:
        raise SettingRefused("html", "tag", seen.strange)
    if not letter.subject:
        raise SettingRefused("subject", "missing")
    kept = [(name, str(values[name])) for name in KEPT if values.get(name)]
    words = [(word, word) for word in (*OF_ALL, REPLY_MARKER)]
    for name, value in [*words, *kept]:
        for part, was, is_now in (("text", before.text, letter.text), ("html", before.html, letter.html)):
            if value in _plain(was) and value not in _plain(is_now):
                raise SettingRefused(part, "must_say", name if name == value else f"{{{{ {name} }}}}")
    return letter


def _plain(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ")


def _read(part: str, source: str) -> None:
    try:
        tree = environment("html" if part == "html" else "txt", sandboxed=True).parse(source)
    except TemplateSyntaxError as wrong:
        raise SettingRefused(part, "template", wrong.lineno) from None
    for node in _all(tree):
        if not _fits(node):
            raise SettingRefused(part, "not_allowed", node.lineno)
    if part in LAYOUT and [node.template for node in tree.find_all(nodes.Extends)] != [
        nodes.Const(LAYOUT[part])
    ]:
        raise SettingRefused(part, "layout", LAYOUT[part])


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _fits(node: nodes.Node) -> bool:
    if not isinstance(node, ALLOWED):
        return False
    match node:
        case nodes.Filter():
            return node.name in FILTERS
        case nodes.Call():
            return isinstance(node.node, nodes.Getattr) and node.node.attr in CALLS
        case nodes.Extends() | nodes.Import():
            return isinstance(node.template, nodes.Const) and node.template.value in FROM
        case nodes.For():
            return not node.recursive and not any(isinstance(one, nodes.For) for one in list(_all(node))[1:])
        case nodes.Name():
            return node.name not in ("self", "super", "caller", "varargs", "kwargs")
    return True


def _rendered(kind: str, part: str, sources: Mapping[str, str], values: Mapping[str, Any]) -> None:
    """Which of the parts it is that cannot be written."""
    try:
        template = environment("html" if part == "html" else "txt", sandboxed=True).from_string(sources[part])
        template.render({"subject": "", **values})
    except (TemplateError, CannotRender, TypeError, ValueError, AttributeError) as wrong:
        raise SettingRefused(part, "cannot_render", str(wrong)[:120]) from None


class _Seen(HTMLParser):
    """strange: the first tag, attribute or address that no mail of ours has; None if there is none."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.strange: str | None = None
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self._strange(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "background", "srcset", "http-equiv"):
                self._strange(name)
            if name == "href" and not (value or "").startswith(LINKS):
                self._strange(f"href={value}"[:80])
            if name == "style" and "url(" in (value or "").lower():
                self._strange("url(")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" and ("url(" in data.lower() or "@import" in data.lower()):
            self._strange("url(")

    def _strange(self, what: str) -> None:
        self.strange = self.strange or what
