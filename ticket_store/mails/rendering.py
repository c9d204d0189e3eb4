"""Templates to a letter: subject, plain text and HTML with its CSS inlined. Knows no SMTP and no store.

A kind is written by the files here, or by a page of the administration (sandbox.py says what that may do).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateNotFound, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ticket_store.mails import wording

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


PARTS = {"subject": "subject.txt", "text": "body.txt", "html": "body.html"}


def shipped(kind: str) -> dict[str, str]:
    """The sources of a kind as they came: subject, text and html."""
    return {part: (TEMPLATES / kind / file).read_text("utf-8") for part, file in PARTS.items()}


@cache
def environment(extension: str, sandboxed: bool = False) -> Environment:
    """extension: txt | html. sandboxed: for sources that came by page."""
    markup = extension == "html"
    environment = (ImmutableSandboxedEnvironment if sandboxed else Environment)(
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
    if sandboxed:
        environment.globals.clear()
    environment.globals.update(reply_marker=wording.REPLY_MARKER, status_words=wording.STATUS)
    return environment


@cache
def _inliner() -> CSSInliner:
    # Media queries cannot be inlined and make the mail fit a phone.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def render(kind: str, values: Mapping[str, object], sources: Mapping[str, str] | None = None) -> Letter:
    """`values` as `values.values_for` gives them. sources: written by page, instead of ours.

    Raises CannotRender; with sources, any error of the template engine too.
    """
    if kind not in KINDS:
        raise CannotRender("no templates for this kind")

    def template(part: str) -> Template:
        extension = PARTS[part].rpartition(".")[2]
        if sources is None:
            return environment(extension).get_template(f"{kind}/{PARTS[part]}")
        return environment(extension, sandboxed=True).from_string(sources[part])

    try:
        subject = wording.one_line(template("subject").render(values))
        given = {**values, "subject": subject}
        text = template("text").render(given)
        html = template("html").render(given)
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
    page = environment("html").get_template(f"{kind}/enclosed.html").render(values)
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
        return environment("txt").get_template(f"{CHAT}/{kind}.txt").render(values).strip()
    except UndefinedError as missing:
        raise CannotRender(str(missing)) from None
