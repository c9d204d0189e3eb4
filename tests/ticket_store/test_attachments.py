"""Files: judged by what is in them, kept under a name that nobody chose."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticket_store import model, operations, privacy, queries
from ticket_store.authors import Author
from ticket_store.errors import (
    AttachmentNotFound,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    TicketFinished,
    TooManyAttachments,
)
from ticket_store.operations.attachments import MAX_BYTES, safe_name

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40)
ANA = Author.requester("Ana")


def add(store, directory, number, content=PNG, filename="tela.png"):
    return store.do(
        operations.add_attachment,
        ticket_number=number,
        filename=filename,
        content=content,
        author=ANA,
        directory=directory,
    )


def test_a_file_is_kept_and_read_back_from_its_own_ticket_only(store, tmp_path) -> None:
    number, other = store.open().number, store.open().number
    added = add(store, tmp_path / "files", number, filename="C:\\tela\\erro 1.png")
    view, path = store.ask(
        operations.read_attachment, ticket_number=number, uid=added.uid, directory=tmp_path / "files"
    )
    assert (view.filename, view.content_type, path.read_bytes()) == ("erro 1.png", "image/png", PNG)
    assert [a.uid for a in store.ask(queries.attachments, ticket_number=number)] == [added.uid]
    with pytest.raises(AttachmentNotFound):
        store.ask(
            operations.read_attachment, ticket_number=other, uid=added.uid, directory=tmp_path / "files"
        )
    assert store.kinds(number) == ["opened", "attachment"]


def docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "olá")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("Olá, é só texto".encode(), "text/plain"),
        (docx(), "application/zip"),
        ("Não emite a ordem, ação negada\r\n".encode("cp1252"), "text/plain"),
        ("Não emite\r\n".encode("utf-16"), "text/plain"),
        ("órgão;ação\r\n1;2\r\n".encode("cp850"), "text/plain"),
        (b"<ERROR> 12:00 falha\n", "text/plain"),
        (b'<?xml version="1.0"?><nfe><valor>1</valor></nfe>', "text/plain"),
        (b"\r\n%PDF-1.4\n\x00\x01", "application/pdf"),
        (b"\xef\xbb\xbf%PDF-1.4\n\x00\x01", "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40), "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00heixmiaf" + bytes(40), "image/heic"),
        (b"2026-07-24 ERRO 504 na UG 170001\r\n" * 9 + bytes(20), "text/plain"),
        (b"From: a@b\r\nSubject: x\r\n\r\nn\xe3o\r\n", "message/rfc822"),
        (OLE + "__properties_version1.0".encode("utf-16-le"), "application/vnd.ms-outlook"),
        (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    ],
    ids=[
        "png",
        "pdf",
        "text",
        "docx",
        "ansi",
        "utf-16",
        "dos",
        "log",
        "xml",
        "pdf-crlf",
        "pdf-bom",
        "heic",
        "heif-of-another-phone",
        "log-padded-with-zeros",
        "eml",
        "msg",
        "doc",
    ],  # a zip holds the time: its bytes differ from worker to worker
)
def test_useful_kinds_are_accepted(store, tmp_path, content, kind) -> None:
    assert add(store, tmp_path, store.open().number, content, "x.bin").content_type == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\x00" * 60,
        b"\x7fELF" + b"\x00" * 60,
        b"<html><script>alert(1)</script>",
        b"  <svg onload=x>",
        b"",
        b"\xff\xfe\x00bad",
        OLE + b"an installer",
        b"MZ%PDF-1.4",
        b"<html>%PDF-1.4\x00",
        b"#!/bin/sh\nrm -rf x",
        bytes(range(256)) * 4,
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomavc1" + bytes(40),
        b'<?xml version="1.0"?><svg onload="x"/>',
    ],
)
def test_a_program_or_a_page_is_refused_whatever_its_name(store, tmp_path, content) -> None:
    with pytest.raises(AttachmentTypeRefused):
        add(store, tmp_path / "files", store.open().number, content, "foto.png")
    assert not (tmp_path / "files").exists()


def test_too_large_too_many_and_too_late_are_refused(store, tmp_path) -> None:
    number = store.open().number
    with pytest.raises(AttachmentTooLarge) as large:
        add(store, tmp_path, number, PNG + b"\x00" * MAX_BYTES)
    assert large.value.limit == MAX_BYTES
    for _ in range(10):
        add(store, tmp_path, number)
    with pytest.raises(TooManyAttachments):
        add(store, tmp_path, number)
    store.do(operations.cancel, ticket_number=number, author=ANA)
    with pytest.raises(TicketFinished):
        add(store, tmp_path, number)


def test_the_file_that_was_asked_for_sets_the_ticket_going_again(store, tmp_path) -> None:
    number = store.open().number
    store.do(operations.ask_requester, ticket_number=number, text="Mande a tela", author=store.agent())
    add(store, tmp_path, number)
    assert store.view(number).status == "in_progress"
    assert store.view(number).due_at is not None


@given(st.text(max_size=300))
def test_a_name_is_always_harmless(filename: str) -> None:
    name = safe_name(filename)
    assert 0 < len(name) <= 150
    assert not set(name) & set('/\\"<>|:*?;\r\n\x00')
    assert name.strip(" .") or name


def test_a_file_that_no_row_knows_is_found(store, tmp_path) -> None:
    added = add(store, tmp_path, store.open().number)
    (tmp_path / "left-behind").write_bytes(b"x")
    assert store.ask(
        privacy.orphans, stored={p.name for p in tmp_path.iterdir() if p.is_file() and len(p.suffix) == 0}
    ) == {"left-behind"}
    assert store.count(model.Attachment) == 1
    assert (tmp_path / added.storage_key).stat().st_mode & 0o077 == 0


def test_nobody_else_reads_the_directory(store, tmp_path) -> None:
    add(store, tmp_path / "attachments", store.open().number)
    assert (tmp_path / "attachments").stat().st_mode & 0o077 == 0


VBA = "application/vnd.ms-office.vbaProject"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def office(*parts: str, types: str = "<Types/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in ("[Content_Types].xml", *parts):
            archive.writestr(part, types)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        PNG + b"<script>alert(1)</script>",
        b"GIF89a" + bytes(20) + b"<HTML><body onload=x>",
        b"\xff\xd8\xff\xe0" + bytes(40) + office("a.exe"),
        b"%PDF-1.4\n" + bytes(40) + office("a.class"),
        office("word/document.xml", "word/vbaProject.bin"),
        office("word/document.xml", types=f'<Override ContentType="{MACROS}"/>'),
        office(
            "word/document.xml",
            "word/a.bin",
            types=f'<Default ContentType="{VBA}"/>',
        ),
        OLE + "WordDocument".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le"),
    ],
    ids=[
        "png+script",
        "gif+html",
        "jpeg+zip",
        "pdf+jar",
        "docm",
        "docm renamed",
        "macros by another name",
        "doc with macros",
    ],
)
def test_what_is_two_things_at_once_or_holds_a_program_of_its_own_is_refused(
    store, tmp_path, content
) -> None:
    with pytest.raises(AttachmentTypeRefused):
        add(store, tmp_path, store.open().number, content=content, filename="foto.png")


def test_a_log_that_only_names_macros_is_a_text(store, tmp_path) -> None:
    log = b"12:00 vbaProject.bin: acesso negado\n"
    assert add(store, tmp_path, store.open().number, content=log).content_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("rede.bat", b"ipconfig /all", "rede.bat.txt"),
        ("tela.html", PNG, "tela.html.png"),
        ("tela.JS", PNG, "tela.JS.png"),
        ("folha.docm", b"%PDF-1.4\n", "folha.docm.pdf"),
        ("folha.v2.pdf", b"%PDF-1.4\n", "folha.v2.pdf"),
    ],
)
def test_a_name_that_a_desktop_would_run_gets_the_ending_of_what_it_is(
    store, tmp_path, name, content, kept
) -> None:
    assert add(store, tmp_path, store.open().number, content=content, filename=name).filename == kept
