"""The forms of a page as a browser reads them, and whether the page that comes back of one sent wrong says
so: on top, in focus, each sentence leading to its field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"input", "meta", "link", "br", "img", "hr", "use"}
TYPED = {"text", "email", "search", "tel", "date", "time", "number", "password"}


@dataclass
class Form:
    """One button of one form: where it sends, and the fields with what they hold."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    typed: dict[str, int] = field(default_factory=dict)  # name -> the most letters
    chosen: list[str] = field(default_factory=list)

    def sent(self, text: str, choice: str) -> dict[str, str]:
        typed = {name: text[:most] for name, most in self.typed.items()}
        return self.hidden | typed | dict.fromkeys(self.chosen, choice)


class Page(HTMLParser):
    """What is asked of the page: its forms, its ids, and its summary of errors."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.ids: dict[str, dict[str, str | None]] = {}
        self.focused: list[str] = []
        self.led_to: list[str] = []
        self.main: list[str] = []  # the tags and ids in <main>, in order
        self.title = ""
        self._forms: list[tuple[dict[str, str | None], Form]] = []
        self._by_id: dict[str, Form] = {}
        self._buttons: list[tuple[Form, str, dict[str, str]]] = []
        self._open: list[str] = []
        self._summary = 0
        self._inside: Form | None = None
        self.feed(text)

    def forms(self) -> Iterator[Form]:
        """Those that are posted, each with the addresses that its buttons name."""
        for attrs, form in self._forms:
            if (attrs.get("method") or "get").lower() != "post":
                continue
            for action, said in {
                (action or form.action, tuple(said.items()))
                for owner, action, said in self._buttons
                if owner is form
            }:
                yield Form(urljoin(self.address, action), form.hidden | dict(said), form.typed, form.chosen)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if "main" in self._open:
            self.main.append(given.get("id") or tag)
        if key := given.get("id"):
            self.ids[key] = given
        if "autofocus" in given:
            self.focused.append(given.get("id") or tag)
        if given.get("id") == "erros":
            self._summary = len(self._open)
        if tag == "a" and self._summary:
            self.led_to.append((given.get("href") or "").removeprefix("#"))
        self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "form":
            form = self._by_id.setdefault(given.get("id") or f"form {len(self._forms)}", Form(""))
            form.action = urljoin(self.address, given.get("action") or self.address)
            self._forms.append((given, form))
            self._inside = form
        owner = given.get("form")  # which may come later in the page
        form_of = self._by_id.setdefault(owner, Form("")) if owner else self._inside
        name = given.get("name")
        if form_of is None or tag not in {"input", "textarea", "select", "button"}:
            return
        if tag == "button" and given.get("type", "submit") == "submit" and not given.get("formtarget"):
            said = {name: given.get("value") or ""} if name else {}
            self._buttons.append((form_of, given.get("formaction") or "", said))
        if not name or tag == "button":
            return
        kind = given.get("type") or "text" if tag == "input" else tag
        if kind == "hidden":
            form_of.hidden[name] = given.get("value") or ""
        elif kind == "radio":  # a browser sends one of them or none
            form_of.hidden |= {name: given.get("value") or ""} if "checked" in given else {}
        elif kind in TYPED or tag == "textarea":
            form_of.typed[name] = int(given.get("maxlength") or 9999)
        elif kind != "file":
            form_of.chosen.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = None
        while self._open and self._open.pop() != tag:
            pass
        if len(self._open) < self._summary:
            self._summary = 0

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data


def kind_of(action: str) -> str:
    """The address without numbers and signed parts: one form of each kind is enough."""
    path = urlsplit(action).path
    return re.sub(r"/[\w.-]{60,}", "/…", re.sub(r"\d{4}-\d+|\d+|(?<=/contas/)\w+", "0", path))


def faults(text: str, address: str) -> list[str]:
    """What keeps a reader of this page, with a screen reader too, from learning what is wrong and where."""
    page = Page(text, address)
    found = []
    if page.main[2:3] != ["erros"]:  # main, the column, and then at once
        found.append(f"not on top: {page.main[:4]}")
    if page.focused != ["erros"]:
        found.append(f"in focus: {page.focused}")
    if not page.title.startswith("Erro: "):
        found.append(f"the title: {page.title}")
    for key in page.led_to:
        target = page.ids.get(key)
        if target is None:
            found.append(f"nothing is #{key}")
            continue
        told = (target.get("aria-describedby") or "").split()
        if not any(one.endswith("wrong") for one in told) or not all(one in page.ids for one in told):
            if "aria-invalid" not in target:
                found.append(f"#{key} is not marked")
            elif target.get("type") != "radio":
                found.append(f"#{key} does not say why: {told}")
    return found
