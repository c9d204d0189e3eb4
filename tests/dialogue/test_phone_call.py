"""A ticket by phone: Ana speaks, types her code on the keypad, and hears what she can note down."""

import re

from tests.channels_e2e.twilio_call import Call
from tests.dialogue.talk import Conversation, Server


def test_a_ticket_is_opened_and_consulted_in_calls(server: Server, address: str) -> None:
    call = Call(server.url)
    assert "Assistente Serpro" in call.ring().text
    assert "sistema ou serviço" in call.press("1").text  # the first option: open
    assert "O que está acontecendo com SIAFI" in call.say("SIAFI").text
    assert "e-mail" in call.say("aparece um erro quando eu tento emitir um empenho").text
    name, domain = address.split("@")
    dictated = f"{name.replace('.', ' ponto ')} arroba {domain.replace('.', ' ponto ')}"
    summary = call.say(dictated)
    assert address.split("@")[0].replace(".", " ponto ") + " arroba" in summary.text
    receipt = call.say("sim")
    assert re.search(r"dois zero dois \w+, (zero ){3}", receipt.text)
    conversation = Conversation(server, id=call.id)
    [ticket] = conversation.tickets()
    assert (ticket.channel, ticket.service_code, ticket.requester.email) == ("voice", "siafi", address)

    again = Call(server.url)
    again.ring()
    again.say("quero consultar um chamado")
    again.say(dictated)
    status = again.press(conversation.code(address))
    if "acionamento" in status.text and "registrado" not in status.text:
        status = again.press(ticket.number.replace("-", ""))
    assert "registrado" in status.text
