"""Articles: written with versions, found by what people ask, and silent where none of them answers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from sqlalchemy.orm import Session

from tests import kept_answers
from ticket_store import articles, catalogue, database, model, operations, privacy, queries
from ticket_store.articles import ArticleText
from ticket_store.errors import ArticleChanged, ArticleNotFound, IncompleteArticle, UnknownService
from ticket_store.search import meaning
from ticket_store.search.words import fold

pytestmark = pytest.mark.xdist_group("articles")  # one worker learns what they are asked by
QUESTIONS = yaml.safe_load(Path(__file__).with_name("questions.yml").read_text("utf-8"))
TEXT = ArticleText(
    title="Como limpar a fila da impressora",
    asked="a impressora não imprime\n\n  documento preso na fila ",
    summary="Um documento preso segura os outros.",
    steps="Abra a fila.\nCancele o documento.",
    note="",
    source="Manual da impressora",
    source_url="https://example.gov.br/manual",
    source_date="2025-06",
    reviewed_on=date(2026, 3, 1),
)


@pytest.fixture(scope="module", autouse=True)
def _kept() -> Iterator[None]:
    """What is learnt of the articles is what a server before has learnt of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAR_DIR", str(kept_answers.VAR))
        yield


in_one_database = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
WRITER = {"author": "Bruno", "agent_id": None}


def write(store, text: ArticleText = TEXT, state: str = "published", **more):
    given = {"service_code": "estacao-de-trabalho", "state": state, **WRITER} | more
    return store.do(operations.write_article, text=text, **given)


def edit(store, article, text: ArticleText, seen: int, state: str = "published"):
    given = {"service_code": article.service_code, "state": state, **WRITER}
    return store.do(operations.edit_article, article_id=article.id, seen=seen, text=text, **given)


def seeded(store) -> None:
    store.do(lambda session, now: articles.sync(session, articles.load()))


def test_what_comes_with_the_program_names_known_services_and_its_sources() -> None:
    codes = {service.code for service in catalogue.load().services}
    for seed in articles.load().articles:
        assert seed.service is None or seed.service in codes, seed.slug
        assert seed.text.source_url.startswith("https://"), seed.slug
        assert seed.text.source, seed.slug


def test_there_are_sixty_of_them_each_at_its_own_address() -> None:
    slugs = [seed.slug for seed in articles.load().articles]
    assert len(slugs) == len(set(slugs)) >= 60


def test_each_is_dated_by_its_source_or_by_the_day_when_it_was_read() -> None:
    """A date of the source where it bears one; no day before the repository had the article."""
    for seed in articles.load().articles:
        assert re.fullmatch(r"20\d\d(-\d\d){0,2}|", seed.text.source_date), seed.slug
        assert seed.text.reviewed_on >= date(2026, 11, 28), seed.slug
        if seed.text.source_date:
            assert seed.text.source_date <= seed.text.reviewed_on.isoformat(), seed.slug


def test_an_article_has_an_address_of_its_own_and_keeps_each_version(store) -> None:
    article = write(store)
    assert article.slug == "como-limpar-a-fila-da-impressora"
    assert write(store).slug == "como-limpar-a-fila-da-impressora-2"
    edit(store, article, replace(TEXT, title="Fila da impressora"), seen=1)
    edit(store, article, replace(TEXT, title="Fila da impressora"), seen=2)  # the same words: no new version
    kept = store.ask(queries.article_versions, article_id=article.id)
    assert [(v.version, v.title) for v in kept] == [
        (2, "Fila da impressora"),
        (1, "Como limpar a fila da impressora"),
    ]
    assert kept[0].asked == ("a impressora não imprime", "documento preso na fila")
    assert store.ask(queries.article, slug=article.slug).title == "Fila da impressora"


def test_of_two_who_edit_the_second_is_told_and_overwrites_nothing(store) -> None:
    article = write(store)
    edit(store, article, replace(TEXT, title="Um"), seen=1)
    with pytest.raises(ArticleChanged) as changed:
        edit(store, article, replace(TEXT, title="Dois"), seen=1)
    assert changed.value.current == 2
    assert store.ask(queries.article, slug=article.slug).title == "Um"


def test_only_what_is_published_is_read_or_answers(store) -> None:
    article = write(store, state="draft")
    with pytest.raises(ArticleNotFound):
        store.ask(queries.article, slug=article.slug)
    question = "como limpo a fila da impressora?"
    assert store.ask(queries.answering_article, text=question) is None
    edit(store, article, TEXT, seen=1)
    assert store.ask(queries.answering_article, text=question).slug == article.slug
    edit(store, article, TEXT, seen=1, state="retired")
    assert article.slug not in {found.slug for found in store.ask(queries.search_articles, text=question)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("source_url", "javascript:alert(1)"),
        ("source_date", "junho"),
        ("reviewed_on", date(2027, 1, 1)),
    ],
)
def test_an_article_without_a_source_or_a_true_date_is_refused(store, field, value) -> None:
    with pytest.raises(IncompleteArticle) as wrong:
        write(store, replace(TEXT, **{field: value}))
    assert wrong.value.fields == (field,)


def test_an_article_is_of_a_known_service_or_of_none(store) -> None:
    with pytest.raises(UnknownService):
        write(store, service_code="nada")
    assert write(store, service_code=None).service_code is None


def test_what_the_desk_has_edited_or_retired_stays_so_when_the_program_is_renewed(store) -> None:
    seeded(store)
    first, second = store.ask(queries.articles)[:2]
    bruno = store.agent().agent_id
    with_bruno = {"author": "Bruno", "agent_id": bruno, "service_code": first.service_code, "now": store.now}
    ours = replace(TEXT, title="Da mesa", reviewed_on=date(2026, 3, 9))
    store.do(
        operations.edit_article,
        article_id=first.id,
        seen=first.version,
        text=ours,
        state="retired",
        **with_bruno,
    )
    before = store.count(model.ArticleVersion)
    newer = articles.Seeds(
        "Equipe",
        tuple(
            replace(seed, text=replace(seed.text, summary="Novo."))
            for seed in articles.load().articles
            if seed.slug in (first.slug, second.slug)
        ),
    )
    store.do(lambda session, now: articles.sync(session, newer))
    assert store.count(model.ArticleVersion) == before + 1
    assert store.ask(queries.article_version, article_id=first.id).title == "Da mesa"
    assert store.ask(queries.article, slug=second.slug).summary == "Novo."


def test_accents_endings_and_one_wrong_letter_do_not_matter(store) -> None:
    write(store)
    for question in ("limpar fila impressora", "LIMPANDO a fila da impresora", "impressoras: limpar filas"):
        found = store.ask(queries.search_articles, text=question)
        assert [one.slug for one in found] == ["como-limpar-a-fila-da-impressora"], question


def test_what_was_asked_and_not_answered_is_counted_masked_and_comes_back_if_asked_again(store) -> None:
    for text in ("Como declaro o CPF 111.444.777-35?", "como declaro o cpf 111.444.777-35", "toner"):
        store.do(operations.note_gap, text=text)
    [gap] = store.ask(queries.gaps)
    assert (gap.text, gap.asked) == ("Como declaro o CPF [CPF]?", 2)
    store.do(operations.settle_gap, gap_id=gap.id)
    assert store.ask(queries.gaps) == []
    store.do(operations.note_gap, text="como declaro o CPF 111.444.777-35?")
    assert [one.asked for one in store.ask(queries.gaps)] == [3]
    store.later(days=181)
    assert store.do(privacy.purge).counts["knowledge_gaps"] == 1


def test_what_the_desk_writes_about_is_no_other_matter_any_more(store) -> None:
    """other_matters.txt holds "homologar férias": it must not silence the article that came to be."""
    seeded(store)
    assert store.ask(queries.answering_article, text="homologar férias") is None
    text = replace(TEXT, title="Como homologar férias", asked="homologar as férias da equipe")
    article = write(store, text, service_code="sougov")
    assert store.ask(queries.answering_article, text="homologar férias").slug == article.slug


def test_each_database_gives_the_articles_that_came_with_the_program_word_for_word(store) -> None:
    """All that an answer is chosen from: so it is measured in one database."""
    seeded(store)
    came = {
        seed.slug: (seed.service, seed.text.title, tuple(filled(seed.text.asked)), seed.text.summary,
                    tuple(filled(seed.text.steps)), seed.text.note)
        for seed in articles.load().articles
    }  # fmt: skip
    given = {
        one.slug: (one.service_code, one.title, one.asked, one.summary, one.steps, one.note)
        for one in store.ask(queries.articles)
    }
    assert given == came


def filled(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def measured(store, *parts: str) -> tuple[float, float, float]:
    """What gets its answer, what gets another, and what has none and gets one: each as a part."""
    answered = {q: wanted for part in parts for q, wanted in QUESTIONS[part]["answered"].items()}
    unanswered = [q for part in parts for q in QUESTIONS[part]["unanswered"]]
    given = {q: store.ask(queries.answering_article, text=q) for q in (*answered, *unanswered)}
    slugs = {q: found.slug for q, found in given.items() if found}
    right = [q for q, wanted in answered.items() if slugs.get(q) in wanted]
    other = [q for q in answered if q in slugs and q not in right]
    false = [q for q in unanswered if q in slugs]
    return len(right) / len(answered), len(other) / len(answered), len(false) / len(unanswered)


@in_one_database
def test_the_questions_of_a_stranger_to_the_articles_get_their_article(store) -> None:
    """Measured (docs/knowledge.md), never tuned: of three strangers, the last one's alone too. The short
    answers of the conversation's places cost one question of 53 (0.811 before, 0.792)."""
    seeded(store)
    for parts in (("cold", "stranger"), ("second_stranger",)):
        right, other, false = measured(store, *parts)
        assert right >= 0.79, parts
        assert other <= 0.05, parts
        assert false <= 0.05, parts


@in_one_database
def test_the_held_questions_get_their_article_and_the_others_silence(store) -> None:
    """The bar of the issue: right at least 0.80, an answer to what has none at most 0.05."""
    seeded(store)
    right, other, false = measured(store, "held", "held_again")
    assert right >= 0.80
    assert other <= 0.07
    assert false <= 0.05


def test_no_measured_question_is_among_what_was_learnt() -> None:
    learnt = {fold(line) for seed in articles.load().articles for line in seed.text.asked.splitlines()}
    learnt |= {fold(line) for line in meaning.OTHER_MATTERS.read_text("utf-8").splitlines()}
    for part in ("held", "held_again", "cold", "stranger", "second_stranger"):
        assert not learnt & {fold(q) for kind in QUESTIONS[part].values() for q in kind}, part


CODE = queries.Place(frozenset({"code", "list_my_tickets"}), None, under_way=True)
OPENING = {
    pending: queries.Place(frozenset({pending, "open_ticket"}), "sei", under_way=True)
    for pending in ("service", "description", "email", "confirm_open")
}
NOTHING = queries.Place(frozenset({"none"}))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """What comes with the program, to be asked."""
    url = f"sqlite:///{tmp_path_factory.mktemp('articles')}/tickets.db"
    database.migrate(url)
    engine = database.connect(url)
    with database.reading(engine) as session:
        yield session
    engine.dispose()


@pytest.mark.parametrize(
    ("place", "question", "slug"),
    [
        (CODE, "por quanto tempo posso usar?", "codigo-quanto-vale"),
        (CODE, "veio por torpedo?", "codigo-por-onde-chega"),
        (CODE, "errei o código, bloqueia?", "codigo-tentativas"),
        (OPENING["service"], "o que vocês chamam de serviço?", "o-que-e-sistema"),
        (OPENING["service"], "não lembro como o sistema se chama", "nao-sei-o-sistema"),
        (OPENING["description"], "tem um tamanho máximo de texto?", "limite-de-texto"),
        (OPENING["description"], "vocês precisam da senha?", "senha-nunca"),
        (OPENING["email"], "posso dar um hotmail?", "email-pessoal-ou-do-trabalho"),
        (OPENING["email"], "aceita dois endereços?", "dois-emails"),
        (OPENING["confirm_open"], "e se eu responder que não?", "o-que-faz-o-nao"),
        (NOTHING, "preciso fazer um cadastro antes?", "preciso-de-cadastro"),
    ],
)
def test_what_the_conversation_itself_is_asked_has_an_article_of_its_place(
    asked: Session, place: queries.Place, question: str, slug: str
) -> None:
    found = queries.answering_article(asked, text=question, place=place)
    assert found
    assert found.slug == slug
    assert queries.short_answer(asked, text=question, place=place)[0] == found


@pytest.mark.parametrize(
    ("question", "of_a_system"),
    [
        ("esqueci a senha, o que faço?", "conta-govbr-esqueci-senha"),
        ("o código não veio por SMS", "conta-govbr-codigo-nao-chega"),
        ("como conferir se uma assinatura digital é verdadeira?", "assinatura-conferir"),
    ],
)
def test_in_the_middle_of_a_ticket_no_article_of_a_system_that_nobody_named_is_given(
    asked: Session, question: str, of_a_system: str
) -> None:
    outside = queries.answering_article(asked, text=question, place=NOTHING)
    assert outside
    assert outside.slug == of_a_system
    for place in (*OPENING.values(), CODE):
        inside = queries.answering_article(asked, text=question, place=place)
        assert inside is None or inside.service_code is None


def test_the_system_under_way_and_a_named_one_have_their_articles_in_the_middle_of_a_ticket(
    asked: Session,
) -> None:
    place = OPENING["description"]
    named = queries.answering_article(asked, text="como recupero a senha do gov.br?", place=place)
    assert named
    assert named.slug == "conta-govbr-esqueci-senha"
    own = queries.answering_article(asked, text="para que serve o bloco de assinatura?", place=place)
    assert own
    assert own.service_code == "sei"


def test_every_place_is_a_question_or_a_flow_that_there_is() -> None:
    flows = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in Path("data/flows").glob("*.yml")}
    slots = flows.pop("slots").values()
    pending = {"none", "news_resolved", "news_question", queries.AT_REST}
    pending |= {slot.get("pending") for slot in slots}
    pending |= {step["confirm"] for flow in flows.values() for step in flow["steps"] if "confirm" in step}
    done = {f"{queries.AFTER}{flow}" for flow in flows}
    named = frozenset().union(*articles.places().values())
    assert named
    assert named <= flows.keys() | pending | done


AFTERWARDS = queries.Place(frozenset({"none", queries.AT_REST}), at_rest=True)


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("trabalho numa empresa privada, vocês me atendem?", "quem-pode-acionar"),
        ("nunca abri um chamado, como começo?", "como-funciona-abrir"),
        ("quero apenas acompanhar um pedido, sem registrar nada", "so-consultar"),
    ],
)
def test_at_the_beginning_no_common_word_makes_it_somebody_elses_ticket(
    asked: Session, question: str, slug: str
) -> None:
    found = queries.answering_article(asked, text=question, place=queries.Place(frozenset({"none"})))
    assert found
    assert found.slug == slug


@pytest.mark.parametrize(
    "question", ["devo esperar mais?", "em que e-mail ficou?", "já abriu o chamado?", "quanto tempo vale?"]
)
def test_what_is_only_true_while_one_is_registered_is_not_said_of_a_registered_one(
    asked: Session, question: str
) -> None:
    found = queries.answering_article(asked, text=question, place=AFTERWARDS)
    assert found is None or found.slug not in {
        slug for slug, places in articles.places().items() if places.isdisjoint(AFTERWARDS.names)
    }


@pytest.mark.parametrize(
    "question", ["vocês gravam a conversa com o cidadão?", "já está gravando nossa conversa?"]
)
def test_one_word_in_common_is_no_audio(asked: Session, question: str) -> None:
    for place in (*OPENING.values(), AFTERWARDS):
        found = queries.answering_article(asked, text=question, place=place)
        assert found is None or found.slug == "conversa-guardada"
