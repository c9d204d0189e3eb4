"""Templates to a letter: subject, plain text and HTML with its CSS inlined. Knows no SMTP and no store."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, UndefinedError

from notifications import wording

TEMPLATES = Path(__file__).with_name("templates")
CHAT = "_chat"
KINDS = tuple(sorted(folder.name for folder in TEMPLATES.iterdir() if not folder.name.startswith("_")))


class CannotRender(Exception):
    """No templates for the kind, or a value they need is missing; `reason` has no personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter, in UTF-8."""

    filename: str
    maintype: str
    subtype: str
    text: str


@dataclass(frozen=True)
class Letter:
    """subject: one line. html: a whole document, styles inlined, nothing loaded from outside."""

    subject: str
    text: str
    html: str
    enclosures: tuple[Enclosure, ...] = ()


@cache
def _environment(extension: str) -> Environment:
    markup = extension == "html"
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=markup,
        undefined=StrictUndefined,
        # In plain text the line breaks are the layout.
        trim_blocks=markup,
        lstrip_blocks=markup,
    )
    environment.filters.update(
        line=wording.one_line,
        multiline=wording.multiline,
        quoted=wording.quoted,
        clean=wording.clean,
        told=wording.told,
    )
    environment.globals.update(reply_marker=wording.REPLY_MARKER, status_words=wording.STATUS)
    return environment


@cache
def _inliner() -> CSSInliner:
    # Media queries cannot be inlined and make the mail fit a phone.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def render(kind: str, values: Mapping[str, object]) -> Letter:
    """`values` as `context.values_for` gives them. Raises CannotRender."""
    if kind not in KINDS:
        raise CannotRender("no templates for this kind")
    plain, markup = _environment("txt"), _environment("html")
    try:
        subject = wording.one_line(plain.get_template(f"{kind}/subject.txt").render(values))
        given = {**values, "subject": subject}
        text = plain.get_template(f"{kind}/body.txt").render(given)
        html = markup.get_template(f"{kind}/body.html").render(given)
    except (UndefinedError, TemplateNotFound) as missing:
        raise CannotRender(str(missing)) from None
    return Letter(
        subject,
        re.sub(r"\n{3,}", "\n\n", text).strip() + "\n",
        _inliner().inline(html),
        _enclosures(kind, values),
    )


def _enclosures(kind: str, values: Mapping[str, object]) -> tuple[Enclosure, ...]:
    """Of a copy of somebody's data: a page to read and the same for a program."""
    if kind != "data_copy":
        return ()
    page = _environment("html").get_template(f"{kind}/enclosed.html").render(values)
    data = json.dumps(values["data"], ensure_ascii=False, indent=1)
    return (
        Enclosure("meus-dados.html", "text", "html", page),
        Enclosure("meus-dados.json", "application", "json", data),
    )


def chat_line(kind: str, values: Mapping[str, object]) -> str | None:
    """What the assistant says in a conversation about such a row; None when the dialogue words it itself.

    Raises CannotRender.
    """
    if not (TEMPLATES / CHAT / f"{kind}.txt").is_file():
        return None
    try:
        return _environment("txt").get_template(f"{CHAT}/{kind}.txt").render(values).strip()
    except UndefinedError as missing:
        raise CannotRender(str(missing)) from None
