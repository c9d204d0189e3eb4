"""What is said in so many words needs no model: edits in quotation marks, messages for the team, the text
shown again. No sentence here trains.
"""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.at_the_summary import (
    more_told,
    put_back,
    with_its_rest,
)
from nlu.atoms import THAT
from nlu.beside_the_ticket import for_its_ticket
from nlu.edits import kept_only, literal_edit, put_in_the_text, written_anew
from nlu.in_place import in_its_flow
from nlu.plainly import said_plainly
from nlu.reading import literal
from nlu.reading.exchange import exchange
from nlu.reading.removal import removed
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.settle import settle
from nlu.telling import without_lead
from nlu.two_problems import two_problems

TEXT = (
    "A guia do convênio 481122/2019 sai com o valor R$ 3.410.007,20\n"
    "meu vizinho de sala vê o mesmo\n"
    "isso atrapalha o fechamento de amanhã"
)
SHOWN = {
    "number": "2026-0007001",
    "service": "sicaf",
    "status": "in_progress",
    "description": "certidão some",
}
OTHER = {"number": "2026-0007002", "service": "cpf", "status": "new", "description": "nome com erro"}


def at(text: str, pending: str = "confirm_open", known: str = TEXT, **state: Any) -> Reading:
    told = {"reason" if pending == "confirm_reopen" else "description": known} if known else {}
    return Reading(text, {"pending": pending, "known": told, **state}, Finder())


def written(commands: list[dict[str, Any]]) -> list[str]:
    return [write(command) for command in commands]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ('troca "meu vizinho de sala" por "o Anselmo"', "meu vizinho de sala", "o Anselmo"),
        ('em vez de "o mesmo" escreve "a mesma tela"', "o mesmo", "a mesma tela"),
        ('põe "a mesma tela" no lugar de "o mesmo"', "o mesmo", "a mesma tela"),
        (
            'a segunda linha é: "o Anselmo também vê"',
            "meu vizinho de sala vê o mesmo",
            '"o Anselmo também vê"',
        ),
    ],
)
def test_what_is_quoted_is_exchanged_as_it_is_quoted(text: str, old: str, new: str) -> None:
    assert written(literal_edit(at(text))) == [f"edit description replace: {old} => {new}"]


def test_each_quotation_is_taken_out_and_nothing_where_one_does_not_stand_there() -> None:
    both = written(literal_edit(at('apaga o "meu" e o "isso atrapalha"')))
    assert both == ["edit description remove: meu", "edit description remove: isso atrapalha"]
    assert literal_edit(at('apaga o "meu" e o "nosso"')) == []


def test_a_quotation_before_the_verb_only_shows_where_the_word_stands() -> None:
    assert removed('apareceu "meu vizinho", apaga o meu', TEXT) == "meu"


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("corrige o valor, é R$ 3.401.007,20", ("3.410.007,20", "3.401.007,20")),
        ("o convênio certo é 481212/2019, digitei errado", ("481122/2019", "481212/2019")),
        ("muda, não é 481122/2019 e sim 481221/2019", ("481122/2019", "481221/2019")),
    ],
)
def test_a_figure_takes_the_place_of_the_one_like_it(text: str, pair: tuple[str, str]) -> None:
    assert literal.refigured(text, TEXT) == pair


def test_a_figure_of_another_shape_takes_no_place() -> None:
    assert literal.refigured("muda aí, meu ramal agora é 5512", TEXT) is None


def test_a_telephone_beside_a_correction_is_added() -> None:
    reading = at("não é vizinho, é colega, e me liga no 3422-7788")
    edit = {"command": "edit", "slot": "description", "how": "replace", "old": "vizinho", "text": "colega"}
    assert written(with_its_rest(reading, [edit])) == [
        "edit description replace: vizinho => colega",
        "edit description add: me liga no 3422-7788",
    ]
    alone = at("não é vizinho, é colega")
    assert with_its_rest(alone, [edit]) == [edit]


def test_two_problems_are_told_apart_without_the_wish_that_ends_them() -> None:
    said = (
        "tenho dois problemas: o cpf veio errado e o sicaf não emite certidão, quero um chamado pra cada um"
    )
    assert two_problems(Reading(said, {"pending": "none"}, Finder())) == (
        "o cpf veio errado",
        "o sicaf não emite certidão",
    )


def test_a_place_is_written_anew_and_only_it() -> None:
    assert written(literal_edit(at("troca a última linha por: ramal 5512, falar com o Anselmo"))) == [
        "edit description replace: isso atrapalha o fechamento de amanhã => ramal 5512, falar com o Anselmo"
    ]


def test_a_telephone_takes_no_contracts_place() -> None:
    assert exchange("sumiu, é o (11) 98765-4321", TEXT) is None


def test_the_text_is_only_what_is_told_behind_only() -> None:
    edit = written_anew(at("só: o brasão sai torto", pending="confirm_reopen", known="voltou o erro"))
    assert written([edit or {}]) == ["edit reason replace: => o brasão sai torto"]


def test_an_everyday_system_that_is_pointed_at_names_its_ticket() -> None:
    state = {"pending": "none", "last": SHOWN, "listed": [SHOWN, OTHER]}
    reading = Reading("e o da impressora pode cancelar", state, Finder())
    assert {"command": "choose", "by": "service", "value": "estacao-de-trabalho"} in settle(
        reading, frozenset({"start:cancel_ticket", THAT}), []
    )


def test_a_question_about_a_number_is_about_that_one() -> None:
    reading = Reading("o 2026-0007009 avisa em qual e-mail?", {"pending": "none", "last": SHOWN}, Finder())
    assert written(settle(reading, frozenset({"ask:ticket:mail"}), [])) == [
        "choose number: 2026-0007009",
        "ask ticket mail",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("deixa um recado pro pessoal: estou no anexo B até as 15h", "estou no anexo B até as 15h"),
        ("fala pra eles que a sala mudou pra 204", "a sala mudou pra 204"),
        ("corrigindo: são nove guias", "são nove guias"),
        ("me enganei, é a sala 214", "é a sala 214"),
        ("quero deixar um recado: chamem um técnico da rede", "chamem um técnico da rede"),
    ],
)
def test_a_message_for_the_team_goes_without_its_wrapper(text: str, told: str) -> None:
    reading = at(text, pending="none", known="", last=SHOWN, listed=[SHOWN, OTHER])
    assert written(for_its_ticket(reading)) == [
        "start add_ticket_information",
        "choose that",
        f"set information: {told}",
    ]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("apaga esse recado do chamado", "edit information remove"),
        ("tira isso aí, por favor", "edit information remove"),
        ("poxa, não era pra colocar isso lá não, remove", "edit information remove"),
    ],
)
def test_what_was_added_by_mistake_is_no_more_of_it(text: str, command: str) -> None:
    [told] = for_its_ticket(at(text, pending="none", known="", last=SHOWN))
    assert write(told).startswith(command)


@pytest.mark.parametrize(
    "text",
    [
        "não era pra pôr Dell, o certo é Lenovo",
        "o robô não era pra mandar aviso",
        "tira o nome da chefe dali",
    ],
)
def test_a_part_that_is_named_is_another_matter(text: str) -> None:
    told = for_its_ticket(at(text, pending="none", known="", last=SHOWN))
    assert not any(c.get("which") == "told_by_mistake" or c.get("slot") == "information" for c in told)


def test_a_message_goes_to_the_ticket_that_is_named_before_it() -> None:
    reading = at("avisa lá que troquei o cabo", pending="none", known="", last=SHOWN)
    assert "choose that" in written(for_its_ticket(reading))
    named = at(
        "no do cpf deixa um recado: falta o nome da mãe", pending="none", known="", listed=[SHOWN, OTHER]
    )
    assert "choose service: cpf" in written(for_its_ticket(named))


@pytest.mark.parametrize(
    "text",
    [
        "coloca como urgente esse aí",
        "sobe esse chamado pra prioridade alta, muda aí",
        "gostaria de deixar como urgente",
        "tem como priorizar esse?",
    ],
)
def test_urgency_alone_is_asked_for(text: str) -> None:
    reading = at(text, pending="none", known="", last=SHOWN)
    assert written(for_its_ticket(reading))[-1] == "set urgency: high"


def test_what_is_told_before_the_order_goes_with_the_urgency() -> None:
    text = "a licitação é amanhã cedo. dá pra priorizar?"
    told = for_its_ticket(at(text, pending="none", known="", last=SHOWN))
    assert written(told)[2:] == ["set urgency: high", "set information: a licitação é amanhã cedo."]


@pytest.mark.parametrize(
    "text",
    [
        "isso não tem prioridade",
        "quando é que priorizam?",
        "qual a prioridade dele?",
        "abre um chamado novo e avisa que é no anexo",
        "errei o email, é a@b.gov.br",
        "xi, errei o endereço",
        "quero cancelar, me enganei",
    ],
)
def test_another_wish_or_a_question_is_none_of_it(text: str) -> None:
    assert for_its_ticket(at(text, pending="none", known="", last=SHOWN)) == []


def test_nothing_is_for_a_ticket_where_none_was_spoken_of() -> None:
    assert for_its_ticket(at("fala pra eles que a sala mudou", pending="none", known="")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pronto, voltei. só falha à noite", "só falha à noite"),
        ("faltou o patrimônio 5521", "o patrimônio 5521"),
        ("ah, esqueci de dizer que o cabo é novo", "o cabo é novo"),
        ("voltei a testar e falhou", "voltei a testar e falhou"),
        ("mas só falha na sala 4", "só falha na sala 4"),
        ("já falei, a catraca não lê o crachá", "a catraca não lê o crachá"),
        ("como eu disse: a catraca não lê", "a catraca não lê"),
        ("já falei com o suporte e nada mudou", "já falei com o suporte e nada mudou"),
    ],
)
def test_chatter_before_what_is_told_falls_away(text: str, told: str) -> None:
    assert without_lead(text) == told


def test_a_figure_that_is_to_be_written_takes_the_place_of_none() -> None:
    assert literal.refigured("escreve aí: o ramal é 4410", "o erro 0034 aparece") is None
    assert literal.refigured("troca o erro, é 0043", "o erro 0034 aparece") == ("0034", "0043")


BROKEN = {**SHOWN, "description": "o notebook Dell da sala 214 desliga sozinho"}


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("não é Dell, é Positivo", "edit description replace: Dell => Positivo"),
        ("é sala 241, não 214", "edit description replace: 214 => 241"),
        ('tira o "da sala 214" daí', "edit description remove: da sala 214"),
    ],
)
def test_what_a_registered_text_says_wrong_is_its_correction(text: str, edit: str) -> None:
    [told] = for_its_ticket(at(text, "none", "", last=BROKEN))
    assert write(told) == edit


@pytest.mark.parametrize(
    "text", ["abre outro igual, não é Dell, é HP", "não é Dell, é HP?", "o mouse não anda, é sem fio"]
)
def test_what_names_nothing_of_it_or_asks_is_not(text: str) -> None:
    assert for_its_ticket(at(text, "none", "", last=BROKEN)) == []


OPENED = {"command": "start", "flow": "open_ticket"}


def test_what_continues_to_fail_goes_on_with_no_draft() -> None:
    reading = at("o sicaf continua sem emitir", "none", "", last=SHOWN)
    told = {"command": "set", "slot": "description", "value": reading.text}
    assert in_its_flow(reading, [OPENED, told])[0] == OPENED
    assert in_its_flow(at("quero continuar o que comecei", "none", ""), [OPENED])[0]["which"] == "draft"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("o certo é só: o valor sai dobrado", "o valor sai dobrado"),
        ("tira o começo, fica só 'o valor sai dobrado'", "o valor sai dobrado"),
        ("só o valor sai dobrado", ""),
    ],
)
def test_what_alone_is_to_stay_is_told_behind_the_word_for_it(text: str, whole: str) -> None:
    assert literal.after_only(text) == whole


def test_a_word_is_taken_out_by_itself() -> None:
    assert removed("tira a palavra vizinho", TEXT) == "vizinho"


PRINTER = {
    "number": "2026-0007003",
    "service": "outro",
    "status": "new",
    "description": "a impressora mastiga papel",
}


def test_a_word_that_two_or_none_have_names_none() -> None:
    two = [PRINTER, {**PRINTER, "number": "2026-0007004"}]
    for listed in (two, [BROKEN]):
        reading = at("o tombo é 7731, põe no da impressora", "none", "", last=BROKEN, listed=listed)
        assert {"command": "choose", "by": "number", "value": "2026-0007003"} not in for_its_ticket(reading)


MAIL = {"description": "a impressora sai em branco\nela nem sabe disso", "service": "impressora"}


def added(text: str) -> dict[str, Any]:
    return {"command": "edit", "slot": "description", "how": "add", "text": text}


@pytest.mark.parametrize(
    ("said", "likely", "told"),
    [
        ("ah, só com foto. sem foto vai", ["só com foto", "com foto"], "só com foto. sem foto vai"),
        ("tô na sala 12 do anexo", ["12 do anexo", "tô na sala 12"], "tô na sala 12 do anexo"),
        ("fico na sala 12, obrigada", ["fico na sala 12", "sala 12"], "fico na sala 12"),
    ],
)
def test_more_of_the_text_that_is_shown_is_added_whole(said: str, likely: list[str], told: str) -> None:
    reading = Reading(said, {"pending": "confirm_open", "known": MAIL}, Finder())
    assert more_told(reading, [[added(text)] for text in likely]) == [added(told)]


@pytest.mark.parametrize(
    ("said", "second"),
    [
        ("fico na sala 12 do anexo", {"command": "deny"}),
        ("fico na sala 12 do anexo?", {"command": "wait"}),
        ("não, fico na sala 12 do anexo", {"command": "wait"}),
        ("acho que fico na sala 12", {"command": "wait"}),
    ],
)
def test_what_may_be_something_else_is_asked_about(said: str, second: dict[str, Any]) -> None:
    reading = Reading(said, {"pending": "confirm_open", "known": MAIL}, Finder())
    assert more_told(reading, [[added("fico na sala 12")], [second]]) == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("tira ela nem sabe, o resto tá certo. a impressora é uma brother", "a impressora é uma brother"),
        ("tira a última frase, a sala é a 1212", "a sala é a 1212"),
        ("tira a última frase. ela não precisa saber", ""),
        ("tira a última frase. isso é assunto nosso", ""),
        ("tira a última frase. e quem vem ver a máquina?", ""),
    ],
)
def test_what_is_told_beside_a_part_that_goes_is_added(said: str, told: str) -> None:
    reading = Reading(said, {"pending": "confirm_open", "known": MAIL}, Finder())
    gone = {"command": "edit", "slot": "description", "how": "remove", "old": "ela nem sabe disso"}
    assert with_its_rest(reading, [gone]) == [gone, *([added(told)] if told else [])]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sim mas espera, cai só na folha", "cai só na folha"),
        ("é isso mas em outubro foi normal", "em outubro foi normal"),
        ("falei que é brother", "é brother"),
        ("ele disse que é brother", "ele disse que é brother"),
    ],
)
def test_words_for_the_assistant_are_no_text(text: str, told: str) -> None:
    assert without_lead(text) == told


@pytest.mark.parametrize(
    "text",
    ["troca o 0034 por 0043, consegue?", "dá pra trocar 0034 por 0043?", "corrige o 0034 pra 0043 pra mim?"],
)
def test_an_order_put_as_a_question_is_one(text: str) -> None:
    last = {"number": "2026-0000044", "status": "new", "description": "dá erro 0034"}
    told = for_its_ticket(at(text, "none", "", last=last))
    assert written(told) == ["edit description replace: 0034 => 0043"]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("saiu sem sentido. escreve: a guia some da lista", "replace"),
        ("tá errado, bota: a guia some da lista", "replace"),
        ("melhor escrever: a guia some da lista", "replace"),
        ("coloca na descrição: a guia some da lista", "add"),
        ("põe: a guia some da lista", "add"),
        ("ficou faltando uma coisa. anota: a guia some da lista", "add"),
    ],
)
def test_a_verb_of_writing_and_its_colon_lead_to_the_text(text: str, how: str) -> None:
    """ "coloca no texto: …" wrote it over, and "ficou sem pé nem cabeça. escreve: …" was not understood."""
    told = written_anew(at(text))
    assert told is not None
    assert (told["how"], told["text"]) == (how, "a guia some da lista")


def test_a_bare_verb_of_writing_may_add_or_replace() -> None:
    assert written_anew(at("sim. escreve: a guia some da lista")) is None


@pytest.mark.parametrize(
    "text",
    [
        "Grata. A guia some da lista. Queira acrescentar, por gentileza.",
        "a guia some da lista, pode incluir?",
        "esqueci de dizer que a guia some da lista, anota por favor",
    ],
)
def test_the_words_of_an_order_are_never_what_comes(text: str) -> None:
    """ "necessito de auxílio com o Queira acrescentar" was a text."""
    told = put_in_the_text(at(text))
    assert told is not None
    assert (told["how"], told["text"].lower()) == ("add", "a guia some da lista")
    assert exchange("não vejo a guia. Queira acrescentar.", "não acho a guia") is None


def test_what_cannot_be_done_is_no_order() -> None:
    assert put_in_the_text(at("A tela trava. Não consigo incluir")) is None


@pytest.mark.parametrize(
    "text", ["Cruzes. Isto ficou pior, volte como estava, por favor.", "quero o texto anterior"]
)
def test_a_change_is_taken_back_within_a_sentence(text: str) -> None:
    assert written(put_back(at(text))) == ["back"]
    told = {"description": TEXT, "untold": "cruzes"}
    asked = Reading(f"Nenhum dos dois. {text}", {"pending": "draft", "known": told}, Finder())
    assert written(put_back(asked)) == ["deny", "back"]


@pytest.mark.parametrize(
    "text", ["não consigo desfazer o lançamento", "desfaz e tira a guia", "volta como estava?"]
)
def test_what_tells_or_wants_something_else_takes_no_change_back(text: str) -> None:
    assert put_back(at(text)) == []


def test_what_is_put_right_leaves_the_other_facts_of_the_text() -> None:
    """ "na verdade ele deixa clicar mas …" wiped the deadline that had been told."""
    said = "na verdade ele deixa clicar mas aparece senha inválida"
    told = settle(at(said), frozenset({"edit:replace"}), [(6, 9)])
    assert written(told) == ["edit description add: ele deixa clicar mas aparece senha inválida"]
    like = settle(at("na verdade isso atrapalha o fechamento de hoje"), frozenset({"edit:replace"}), [(2, 7)])
    assert like[0]["old"] == "isso atrapalha o fechamento de amanhã"


def test_of_what_is_told_twice_only_the_other_goes() -> None:
    """ "deixa só o do dia 30" threw the whole problem away."""
    known = "o envio falha\no prazo da conta é dia 30\no prazo dia 30 de novembro"
    told = kept_only(at("ficou repetido. deixa só o do dia 30 de novembro", known=known))
    assert told is not None
    assert (told["how"], told["old"]) == ("remove", "o prazo da conta é dia 30")
    assert kept_only(at("deixa só o prazo dia 30 de novembro", known=known))["how"] == "replace"  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("solicito que seja encerrado o chamado", "none"),
        ("gostaria que trocassem minha senha do SIAPE", "none"),
        ("apaga esse acionamento repetido", "none"),
        ("quero dar nota pra vocês", "none"),
        ("não precisa mandar outro, achei aqui", "code"),
        ("deixa eu abrir no celular", "code"),
        ("muda o texto pra ficar mais curto", "confirm_open"),
    ],
)
def test_ordinary_wishes_are_left_to_the_model(text: str, pending: str) -> None:
    state = {"pending": pending, "last": {"number": "2026-0000003", "service": "sei", "status": "new"}}
    known = (
        {"known": {"description": "a guia não sai", "service": "sei"}} if pending == "confirm_open" else {}
    )
    assert said_plainly(Reading(text, {**state, **known}, Finder())) is None


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("isso era no do cpf", True),
        ("não era nesse, era no do cpf", True),
        ("era pra esse não, era pro 2026-0007002", True),
        ("não é esse, é o do cpf", False),
        ("foi no do cpf que deu erro", False),
    ],
)
def test_what_was_added_to_the_wrong_ticket_is_for_the_one_that_is_named(text: str, moved: bool) -> None:
    state = {"pending": "none", "last": SHOWN, "listed": [SHOWN, OTHER]}
    told = [write(command) for command in for_its_ticket(Reading(text, state, Finder()))]
    assert (told[:1] == ["start add_ticket_information which=told"]) is moved


def test_what_is_told_with_an_order_put_as_a_question_is_no_question_about_it() -> None:
    state = {"pending": "none", "last": SHOWN, "listed": [SHOWN, OTHER]}
    read = said_plainly(Reading("agora trava no Edge também, pode acrescentar aí?", state, Finder()))
    assert read
    assert [write(command) for command in read.commands] == [
        "start add_ticket_information",
        "choose that",
        "set information: agora trava no Edge também",
    ]
