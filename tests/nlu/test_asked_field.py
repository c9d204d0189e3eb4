"""What is asked of the ticket spoken of: the table in cues.yml. No sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.asked_field import asked_field
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

TICKET = {"number": "2026-0007001", "service": "siafi", "status": "new", "description": "nada aparece"}
PRIORITY, TEAM = "ask ticket status which=priority", "ask ticket status which=team"


def asked(text: str, last: dict[str, Any] | None = TICKET) -> list[str]:
    reading = Reading(text, {"last": last} if last else {}, Finder())
    return [write(command) for command in asked_field(reading)]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("entrou como prioridade alta?", PRIORITY),
        ("quais ficaram sendo os números dos dois pedidos?", "ask ticket number"),
        ("eu também vou ser avisado ou só ela?", "ask ticket mail which=sent_to"),
        ("me mostra como ficaram os dois", "ask ticket status which=all_of_them"),
        ("qual ficou sendo a urgência desse chamado?", PRIORITY),
        ("quero só ler a razão, como ficou o motivo?", "ask ticket history which=texts"),
        ("o que foi escrito no pedido 7001", "ask ticket history which=texts"),
        ("a nota que dei está valendo?", "ask ticket history which=grade"),
        ("repete o prazo pra mim outra vez?", "ask ticket deadline"),
        ("o prazo recomeça do zero?", "ask ticket deadline which=deadline_again"),
        ("quem cuida disso?", TEAM),
        ("que dia eu abri mesmo?", "ask ticket status which=opened"),
        ("qual foi a última movimentação?", "ask ticket status which=moved"),
        ("o número continua igual?", "ask ticket number which=number_same"),
        ("não, o certo é o 14 do sei, né?", "ask ticket number which=right_one"),
        ("e qual é o número do certo?", "ask ticket number which=right_one"),
        ("certo, como ficou meu chamado?", "ask ticket status which=as_it_is"),
        ("olha, quero ver o andamento e a descrição que está lá hoje", "ask ticket status which=as_it_is"),
        ("deixa eu ver a resposta que dei ontem", "ask ticket history which=texts"),
        ("tá cancelado então?", "ask ticket status which=done"),
        ("foi reaberto, né", "ask ticket status which=done"),
        ("só me confirma se o chamado ficou cancelado", "ask ticket status which=done"),
        ("foi salvo?", "ask ticket history which=done"),
        ("vc anotou a sala? 3o andar sala 312", "ask ticket history which=texts"),
        ("ficou anotado o que eu disse do scanner?", "ask ticket history which=texts"),
        ("anotou que eu estou em casa?", "ask ticket history which=texts"),
        ("você registrou que é urgente?", "ask ticket status which=priority"),
        ("a nota é anônima?", "ask other which=grade_readers"),
        ("errei a nota, dá pra corrigir?", "ask other which=grade_change"),
        ("vou ser avisado quando terminar?", "ask ticket mail which=notices"),
        ("recebo um comprovante?", "ask ticket mail which=mails"),
        ("meu chefe consegue ver esse chamado?", "ask other which=readers"),
        ("dá pra receber um aviso quando o sistema voltar?", "ask ticket mail which=notices"),
        ("quem olha isso é pessoa ou robô?", "ask other which=people"),
        ("a minha chefe vai receber o protocolo?", "ask ticket mail which=sent_to"),
        ("tenho algum outro pedido em aberto?", "start list_my_tickets"),
        ("a avaliação é visível para o técnico?", "ask other which=grade_readers"),
        ("e se o SLA estourar?", "ask other which=deadline_missed"),
        ("quem é o responsável por ele?", TEAM),
        ("fico com um comprovante?", "ask ticket mail which=mails"),
        ("tem limite pra reabrir?", "ask other which=reopen_times"),
        ("e se eu lembrar de outra coisa?", "ask faq_how_to_add_information which=more"),
        ("quando eu souber o modelo falo por aqui?", "ask faq_how_to_add_information"),
        ("onde eu vejo isso depois?", "ask faq_how_to_track"),
        ("vem um técnico ou é remoto?", "ask other"),
        ("até que dia eu posso contestar a solução?", "ask other which=closing"),
        ("passou, já não dá mais pra avaliar?", "ask other which=grade_change"),
        ("qual é o nome do analista que está nele?", "ask ticket status which=technician"),
        ("respondi, eles voltam a trabalhar nele?", "ask ticket status which=next"),
        ("o que fizeram pra consertar?", "ask ticket solution"),
    ],
)
def test_what_is_asked(text: str, command: str) -> None:
    assert asked(text) == [command]


def test_where_a_ticket_is_offered_the_no_before_the_question_is_heard() -> None:
    state = {"last": TICKET, "pending": "draft"}

    def read(text: str) -> list[str]:
        return [write(command) for command in asked_field(Reading(text, state, Finder()))]

    assert read("não precisa. ele recebe o número?") == ["deny", "ask ticket mail which=sent_to"]
    assert read("ele recebe o número?") == ["ask ticket mail which=sent_to"]
    assert read("não precisa") == []


def test_the_team_and_how_it_is_reached_or_answers() -> None:
    assert asked("quem é q vai mexer nisso, eles têm ramal?") == [TEAM, "ask faq_phone_number"]
    assert asked("quem me responde, é por e-mail?") == [TEAM, "ask ticket mail"]
    assert asked("quem cuida disso?", last=None) == []


@pytest.mark.parametrize(
    "text",
    [
        "por que a prioridade ficou normal?",
        "pode deixar como urgente?",
        "quem define a prioridade?",
        "cadê a resposta? é urgente",
        "me avisa no e-mail quando resolverem",
        "quero mudar a nota para 3",
        "pode fechar o da sala 214",
        "posso mudar a nota? é 3",
        "se eu lembrar eu mando aqui",
        "o acesso é remoto e não abre nada",
        "o link da sala ainda funciona?",
        "se for da impressora, o que fazem?",
        "como cobro a taxa do evento?",
        "posso cobrar do bolsista o atraso?",
        "quando abro outro anexo, esse mesmo aviso vem, o que é?",
    ],
)
def test_a_wish_and_what_is_told_are_left(text: str) -> None:
    assert asked(text) == []


def test_thanks_come_first() -> None:
    assert asked("valeu! quem vai cuidar?") == ["social thank", TEAM]
