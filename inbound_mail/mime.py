"""The body of a message: its text, its files, what cannot be read. Survives wrong charsets and nesting.

A file is the bytes that were sent, an attached mail too.
"""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.parser import BytesParser

from inbound_mail import signed
from inbound_mail.headers import text_of as header_text
from inbound_mail.html_text import text_of

DEEPEST = 25
LONGEST_TEXT = 2_000_000
# A picture in the text that is smaller may be a logo of the signature.
SMALL_PICTURE = 10 * 1024
MAIL = "message/rfc822"
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
# Who says Latin-1 writes Windows-1252, or UTF-8 by mistake.
_LATIN = frozenset(
    {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "windows-1252", "cp1252", "ansi"}
)
_ALIASES = {
    **dict.fromkeys(_LATIN, "cp1252"),
    "unicode-1-1-utf-7": "utf-7",
    "cp-850": "cp850",
    "iso-8859-8-i": "iso-8859-8",
    "x-mac-roman": "mac_roman",
}
_UNQUOTED = re.compile(r";\s*(?:file)?name\s*=\s*(?![\"'])([^;\"]{1,255})", re.I)
# What a mail program wrote for another one to read; its words are in the text as well.
_FOR_PROGRAMS = frozenset({"text/vnd.google.email-reaction+json", "text/x-amp-html"})
_SIGNED, _SIGNATURE, _SIGNED_END = (
    f"-----{words}-----" for words in ("BEGIN PGP SIGNED MESSAGE", "BEGIN PGP SIGNATURE", "END PGP SIGNATURE")
)
_METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class LetterFile:
    """name: what the sender called it, never trusted as a path.

    cid: of a small picture in the text, by which the text says where it stands. related: only that text
    would show it.
    """

    name: str
    content: bytes = field(repr=False)
    cid: str | None = None
    related: bool = False


@dataclass(frozen=True)
class Body:
    """text: "\\n" line ends. too_deep: nested beyond reason, so that parts of it were not looked at.

    calendar: the iTIP method ("REQUEST"), None without an invitation. pictured: see html_text.picture.
    """

    text: str
    files: tuple[LetterFile, ...]
    encrypted: bool
    too_deep: bool
    calendar: str | None
    pictured: str


class _Message(EmailMessage):
    """An attached mail is opaque to the parser: taken apart and put together again it is another one."""

    def get_content_maintype(self) -> str:
        return "application" if self.get_content_type() == MAIL else super().get_content_maintype()


POLICY = email.policy.default.clone(message_factory=_Message)


class _Reader:
    def __init__(self) -> None:
        self.files: list[LetterFile] = []
        self.encrypted = False
        self.too_deep = False
        self.calendar: str | None = None
        self.pictured: list[str] = []
        self.attached_words: list[str] = []
        self._texts = self._deep = self._related = 0

    def text(self, part: Message, depth: int = 0, alternative: bool = False) -> str:
        """The part's text; its files are collected on the way."""
        kind = part.get_content_type()
        if depth > DEEPEST:
            self.too_deep = True
            return ""
        if _is_sealed(part, kind):
            return self._opened(part, depth)
        if kind == MAIL or self._is_file(part, alternative):
            self._keep(part, kind, depth)
            return ""
        if part.is_multipart():
            if kind == "multipart/alternative":
                return self._alternative(part, depth)
            related = kind == "multipart/related"
            self._deep, self._related = self._deep + 1, self._related + related
            texts = [self.text(child, depth + 1) for child in _children(part)]
            self._deep, self._related = self._deep - 1, self._related - related
            return "\n\n".join(t for t in texts if t.strip())
        if kind == "text/calendar":
            self.calendar = _method(part)
            return ""
        if kind in ("text/plain", "text/html"):
            self._texts += 1
            return self._words(part, kind)
        self._keep(part, kind, depth)
        return ""

    def _opened(self, part: Message, depth: int) -> str:
        """What is signed is read; what is encrypted only its reader can open."""
        payload = part.get_payload(decode=True)
        inner = signed.content_of(payload) if isinstance(payload, bytes) else None
        if inner is None:
            self.encrypted = True
            return ""
        return self.text(BytesParser(policy=POLICY).parsebytes(inner), depth + 1)

    def _is_file(self, part: Message, alternative: bool) -> bool:
        if part.is_multipart():
            return False
        if part.get_content_disposition() == "attachment":
            return True
        if not part.get_filename():
            return False
        # A named text beside another text is a file that was put there, "inline" or not.
        return part.get_content_maintype() != "text" or (bool(self._texts or self._deep) and not alternative)

    def _alternative(self, part: Message, depth: int) -> str:
        """The first version, where it has what the others have: senders put the plain one first.

        One that only says "open this in another program", or leaves the tables out, is not what was written.
        """
        versions = [self.text(child, depth + 1, alternative=True) for child in _children(part)]
        sizes = [len(re.findall(r"\w+", version)) for version in versions]
        full = next((v for v, size in zip(versions, sizes, strict=True) if 5 * size >= 4 * max(sizes)), "")
        return full or next((version for version in versions if version.strip()), "")

    def _words(self, part: Message, kind: str) -> str:
        text = _decoded(part)
        if kind == "text/html":
            self.pictured.append(text_of(text, pictures=True))
            return text_of(text)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if str(part.get_param("format") or "").lower() == "flowed":
            text = _unflowed(text, delsp=str(part.get_param("delsp") or "").lower() == "yes")
        if "-----BEGIN PGP MESSAGE-----" in text:
            self.encrypted = True
        return _without_armour(text)

    def _keep(self, part: Message, kind: str, depth: int) -> None:
        if kind == "text/calendar":
            self.calendar = _method(part)
        if kind in _SIGNATURES or kind in _FOR_PROGRAMS or kind == "message/delivery-status":
            return
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        inner = part.get_payload()
        if kind == MAIL and isinstance(inner, list) and inner and isinstance(inner[0], Message):
            content = inner[0].as_bytes()
        if kind == MAIL:
            self._read_attached(content, depth)
        if not content and not part.get_filename():
            return
        cid = str(part.get("Content-ID") or "").strip("<> \t")
        inline = bool(cid) and part.get_content_disposition() != "attachment" and kind.startswith("image/")
        small = inline and len(content) < SMALL_PICTURE
        self.files.append(
            LetterFile(_name(part, kind), content, cid if small else None, small and self._related > 0)
        )

    def _read_attached(self, content: bytes, depth: int) -> None:
        """Forwarded as an attachment: its words count where nothing else was written."""
        message = BytesParser(policy=POLICY).parsebytes(content)
        inner = _Reader()
        words = inner.text(message, depth + 1)
        self.too_deep = self.too_deep or inner.too_deep
        self.attached_words.append("\n".join([header_text(str(message.get("Subject", ""))), words]).strip())


def read(message: Message) -> Body:
    """May raise whatever the standard library does on a hostile message."""
    reader = _Reader()
    text = reader.text(message)
    if not text.strip():
        text = "\n\n".join(one for one in reader.attached_words if one)
    text = text.replace("\x00", "").replace("\u00a0", " ").replace("\ufeff", "")[:LONGEST_TEXT]
    return Body(
        text=text.strip(),
        files=tuple(reader.files),
        encrypted=reader.encrypted,
        too_deep=reader.too_deep,
        calendar=reader.calendar,
        pictured="\n".join(reader.pictured)[:LONGEST_TEXT],
    )


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    return (p for p in payload if isinstance(p, Message)) if isinstance(payload, list) else iter(())


def _name(part: Message, kind: str) -> str:
    name = part.get_filename()
    if isinstance(name, str) and name.strip():
        # Some programs forget the quotes around a name with blanks in it.
        for header, value in part.raw_items():
            if header.lower() in ("content-disposition", "content-type"):
                for whole in _UNQUOTED.findall(" ".join(str(value).split())):
                    name = whole.strip() if whole.startswith(name) else name
        return header_text(name)[:255]
    return "mensagem.eml" if kind == MAIL else f"anexo.{kind.rpartition('/')[2][:10]}"


def _is_sealed(part: Message, kind: str) -> bool:
    """A whole mail in an envelope of S/MIME or PGP; a signed document ("contrato.pdf.p7m") is a file."""
    name = str(part.get_filename() or "").strip().lower()
    if kind == "application/octet-stream":
        return name == "smime.p7m"
    return kind in _SEALED and name.count(".") <= 1


def _method(part: Message) -> str:
    said = _METHOD.search(_decoded(part))
    return str(part.get_param("method") or (said[1] if said else "REQUEST")).upper()


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "surrogateescape")
    charset = str(part.get_content_charset() or "").strip("'\" ").lower()
    declared = _ALIASES.get(charset, charset)
    for name in ("utf-8", declared) if charset in _LATIN else (declared, "utf-8"):
        if name:
            try:
                return content.decode(name)
            except (LookupError, ValueError):
                continue
    return content.decode("cp1252", "replace")


def _without_armour(text: str) -> str:
    """The words of clear-signed PGP without what signs them."""
    out, at = [], 0
    while (begun := text.find(_SIGNED, at)) >= 0:
        words = text.find("\n\n", begun)
        signature = text.find(_SIGNATURE, words)
        end = text.find(_SIGNED_END, signature)
        if min(words, signature, end) < 0:
            break
        out += [text[at:begun], re.sub(r"^- ", "", text[words + 2 : signature], flags=re.MULTILINE)]
        at = end + len(_SIGNED_END)
    return "".join([*out, text[at:]])


def _unflowed(text: str, *, delsp: bool) -> str:
    """format=flowed (RFC 3676): a line that ends in a space goes on in the next one."""
    out: list[str] = []
    joining = False
    for line in text.split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
        words = stuffed[:-1] if flows and delsp else stuffed
        if joining and not line.startswith(">"):
            out[-1] += words
        else:
            out.append(words)
        joining = flows
    return "\n".join(line.rstrip() if line != "-- " else line for line in out)
