"""What a file is, by its content: the kinds that people at work send, in the shapes they have. Pure."""

import io
import re
import zipfile
import zlib

import filetype

from ticket_store.errors import AttachmentEmpty, AttachmentTypeRefused

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
PLAIN, PDF, MAIL, OUTLOOK = "text/plain", "application/pdf", "message/rfc822", "application/vnd.ms-outlook"
# What each accepted type is to whoever sends it: the pages' hints and refusals name these.
ACCEPTED = {
    "image/png": "image",
    "image/jpeg": "image",
    "image/gif": "image",
    "image/webp": "image",
    "image/heic": "image",
    "image/heif": "image",
    "image/avif": "image",
    "image/bmp": "image",
    "image/tiff": "image",
    PDF: "pdf",
    f"{_OFFICE}.wordprocessingml.document": "document",
    f"{_OPEN}.text": "document",
    "application/msword": "document",
    "application/rtf": "document",
    f"{_OFFICE}.spreadsheetml.sheet": "spreadsheet",
    f"{_OPEN}.spreadsheet": "spreadsheet",
    "application/vnd.ms-excel": "spreadsheet",
    f"{_OFFICE}.presentationml.presentation": "presentation",
    f"{_OPEN}.presentation": "presentation",
    "application/vnd.ms-powerpoint": "presentation",
    PLAIN: "text",
    MAIL: "mail",
    OUTLOOK: "mail",
    "application/zip": "zip",
}
# What a browser draws by itself, and runs nothing of.
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The streams of an OLE file, as its directory names them.
_STREAMS = (
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"PK", b"<", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
# What a browser would run or draw, were it opened there.
_ACTIVE = re.compile(
    r"\s*(?:<!--[^>]{0,500}-->\s*)?<(?:!doctype|html|head|body|script|svg|iframe|object|embed|img|style|link|meta|base|form|a\s"
    r"|\?php|\?=|%|hta:)",
    re.I,
)
_ACTIVE_XML = re.compile(r"<(?:\w{1,20}:)?(?:svg|html|script|xsl|stylesheet)\b|<\?xml-stylesheet", re.I)
_SCRIPTED = re.compile(rb"<(?:script|html|svg|iframe|!doctype html|\?php)\b", re.I)
# Office's macros: a storage of the old formats; of the new ones a part, whatever its name. What says so is
# the list of contents ("...macroEnabled.main+xml", "...vbaProject"), which is compressed.
_OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_NEW_MACROS = re.compile(rb"vbaProject|macroEnabled", re.I)
_CONTENTS = "[Content_Types].xml"
_LONGEST_CONTENTS = 1024 * 1024
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)")
_MAIL_HEADERS = re.compile(
    rb"^(?:from|received|return-path|mime-version|message-id|subject|date):", re.I | re.M
)
# Control characters that a log or a terminal's copy has: tab, line ends, form feed, backspace, bell, escape.
_CONTROLS = frozenset(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27}
PROBE = 64 * 1024
PROBED = 1100
# How phones call a HEIF picture in its first box, as its main kind or among those it is compatible with.
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})


def content_type_of(content: bytes) -> str:
    """By the content, never by the name. Raises AttachmentTypeRefused, AttachmentEmpty."""
    if not content:
        raise AttachmentEmpty
    if _has_macros(content):
        raise AttachmentTypeRefused("application/vnd.ms-office.vbaProject")
    if content.startswith(_OLE):
        return _ole(content)
    found: str | None = filetype.guess_mime(content) or _heif(content)
    if found in ACCEPTED or _is_pdf(content):
        kind = found if found in ACCEPTED else PDF
        if _is_two_things(content, kind):
            raise AttachmentTypeRefused(kind)
        return kind
    # Some texts begin like something else ("BM", "II*"); what has no binary byte in it is a text.
    if (text := _text(content)) is not None and not content.startswith(_PROGRAMS[:3]):
        if _is_mail(content):
            return MAIL
        head = text[:PROBE].lstrip("\ufeff")
        if not _ACTIVE.match(head) and not (head.lstrip().startswith("<?xml") and _ACTIVE_XML.search(head)):
            return PLAIN
    raise AttachmentTypeRefused(found)


def seen_as(content_type: str | None) -> str | None:
    """ "picture" or "pdf": what may be looked at without being saved; None for all else."""
    return "picture" if content_type in PICTURES else "pdf" if content_type == PDF else None


def begins_as(head: bytes) -> str | None:
    """`seen_as` by the first PROBED bytes: to offer it. Whoever shows it asks `content_type_of`."""
    found: str | None = filetype.guess_mime(head)
    return "pdf" if _is_pdf(head) else seen_as(found)


def extension_of(content: bytes) -> str:
    """What a name ends in that says of these bytes what they are; for accepted ones."""
    found: str | None = filetype.guess_extension(content)
    return found or ("heic" if _heif(content) else "pdf" if _is_pdf(content) else "txt")


def _has_macros(content: bytes) -> bool:
    if content.startswith(_OLE):
        return _OLD_MACROS in content
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(_NEW_MACROS.search(name.encode("utf-8", "replace")) for name in archive.namelist()):
                return True
            if _CONTENTS not in archive.namelist():
                return False
            with archive.open(_CONTENTS) as contents:
                told = contents.read(_LONGEST_CONTENTS + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return _CONTENTS.encode() in content  # a document that says in no way we can read what is in it
    return len(told) > _LONGEST_CONTENTS or _NEW_MACROS.search(told) is not None


def _is_two_things(content: bytes, kind: str) -> bool:
    """A picture, or a document, that is as well a page with a script, or an archive with programs."""
    if kind != PDF and not kind.startswith("image/"):
        return False
    archive = content.rfind(b"PK\x05\x06", max(0, len(content) - 66_000))
    return archive >= 0 or (kind != PDF and _SCRIPTED.search(content) is not None)


def _ole(content: bytes) -> str:
    """Word, Excel, PowerPoint or a message of Outlook; an installer (.msi) is OLE as well."""
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in content:
            return kind
    raise AttachmentTypeRefused("application/x-ole-storage")


def _heif(content: bytes) -> str | None:
    """A picture of the ISO media format, whatever its codec; a film of it has other brands."""
    size = int.from_bytes(content[:4], "big")
    if content[4:8] != b"ftyp" or not 16 <= size <= 256:
        return None
    brands = {content[8:12], *(content[at : at + 4] for at in range(16, size, 4))}
    return "image/heic" if brands & _HEIF else None


def _is_pdf(content: bytes) -> bool:
    """Scanners and old systems write a little before "%PDF-"; readers look in the first 1024 bytes."""
    at = content.find(b"%PDF-", 0, 1024)
    return at >= 0 and not content.lstrip().startswith(_PROGRAMS)


def _is_mail(content: bytes) -> bool:
    """Header lines, two of a mail's own among them, then an empty line or the end."""
    head, at = content[:PROBE], 0
    while found := _HEADER.match(head, at):
        at = found.end()
    names = {one.lower() for one in _MAIL_HEADERS.findall(head[:at])}
    return len(names) >= 2 and (at >= len(content) or head[at:].startswith((b"\n", b"\r\n")))


def _text(content: bytes) -> str | None:
    """The text in whatever charset it is, None when it is none."""
    for mark, charset in _BOMS:
        if content.startswith(mark):
            try:
                text = content.decode(charset)
            except UnicodeDecodeError:
                # Cut in the middle of a character.
                text = content[: len(content) // 4 * 4].decode(charset, "ignore") if len(content) > 64 else ""
            return text if _readable(text) else None
    if b"\x00" in content and (text16 := _sixteen(content)) is not None:
        return text16
    if not _few_controls(content):
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Windows in Brazil; or Latin-1, or DOS: every byte is some letter.
        return content.decode("cp1252", "replace")


def _few_controls(content: bytes) -> bool:
    """A log that a crash padded with zeros, or with marks between its fields, is a text; of what is packed or
    compiled one byte in ten is such a one, and one in two is no letter.
    """
    strange = sum(content.count(byte) for byte in _CONTROLS)
    foreign = len(content.translate(None, bytes(range(0x80)))) if strange else 0
    return 10 * strange <= len(content) and 5 * foreign <= len(content)


def _sixteen(content: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of western text is zero."""
    if len(content) % 2:
        return None
    for charset, zeros in (("utf-16-le", content[1::2]), ("utf-16-be", content[0::2])):
        if zeros.count(0) >= 0.9 * len(zeros):
            text = content.decode(charset, "replace")
            return text if _readable(text) else None
    return None


def _readable(text: str) -> bool:
    """Half of its letters are of a western alphabet, none is a program's."""
    head = text[:PROBE]
    western = sum(ord(c) < 0x250 for c in head)
    return bool(head) and 2 * western >= len(head) and not any(ord(c) in _CONTROLS for c in head)
