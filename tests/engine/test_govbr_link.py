"""Where the page knows gov.br, the chat offers it beside the mailed code."""

from collections.abc import Iterator

import pytest

from actions import govbr, site
from tests.engine.conftest import SECRET
from tests.engine.told import Told
from ticket_store import links

ANA = "ana@fazenda.gov.br"


@pytest.fixture(autouse=True)
def configured() -> Iterator[None]:
    site.configure("https://css.example")
    govbr.configure(True)
    yield
    govbr.configure(False)
    site.configure("")


def test_the_link_is_of_this_conversation_and_the_mailed_code_goes_out_as_well(told: Told) -> None:
    said = told.say("meus chamados", "start list_my_tickets", f"set email: {ANA}")
    [address] = [word for word in said.split() if word.startswith("https://css.example/consulta/govbr/")]
    token = address.rsplit("/", 1)[1]
    assert links.read(links.GOVBR_CHAT, token, SECRET, 60) == {"conversation_id": told.id}
    assert told.responses[-2:] == ["utter_code_by_govbr", "utter_code_sent"]
    assert told.code(ANA)


def test_it_is_not_said_on_the_phone_or_where_gov_br_is_off(told: Told) -> None:
    told.channel = "phone"
    told.say("meus chamados", "start list_my_tickets", f"set email: {ANA}")
    assert told.responses[-1] == "utter_code_sent"
    assert "utter_code_by_govbr" not in told.responses
    govbr.configure(False)
    told.channel = "socketio"
    told.say("reenvia", {"command": "resend_code"})
    assert "utter_code_by_govbr" not in told.responses
