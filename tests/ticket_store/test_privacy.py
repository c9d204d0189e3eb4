"""LGPD: kept no longer than needed, given to whoever it is about, forgotten when asked."""

from datetime import timedelta

from sqlalchemy import select, text

from ticket_store import database, identity, model, operations, outbox, privacy, queries, requester_notes
from ticket_store.authors import Author
from ticket_store.queries import people

ANA = "ana@fazenda.gov.br"
# What the product brings along, about nobody: its words may hold "ana".
SHIPPED = {"teams", "services", "canned_solutions", "articles", "article_versions"}
CANARIES = ("ana", "souza", "segredo-do-corpo", "111.444.777-35")


def everything(store) -> str:
    """Every value of every table, as one text."""
    found = []
    with store.engine.connect() as connection:
        for table in model.Base.metadata.sorted_tables:
            if table.name not in SHIPPED:
                found += [str(tuple(row)) for row in connection.execute(select(table))]
        connection.execute(text("SELECT 1"))
    return "\n".join(found).lower()


def note_of(store, text: str, email: str = ANA) -> None:
    requester_id = store.ask(people.person_of, email=email)
    store.do(
        requester_notes.write_note, requester_id=requester_id, text=text, agent_id=store.agent().agent_id
    )


def busy_life(store, tmp_path) -> str:
    """Ana uses everything; what she is told and says holds the canaries."""
    number = store.open(
        ANA, name="Ana Souza", conversation_id="web-ana", description="segredo-do-corpo 111.444.777-35"
    ).number
    ana = Author.requester("Ana Souza")
    store.do(
        operations.comment, ticket_number=number, text="segredo-do-corpo", author=ana, dedupe_key="web-ana-1"
    )
    store.do(
        operations.add_attachment,
        ticket_number=number,
        filename="ana.png",
        content=b"%PDF-ana",
        author=ana,
        directory=tmp_path,
    )
    store.do(operations.resolve, ticket_number=number, solution="Sra. Souza, feito", author=store.agent())
    store.do(operations.rate, ticket_number=number, score=5, comment="Ana agradece", channel="web")
    store.do(identity.send_code, conversation_id="web-ana", email=ANA, secret="s")
    code = store.outbox()[-1].payload["code"]
    store.do(identity.check_code, conversation_id="web-ana", code=code, secret="s")
    transcript = [{"from": "user", "text": "sou a Ana Souza", "at": "x"}]
    handoff = store.do(
        operations.request_handoff,
        conversation_id="web-ana",
        transcript=transcript,
        wait_minutes=5,
        email=ANA,
    )
    store.do(operations.hear_live, conversation_id="web-ana", text="Souza aqui", uid="u1")
    store.do(operations.withdraw_handoff, conversation_id="web-ana")
    note_of(store, "Ana Souza fala segredo-do-corpo")
    store.do(operations.grade_chat, conversation_id="web-ana", score=5, comment="Ana Souza gostou")
    assert handoff.email == ANA
    return number


def test_who_asks_to_be_forgotten_is_nowhere_any_more(store, tmp_path) -> None:
    number = busy_life(store, tmp_path)
    before = everything(store)
    assert all(canary in before for canary in CANARIES)
    purged = store.do(privacy.erase_requester, email="Ana@Fazenda.gov.br")
    after = everything(store).replace("web-ana", "")  # the random conversation id is only called so here
    assert [canary for canary in CANARIES if canary in after] == []
    assert [p.name for p in tmp_path.iterdir() if p.name in purged.storage_keys] == purged.storage_keys
    assert len(purged.storage_keys) == 1
    assert store.view(number).status == "resolved"  # the figures stay true
    assert store.view(number).score == 5


def test_forgetting_ana_leaves_carla_untouched(store, tmp_path) -> None:
    carlas = store.open("carla@agu.gov.br", name="Carla", description="Minha VPN não conecta").number
    busy_life(store, tmp_path)
    store.do(privacy.erase_requester, email=ANA)
    assert store.view(carlas).email == "carla@agu.gov.br"
    assert store.view(carlas).description == "Minha VPN não conecta"
    assert store.mails("carla@agu.gov.br") == ["registered"]


def test_forgetting_somebody_unknown_does_nothing(store) -> None:
    assert store.do(privacy.erase_requester, email="ninguem@x.gov.br").counts == {"tickets": 0}


def test_a_person_gets_all_that_is_held_about_her_and_no_internal_note(store, tmp_path) -> None:
    number = busy_life(store, tmp_path)
    store.do(operations.comment, ticket_number=number, text="interna", author=store.agent(), internal=True)
    held = store.ask(privacy.export_requester, email=ANA)
    assert (held["email"], held["name"]) == (ANA, "Ana Souza")
    [ticket] = held["tickets"]
    assert ticket["number"] == number
    assert [r["score"] for r in ticket["ratings"]] == [5]
    assert [f["filename"] for f in ticket["attachments"]] == ["ana.png"]
    assert "interna" not in str(ticket["history"])
    assert store.ask(privacy.export_requester, email="ninguem@x.gov.br")["tickets"] == []


def test_nothing_is_purged_before_its_time(store, tmp_path) -> None:
    number = busy_life(store, tmp_path)
    assert sum(store.do(privacy.purge).counts.values()) == 0
    assert store.view(number).description.startswith("segredo")


def test_the_nightly_purge_takes_what_its_time_is_up_and_then_nothing_more(store, tmp_path) -> None:
    busy_life(store, tmp_path)
    for item in store.do(outbox.claim, worker="w", lease_seconds=60, limit=50):
        store.do(outbox.mark_sent, item_id=item.id, worker="w")
    store.do(operations.record_misunderstood, conversation_id="web-x", text="blá")
    store.later(days=200)
    counts = store.do(privacy.purge).counts
    for what in ("codes", "proofs", "mails", "review_items", "live_transcripts"):
        assert counts[what] >= 1, what
    assert (store.mails(), store.count(model.OneTimeCode), store.count(model.LiveMessage)) == ([], 0, 0)
    again = store.do(privacy.purge).counts
    assert {what: n for what, n in again.items() if n} == {}


def test_five_years_after_its_end_a_ticket_and_its_requester_are_emptied(store, tmp_path) -> None:
    number = busy_life(store, tmp_path)
    store.later(days=10)
    store.do(operations.close_due)
    store.later(days=5 * 365 + 1)
    purged = store.do(privacy.purge)
    assert (purged.counts["tickets"], purged.counts["requesters"], len(purged.storage_keys)) == (1, 1, 1)
    assert store.view(number).description == privacy.ERASED
    assert "@erased.invalid" in store.view(number).email
    assert sum(store.do(privacy.purge).counts.values()) == 0


def test_a_requester_who_still_has_a_younger_ticket_is_kept(store) -> None:
    old = store.open().number
    store.do(operations.cancel, ticket_number=old, author=Author.requester())
    store.later(days=5 * 365 + 1)
    young = store.open().number
    assert store.do(privacy.purge).counts["requesters"] == 0
    assert store.view(old).description == privacy.ERASED
    assert store.view(young).email == ANA


def test_the_policy_can_be_shorter(store) -> None:
    number = store.open().number
    store.do(operations.cancel, ticket_number=number, author=Author.requester())
    store.later(days=2)
    policy = privacy.PurgePolicy(finished_tickets=timedelta(days=1))
    with database.transaction(store.engine) as session:
        assert privacy.purge(session, now=store.now, policy=policy).counts["tickets"] == 1


def test_the_purge_goes_in_steps_the_oldest_first(store, monkeypatch) -> None:
    assert privacy.TICKETS_AT_ONCE == 500
    monkeypatch.setattr(privacy, "TICKETS_AT_ONCE", 2)
    ended = []
    for n in range(3):
        number = store.open(f"pessoa{n}@fazenda.gov.br").number
        store.do(operations.cancel, ticket_number=number, author=store.agent())
        store.later(hours=1)
        ended.append(number)
    store.later(days=366)
    policy = privacy.PurgePolicy(finished_tickets=timedelta(days=365))
    emptied = []
    for _ in range(3):
        emptied.append(store.do(privacy.purge, policy=policy).counts["tickets"])
        if len(emptied) == 1:
            assert [store.view(n).description == privacy.ERASED for n in ended] == [True, True, False]
    assert emptied == [2, 1, 0]


def test_what_was_labelled_stays_to_be_learnt_and_what_was_said_around_it_goes(store) -> None:
    line = {"from": "bot", "text": "Posso registrar?"}
    store.do(operations.record_doubtful, text="hã", lines=[line])
    [item] = store.ask(queries.review_queue)
    bruno = store.agent().agent_id
    store.do(operations.label_review_item, item_id=item.id, label=None, taught=["repeat"], agent_id=bruno)
    store.later(days=200)
    store.do(privacy.purge)
    [item] = store.ask(queries.review_queue, status="labelled")
    assert (item.taught, item.lines) == (["repeat"], None)


def test_what_the_desk_noted_of_a_person_is_his_to_read_and_goes_in_a_year_whatever_else_stays(store) -> None:
    store.open(ANA)
    note_of(store, "Liga à tarde")
    [held] = store.ask(privacy.export_requester, email=ANA)["notes_of_attendants"]
    assert held["text"] == "Liga à tarde"
    store.later(days=364)
    store.do(privacy.purge)
    assert len(store.ask(privacy.export_requester, email=ANA)["notes_of_attendants"]) == 1
    store.later(days=2)
    assert store.do(privacy.purge).counts["requester_notes"] == 1
    held = store.ask(privacy.export_requester, email=ANA)
    assert (held["notes_of_attendants"], len(held["tickets"])) == ([], 1)


def test_a_left_address_with_a_note_waits_for_the_note_to_go(store) -> None:
    number = store.open(ANA).number
    note_of(store, "Liga à tarde")
    bruno = store.agent()
    store.do(operations.change_requester, ticket_number=number, email="outra@fazenda.gov.br", author=bruno)
    store.later(days=200)
    assert store.do(privacy.purge).counts["left_addresses"] == 0
    store.later(days=200)
    assert store.do(privacy.purge).counts["left_addresses"] == 1
