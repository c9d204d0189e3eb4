"""Files from the attendant to the person: judged like all, told with a link, and gone with what was said."""

from pathlib import Path

import pytest

from ticket_store import operations, privacy, queries
from ticket_store.errors import (
    AttachmentEmpty,
    AttachmentNotFound,
    AttachmentTooLarge,
    AttachmentTypeRefused,
    HandoffRefused,
    TooManyAttachments,
)
from ticket_store.operations.attachments import MAX_BYTES, MAX_FILES

CHAT = "tg-7"
TEXT = b"passo a passo\n"


@pytest.fixture
def taken(store):
    handoff = store.do(operations.request_handoff, conversation_id=CHAT, transcript=[], wait_minutes=5)
    bruno = store.agent().agent_id
    store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=bruno)
    return handoff.id, bruno


def send(store, taken, directory: Path, content: bytes = TEXT, uid: str = "m1-file0", name: str = "guia.txt"):
    return store.do(
        operations.send_live_file,
        handoff_id=taken[0],
        agent_id=taken[1],
        filename=name,
        content=content,
        uid=uid,
        link=f"https://css/conversa/arquivo/{uid}",
        directory=directory,
    )


def test_the_chat_says_the_link_once_and_the_desk_keeps_the_line(store, taken, tmp_path: Path) -> None:
    for _ in range(2):
        send(store, taken, tmp_path)
    [line] = store.ask(queries.live_messages, handoff_id=taken[0])
    assert (line.sender, line.text, line.file_name, line.file_type) == (
        "agent",
        "Arquivo: guia.txt",
        "guia.txt",
        "text/plain",
    )
    [row] = [row for row in store.outbox("chat") if row.kind == "live_message"]
    assert row.payload["text"] == "Arquivo: guia.txt\nhttps://css/conversa/arquivo/m1-file0"
    message, path = store.ask(operations.read_live_file, uid="m1-file0", directory=tmp_path)
    assert (message.id, path.read_bytes()) == (line.id, TEXT)
    assert [one.name for one in tmp_path.glob("?" * 32)] == [path.name]


def test_what_a_person_may_not_send_an_attendant_may_not(store, taken, tmp_path: Path) -> None:
    for content, error in (
        (b"", AttachmentEmpty),
        (b"MZ\x90\x00" + b"\x00" * 100, AttachmentTypeRefused),
        (b"a" * (MAX_BYTES + 1), AttachmentTooLarge),
    ):
        with pytest.raises(error):
            send(store, taken, tmp_path, content)
    assert send(store, taken, tmp_path, b"echo oi", name="rede.bat").file_name == "rede.bat.txt"
    for n in range(1, MAX_FILES):
        send(store, taken, tmp_path, uid=f"n{n}")
    with pytest.raises(TooManyAttachments):
        send(store, taken, tmp_path, uid="one more")
    with pytest.raises(HandoffRefused):
        send(store, (taken[0], store.agent("Davi").agent_id), tmp_path, uid="davi")


def test_it_is_gone_with_what_was_said(store, taken, tmp_path: Path) -> None:
    key = send(store, taken, tmp_path).file_key
    assert store.ask(privacy.orphans, stored={key, "lost"}) == {"lost"}
    store.do(operations.give_back_handoff, handoff_id=taken[0], agent_id=taken[1])
    store.later(days=89)
    assert store.do(privacy.purge).storage_keys == []
    store.later(days=2)
    assert store.do(privacy.purge).storage_keys == [key]
    assert store.ask(privacy.orphans, stored={key}) == {key}
    with pytest.raises(AttachmentNotFound):
        store.ask(operations.read_live_file, uid="m1-file0", directory=tmp_path)


def test_who_is_erased_leaves_no_file_that_was_sent_to_him(store, tmp_path: Path) -> None:
    handoff = store.do(
        operations.request_handoff, conversation_id=CHAT, transcript=[], wait_minutes=5, email="ana@x.gov.br"
    )
    bruno = store.agent().agent_id
    store.do(operations.take_handoff, handoff_id=handoff.id, agent_id=bruno)
    key = send(store, (handoff.id, bruno), tmp_path).file_key
    assert key in store.do(privacy.erase_requester, email="ana@x.gov.br").storage_keys


def test_a_line_without_a_file_gives_none(store, taken, tmp_path: Path) -> None:
    store.do(operations.say_live, handoff_id=taken[0], text="oi", uid="m2", agent_id=taken[1])
    with pytest.raises(AttachmentNotFound):
        store.ask(operations.read_live_file, uid="m2", directory=tmp_path)
