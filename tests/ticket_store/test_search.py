"""The search as people type it, and the words kept for it."""

import unicodedata
from importlib import import_module

import pytest
from sqlalchemy import delete, insert, select, text

from ticket_store import operations, privacy, queries
from ticket_store.authors import Author
from ticket_store.database import migrate, transaction
from ticket_store.model import Requester, SearchDocument, SearchWord, Ticket
from ticket_store.search import index, plan
from ticket_store.search.words import pieces, places

CARLA = "carla@prefeitura.sp.gov.br"


def found(store, typed: str, **more) -> list[str]:
    return [t.number for t in store.ask(queries.search, text=typed, this_year=2026, **more)]


def shown(store, typed: str) -> list[str]:
    """The passages of the newest hit, what was found in [brackets]."""
    tickets = store.ask(queries.search, text=typed, this_year=2026)
    passages = store.ask(queries.passages, tickets=tickets, text=typed)[tickets[0].number]
    return ["".join(f"[{part}]" if hit else part for part, hit in p.parts) for p in passages]


@pytest.fixture
def wanted(store) -> str:
    """Carla's ticket about the issue of invoices, beside one that shares no word of it."""
    number = store.open(
        CARLA,
        name="Carla Araújo Conceição",
        description="Erro na emissão de notas: o relatório GERENCIAL da UG 97933 não abre.",
    ).number
    store.open("outro@trabalho.gov.br", service_code="vpn", description="Cai toda hora")
    store.do(
        operations.comment, ticket_number=number, text="Surgiu o código 0012-ABC", author=Author.requester()
    )
    return number


@pytest.mark.parametrize(
    "typed",
    [
        "emissão de notas", "emissao nota", "NOTAS EMISSÃO", "nota emissao", "emissa", "issao", "erencia",
        "gerencial, relatorio", "97933", "9793", "7933", "ug 97933", "araujo", "ARAÚJO carla", "conceicao",
        "carla@prefeitura.sp.gov.br", "prefeitura notas", "carla@pref", "0012", "0012-abc", "codigo carla",
        unicodedata.normalize("NFD", "relatório"), "“emissão” / notas!", "emisão", "relatroio", "siafi notas",
        "emissões relatórios", "códigos", "gerenciais",
    ],
)  # fmt: skip
def test_a_ticket_is_found_as_people_type(store, wanted, typed) -> None:
    assert found(store, typed) == [wanted]


@pytest.mark.parametrize("typed", ["nº 1", "2026 0000001", "2026-000000", "0000001", "00001", "6-000000"])
def test_a_ticket_is_found_by_its_number_or_part_of_it(store, typed) -> None:
    wanted = store.open().number
    assert found(store, typed) == [wanted]


@pytest.mark.parametrize("typed", ["6-000000", "2026-000000"])
def test_of_many_numbers_with_the_same_part_the_newest_are_found(store, monkeypatch, typed) -> None:
    monkeypatch.setattr(import_module("ticket_store.queries.search"), "_WORDS_OF_A_PIECE", 2)
    numbers = [store.open(f"a{n}@x.gov.br").number for n in range(4)]
    assert found(store, typed)[:2] == numbers[:-3:-1]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "'", '"', "inexistente", "nº 77", "notas vpn", "zz"])
def test_a_search_for_nothing_finds_nothing(store, wanted, typed) -> None:
    assert found(store, typed) == []


def test_whole_words_come_before_parts_and_the_newest_first(store) -> None:
    whole = [store.open(f"a{n}@x.gov.br", description="A senha da Ana venceu").number for n in range(2)]
    part = store.open("b@x.gov.br", description="Toda semana o mesmo").number
    assert found(store, "ana") == [*reversed(whole), part]
    assert found(store, "ana", limit=2) == whole[::-1]


def test_a_mistyped_word_is_only_tried_when_nothing_is_as_typed(store) -> None:
    store.open("a@x.gov.br", description="certificado digital")
    typed_so = store.open("b@x.gov.br", description="certifcado vencido").number
    assert found(store, "certifcado") == [typed_so]


def test_what_is_added_later_is_found_and_whose_it_is_as_well(store) -> None:
    number = store.open().number
    agent = store.agent()
    store.do(operations.comment, ticket_number=number, text="Nota só da mesa", author=agent, internal=True)
    store.do(operations.resolve, ticket_number=number, solution="Trocado o roteador", author=agent)
    assert found(store, "mesa") == found(store, "roteador") == [number]
    with transaction(store.engine) as session:
        session.scalars(select(Requester)).one().name = "Ana Beatriz Figueirôa"
    assert found(store, "figueiroa") == [number]


def test_a_file_is_found_by_its_name(store, tmp_path) -> None:
    number = store.open().number
    store.do(
        operations.add_attachment,
        ticket_number=number,
        filename="Relação_de_empenhos.pdf",
        content=b"%PDF-1.4 x",
        author=Author.requester(),
        directory=tmp_path,
    )
    assert found(store, "relacao empenho") == [number]


def test_the_found_words_are_shown_as_they_were_written(store, wanted) -> None:
    assert shown(store, "emissao nota") == [
        "Erro na [emissão] de [nota]s: o relatório GERENCIAL da UG 97933 não abre."
    ]
    assert shown(store, "codigo 0012") == ["Surgiu o [código] [0012]-ABC"]
    assert shown(store, "gerenciais u") == [
        "Erro na emissão de notas: o relatório [GERENCIAL] da [U]G 97933 não abre."
    ]


def test_of_a_long_text_what_is_around_the_word_is_shown(store) -> None:
    store.open(description="Antes. " * 60 + "Aqui está a exceção rara. " + "Depois. " * 60)
    [passage] = shown(store, "excecao")
    assert "[exceção]" in passage
    assert len(passage) < 300


def test_the_words_of_whom_was_forgotten_are_nowhere(store) -> None:
    store.open("zuleide@x.gov.br", name="Zuleide", description="Segredo da Zuleide no SIAFI")
    other = store.open("b@x.gov.br", description="Não abre o segredo").number
    store.do(privacy.erase_requester, email="zuleide@x.gov.br")
    assert found(store, "zuleide") == []
    assert found(store, "segredo") == [other]
    with transaction(store.engine) as session:
        assert session.scalars(select(SearchWord).where(SearchWord.word == "zuleide")).all() == []
        assert "zuleide" not in " ".join(session.scalars(select(SearchDocument.words)))


def test_an_operation_that_fails_leaves_no_words(store) -> None:
    number = store.open().number
    with pytest.raises(RuntimeError), transaction(store.engine) as session:  # noqa: PT012
        operations.comment(
            session, ticket_number=number, text="desfeito", author=Author.requester(), now=store.now
        )
        raise RuntimeError
    assert found(store, "desfeito") == []


def test_what_an_older_version_wrote_is_collected(store) -> None:
    """It knows nothing of the search: its tickets have no words, or those of before."""
    silent, old = (
        store.open(description="Calado demais").number,
        store.open(description="Antigo demais").number,
    )
    with transaction(store.engine) as session:
        ids = {t.number: t.id for t in session.scalars(select(Ticket)).unique()}
        session.execute(delete(SearchDocument).where(SearchDocument.ticket_id == ids[silent]))
        session.execute(
            SearchDocument.__table__.update()
            .where(SearchDocument.ticket_id == ids[old])
            .values(words="antes", as_of=store.at(2026, 1, 1))
        )
    assert found(store, "antigo") == found(store, "calado") == []
    with transaction(store.engine) as session:
        assert index.catch_up(session) == 2
        assert index.catch_up(session) == 0
    assert (found(store, "antigo"), found(store, "calado")) == ([old], [silent])


def test_an_upgrade_takes_every_ticket_into_the_search(store) -> None:
    number = store.open(description="De antes da pesquisa").number
    with transaction(store.engine) as session:
        session.execute(delete(SearchDocument))
    migrate(store.engine.url.render_as_string(hide_password=False))
    assert found(store, "pesquisa antes") == [number]


def test_each_step_of_a_search_goes_by_its_index(store) -> None:
    """By the index's name; of a handful of words PostgreSQL would read any index whole."""
    store.open()
    with transaction(store.engine) as session:
        session.execute(insert(SearchWord), [{"word": f"palavra{n}"} for n in range(20_000)])
        if session.get_bind().dialect.name == "postgresql":  # as autovacuum does; a long list is costly
            session.execute(text("SELECT gin_clean_pending_list('search_words_part')"))
        session.execute(text("ANALYZE search_words"))
    steps = {
        "documents": lambda s: plan.holding(s, [["siafi", "siape"], ["ontem"]], 50),
        "start": lambda s: plan.starting(s, "ont", 300),
        "part": lambda s: plan.containing(s, "ntem", 300),
    }
    named = {
        "sqlite": {
            "documents": "search_documents_index VIRTUAL TABLE INDEX 192:M1",
            "start": "INDEX sqlite_autoindex_search_words_1 (word>? AND word<?)",
            "part": "search_words_index VIRTUAL TABLE INDEX 0:L0",
        },
        "postgresql": {
            "documents": "search_documents_words",
            "start": "search_words_start",
            "part": "search_words_part",
        },
    }[store.engine.dialect.name]
    for step, statement in steps.items():
        assert named[step] in store.plan(statement), step


def test_places_are_counted_in_the_text_as_it_is_written() -> None:
    written = "A ﬁcha e a Emissa\u0303o"
    assert [written[a:b] for a, b in places(written, ["ficha", "emissao"])] == ["ﬁcha", "Emissa\u0303o"]
    assert pieces("O CPF é 111.222-33") == ["o", "cpf", "e", "111", "222", "33"]


@pytest.mark.parametrize("typed", ["ecac", "e-cac", "E-CAC", "eca"])
def test_a_name_with_a_sign_inside_is_found_without_it(store, typed) -> None:
    number = store.open(CARLA, description="A procuração some do e-CAC quando transmito").number
    assert found(store, typed) == [number]
    assert any(
        "[e-CA" in passage or "[e-ca" in passage or "[e]" in passage for passage in shown(store, typed)
    )
