"""What of a text given before is exchanged, written anew or taken out; no sentence here is a training one."""

import pytest

from nlu.edits import explicit_edit, kept_only, literal_edit, written_anew
from nlu.reading.exchange import denied_part, exchange, rewritten, told_beside
from nlu.reading.literal import refigured
from nlu.reading.removal import removed
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.settle import settle

KNOWN = "o boleto 7730 não gera no portal desde terça. A doutora Helena já reclamou e perdi a licitação"

EXCHANGED = [
    ("é 7703, não 7730", "7730", "7703"),
    ("não é 7730, é 7703", "7730", "7703"),
    ("o boleto é o 7703", "7730", "7703"),
    ("o número certo é 7703, digitei 7730 sem querer", "7730", "7703"),
    ("foi na quarta, não na terça", "terça", "quarta"),
    ("não foi terça, foi segunda", "terça", "segunda"),
    ("troca portal por aplicativo", "portal", "aplicativo"),
    ("onde está boleto coloca guia", "boleto", "guia"),
    ("bota guia em vez de boleto", "boleto", "guia"),
    ("no lugar de portal põe aplicativo móvel", "portal", "aplicativo móvel"),
    ("a doutora é a Helena não, a Heloísa", "Helena", "Heloísa"),
    ("sim, mas o dia foi quinta", "terça", "quinta"),
]


@pytest.mark.parametrize(("text", "old", "new"), EXCHANGED)
def test_what_is_exchanged_and_for_what(text: str, old: str, new: str) -> None:
    assert exchange(text, KNOWN) == (old, new)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("não é no portal, é no balcão", "portal", "balcão"),
        ("portal não, aplicativo", "portal", "aplicativo"),
        ("a licitação está errada. Leia-se cotação, não licitação", "licitação", "cotação"),
    ],
)
def test_a_no_to_what_stands_there_is_an_exchange(text: str, old: str, new: str) -> None:
    state = {"pending": "confirm_open", "known": {"service": "rede", "description": KNOWN}}
    told = {"command": "edit", "slot": "description", "how": "replace", "old": old, "text": new}
    assert explicit_edit(Reading(text, state, Finder())) == told


@pytest.mark.parametrize(
    "text", ["não é isso", "não, o portal abre de manhã", "não e não", "é o portal, não?"]
)
def test_a_no_to_something_else_exchanges_nothing(text: str) -> None:
    state = {"pending": "confirm_open", "known": {"service": "rede", "description": KNOWN}}
    assert explicit_edit(Reading(text, state, Finder())) is None


@pytest.mark.parametrize("text", ["não, está tudo certo", "manda assim mesmo", "", "!?", "não"])
def test_where_nothing_of_the_text_is_named_nothing_is_exchanged(text: str) -> None:
    assert exchange(text, KNOWN) is None


def test_a_long_story_exchanges_nothing() -> None:
    story = "não é 7730, é 7703 " + "e depois disso a tela volta ao começo " * 20
    assert exchange(story, KNOWN) is None


ANEW = [
    ("troca tudo por: a guia não sai", "a guia não sai"),
    ("apaga tudo e escreve só que a guia não sai", "a guia não sai"),
    ('o texto é "a guia não sai nunca"', "a guia não sai nunca"),
    ("melhor assim: a guia não sai", "a guia não sai"),
]


@pytest.mark.parametrize(("text", "whole"), ANEW)
def test_a_text_written_anew_is_what_stands_behind_the_request(text: str, whole: str) -> None:
    assert rewritten(text) == whole


@pytest.mark.parametrize("text", ["troca portal por aplicativo", "é 7703, não 7730", "o texto é longo"])
def test_an_exchange_writes_nothing_anew(text: str) -> None:
    assert rewritten(text) is None


TAKEN_OUT = [
    ("tira a parte da doutora Helena", "A doutora Helena já reclamou"),
    ('tira o "no portal"', "no portal"),
    ("apaga que eu perdi a licitação", "e perdi a licitação"),
    ("tira a última frase", "A doutora Helena já reclamou e perdi a licitação"),
    ("tira o desde terça", "desde terça."),
]


@pytest.mark.parametrize(("text", "part"), TAKEN_OUT)
def test_the_smallest_part_that_holds_what_is_named_is_taken_out(text: str, part: str) -> None:
    assert removed(text, KNOWN) == part


def test_what_is_not_in_the_text_is_not_taken_out_of_it() -> None:
    assert removed("tira o prefeito", KNOWN) == ""


SITE = "ESSA DROGA DE PORTAL NÃO ABRE (host 10.8.0.31), tentei três vezes"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("tira o droga daí, foi mal", "DROGA DE"),
        ("tira só três", "três"),
        ("tira a frase do droga", "ESSA DROGA DE PORTAL NÃO ABRE"),
    ],
)
def test_a_word_by_itself_goes_and_its_sentence_only_where_that_is_said(text: str, part: str) -> None:
    assert removed(text, SITE).startswith(part)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("troca essa droga de portal por O PORTAL", "ESSA DROGA DE PORTAL", "O PORTAL"),
        ('no lugar de "tentei três vezes" põe ERRO 88, guia 12', "tentei três vezes", "ERRO 88, guia 12"),
        ("troque 10.8.0.31 por 10.8.0.32", "10.8.0.31", "10.8.0.32"),
    ],
)
def test_what_stands_there_word_for_word_gives_way_to_all_that_is_told(text: str, old: str, new: str) -> None:
    state = {"pending": "confirm_open", "known": {"service": "rede", "description": SITE}}
    edit = {"command": "edit", "slot": "description", "how": "replace", "old": old, "text": new}
    assert literal_edit(Reading(text, state, Finder())) == [edit]


@pytest.mark.parametrize("text", ["troca o e-mail por a@b.com", "troca o sistema para SEI"])
def test_the_name_of_a_field_is_no_part_of_the_text(text: str) -> None:
    state = {"pending": "confirm_open", "known": {"description": "o sistema não manda e-mail"}}
    assert literal_edit(Reading(text, state, Finder())) == []


def test_of_two_figures_that_stand_there_the_one_said_to_change_goes() -> None:
    known = "para no host 10.8.0.31\n10.8.0.32"
    assert refigured("o 10.8.0.31 também muda, é 10.8.0.32", known) == ("10.8.0.31", "10.8.0.32")


def test_a_no_that_the_text_tells_itself_takes_nothing_back() -> None:
    assert exchange("é a máquina da portaria que não liga", "ela não liga") is None
    assert exchange("aparece 'guia não achada'", "sem guia, aparece 'guia não achada'") is None


SECOND = "A doutora Helena já reclamou e perdi a licitação"
SHOWN = {"pending": "confirm_open", "known": {"service": "sicaf", "description": KNOWN}}


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("tá sobrando coisa, deixa só a segunda frase", {"how": "replace", "text": SECOND}),
        ("deixa só isso: a guia não sai nunca", {"how": "replace", "text": "a guia não sai nunca"}),
        ("deixa só a frase da impressora", {"how": "remove", "old": ""}),
    ],
)
def test_what_is_to_stay_is_kept_or_not_found_and_never_added(text: str, edit: dict[str, str]) -> None:
    read = kept_only(Reading(text, SHOWN, Finder()))
    assert read == {"command": "edit", "slot": "description", **edit}


@pytest.mark.parametrize(
    "text", ["saiu mesmo a parte da doutora?", "ainda está lá o que eu disse do boleto?"]
)
def test_a_question_about_the_text_changes_nothing_of_it(text: str) -> None:
    reading = Reading(text, SHOWN, Finder())
    assert settle(reading, frozenset({"edit:replace"}), [(0, len(reading.said.words))]) == []


def test_a_number_that_is_told_besides_takes_no_place_of_another_kind() -> None:
    state = {"pending": "confirm_open", "known": {"description": "cai às 14h, na hora da sessão"}}
    reading = Reading("e a sessão é a de número 45/2026", state, Finder())
    told = settle(reading, frozenset({"edit:replace"}), [(0, len(reading.said.words))])
    assert told == [{"command": "edit", "slot": "description", "how": "add", "text": reading.text}]


def test_a_question_that_is_the_whole_of_what_is_told_is_the_problem() -> None:
    reading = Reading("por que o sicaf não emite a certidão da filial?", {"pending": "none"}, Finder())
    told = settle(reading, frozenset({"start:open_ticket", "set:service", "set:text"}), [])
    assert {"command": "set", "slot": "description", "value": reading.text} in told


def test_a_small_word_is_taken_out_where_it_is_named_alone() -> None:
    assert removed("tira o já", "o portal caiu JÁ cedo e preciso abrir JÁ") == "JÁ"
    assert removed("tira o ontem", "o portal caiu cedo") == ""


@pytest.mark.parametrize(
    ("known", "text", "stays"),
    [
        (
            "Perdi a senha do portal e preciso do comprovante",
            "deixa só a parte da senha",
            "Perdi a senha do portal",
        ),
    ],
)
def test_what_stays_alone_neither_begins_nor_ends_with_a_joint(known: str, text: str, stays: str) -> None:
    reading = Reading(text, {"pending": "confirm_open", "known": {"description": known}}, Finder())
    whole = kept_only(reading)
    assert whole is not None
    assert whole["text"] == stays


def test_how_it_reads_without_a_word_is_not_all_that_stays() -> None:
    known = {"description": "o portal está muito lento na emissão"}
    reading = Reading('tira o "muito", fica só lento', {"pending": "confirm_open", "known": known}, Finder())
    assert kept_only(reading) is None
    assert removed(reading.text, known["description"]) == "muito"


@pytest.mark.parametrize("text", ["troca o ramal por 3311", "troca o ramal 3310 por 3311"])
def test_a_figure_takes_the_place_of_the_one_that_its_word_counts(text: str) -> None:
    state = {"pending": "confirm_open", "known": {"description": "a guia não sai, ramal 3310, sala 2"}}
    told = {"command": "edit", "slot": "description", "how": "replace", "old": "3310", "text": "3311"}
    assert literal_edit(Reading(text, state, Finder())) == [told]


LETTER = "Prezados, o boleto não sai. A impressora também falhou. Grato desde já. Sala 12, ramal 3310"


def shown(text: str, pending: str = "confirm_open") -> Reading:
    return Reading(text, {"pending": pending, "known": {"description": LETTER}}, Finder())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tira isso tudo de cima, deixa só a impressora e o ramal", "A impressora também falhou. ramal 3310"),
        ("deixa só o boleto", "o boleto não sai."),
        ("só a parte da impressora, o resto tira", "A impressora também falhou."),
        ("fica só a impressora, a sala não precisa", "A impressora também falhou."),
    ],
)
def test_what_is_named_stays_and_is_never_replaced_by_its_name(text: str, kept: str) -> None:
    told = kept_only(shown(text))
    assert told == {"command": "edit", "slot": "description", "how": "replace", "text": kept}


@pytest.mark.parametrize(
    "text",
    ["Isso. Todo mundo da sala reclama", "Deixa assim. Pode ir", "o certo é: sala 12", "é só na da frente"],
)
def test_what_agrees_tells_more_or_is_of_a_part_writes_nothing_over(text: str) -> None:
    assert written_anew(shown(text)) is None
    assert kept_only(shown(text)) is None


def test_a_text_that_is_only_named_is_not_written_over_by_the_naming() -> None:
    said = settle(shown("deixa só o boleto e a catraca"), frozenset({"edit:replace"}), [(2, 7)])
    assert not [c for c in said if c.get("how") == "replace"]


FORA = "siafi fora, tenho q fechar empenho hj ate 18h."
OF_HER = "ela ta de cama e o siape dela nao ta abrindo"


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("nao, perai, nao ta fora, abre mas da erro na hora de gerar o empenho", FORA),
        ("nossa nao, fora nao, abre so q trava na NE", FORA),
        ("opa, não tá fora não, ele abre", FORA),
        ("eita não é que tá fora, é que dá erro quando gera o empenho", FORA),
        ("nao é o nome dela ai, é a Rosangela Dias", OF_HER),
        ("na verdade o siafi abre, o que da é erro NE 0305", FORA),
    ],
)
def test_no_sigh_pronoun_or_clause_is_exchanged(said: str, known: str) -> None:
    """The text read "siafi perai" and "o siape Rosangela Dias nao ta abrindo"."""
    assert exchange(said, known) is None
    assert denied_part(said, known) is None


@pytest.mark.parametrize(
    ("said", "pair"),
    [
        ("peraí, não é 18h, é 17h", ("18h", "17h")),
        ("não tá fora, tá lento que dói", ("fora", "tá lento")),
        ("não é empenho, é a liquidação", ("empenho", "liquidação")),
    ],
)
def test_a_word_or_a_figure_takes_the_place_of_its_like(said: str, pair: tuple[str, str]) -> None:
    assert exchange(said, FORA) == pair


def test_what_is_told_instead_of_what_is_denied_is_told_with_its_no() -> None:
    assert told_beside("calma, não tá fora, abre mas dá erro", FORA) == "não tá fora, abre mas dá erro"
    assert told_beside("não tá fora, tá lento", FORA) == ""
    assert told_beside("não sei, abre mas dá erro", FORA) == ""


ORGAN = "a minha não abre\nNome do órgão eu não tenho, sou aposentado.\nnão sou eu.\ndiz que não sou eu."


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("tira essa parte do nome do órgão", "Nome do órgão eu não tenho, sou aposentado."),
        ("apaga a linha do órgão", "Nome do órgão eu não tenho, sou aposentado."),
        ("tira o não sou eu que ficou sozinho", "não sou eu."),
    ],
)
def test_a_part_named_by_its_subject_goes_with_its_sentence(said: str, part: str) -> None:
    assert removed(said, ORGAN) == part


def test_a_part_is_named_behind_its_que() -> None:
    assert removed("tira a parte que não sou eu e põe a sala", "não abre\nnão sou eu.") == "não sou eu."


def test_what_comes_stands_behind_its_verb() -> None:
    assert exchange("agora que lembrei o erro era 809 não 812", "dá erro 812") == ("812", "809")


WEEK = "desde segunda feira o portal não abre\ntira a dúvida do CPF com o RH\na vpn cai, já reiniciei"
ASKED = {"pending": "confirm_open", "known": {"service": "vpn", "description": WEEK}}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('tira a linha "tira a dúvida"', "tira a dúvida do CPF com o RH"),
        ('apaga o trecho "segunda feira"', "segunda feira"),
    ],
)
def test_a_line_that_is_quoted_in_part_goes_whole(text: str, part: str) -> None:
    assert removed(text, WEEK) == part


@pytest.mark.parametrize("text", ["só a parte da vpn", "deixa só o da vpn", "deixa: a vpn cai, já reiniciei"])
def test_only_one_problem_stays_with_all_that_is_told_of_it(text: str) -> None:
    reading = Reading(text, ASKED, Finder())
    told = written_anew(reading) or kept_only(reading)
    assert told is not None
    assert told["text"] == "a vpn cai, já reiniciei"
