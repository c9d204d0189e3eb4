"""Opening a ticket, by talking."""

import re

import pytest

from tests.dialogue.talk import Conversation

NUMBER = re.compile(r"\b20\d\d-\d{7}\b")


def test_everything_said_in_the_first_sentence_is_not_asked_again(chat: Conversation, address: str) -> None:
    summary = chat.say(f"o SIAPE tá dando erro desde ontem, meu email é {address}, abre um chamado")
    assert "Confira o acionamento" in summary
    assert "SIAPE" in summary
    assert "tá dando erro desde ontem" in summary
    assert address in summary
    assert "abre um chamado" not in summary
    receipt = chat.say("sim")
    number = NUMBER.search(receipt)
    assert number
    assert address in receipt
    [ticket] = chat.tickets()
    assert (ticket.number, ticket.service_code, ticket.requester.email) == (number[0], "siape", address)
    assert ticket.description == "o SIAPE tá dando erro desde ontem"
    [mail] = chat.mails("registered", address)
    assert mail.ticket_id == ticket.id


def test_what_is_missing_is_asked_one_thing_at_a_time(chat: Conversation, address: str) -> None:
    assert "Qual é o sistema ou serviço?" in chat.say("quero abrir um chamado")
    assert "O que está acontecendo com SIAFI" in chat.say("siafi")
    assert "Qual é o seu e-mail?" in chat.say("aparece erro 504 quando tento emitir um empenho")
    assert "Confira o acionamento" in chat.say(address)
    assert NUMBER.search(chat.say("pode registrar"))
    assert chat.tickets()[0].description == "aparece erro 504 quando tento emitir um empenho"


def test_a_request_that_only_names_the_service_does_not_become_the_description(chat: Conversation) -> None:
    assert "O que está acontecendo com SIAFI" in chat.say("quero abrir um chamado do SIAFI")


def test_urgency_is_taken_if_said_and_never_asked(chat: Conversation, address: str) -> None:
    summary = chat.say(
        f"o comprasnet sumiu com a minha proposta, preciso disso pra ontem, meu e-mail é {address}"
    )
    assert "Prioridade pedida: Alta" in summary
    chat.say("sim")
    assert chat.tickets()[0].priority == "high"


def test_a_deadline_is_told_only_when_an_agreement_gives_one(chat: Conversation, address: str) -> None:
    receipt = chat.tell(f"a vpn não conecta desde cedo, meu e-mail é {address}", "sim")
    assert NUMBER.search(receipt)
    assert "prazo" not in receipt


def test_the_due_time_is_told_in_words_when_an_agreement_gives_one(chat: Conversation, address: str) -> None:
    federal = address.replace("@orgao.gov.br", "@rfb.gov.br")
    receipt = chat.tell(f"a vpn não conecta desde cedo, meu e-mail é {federal}", "sim")
    assert re.search(r"prazo para a solução é [\w-]+, \d+ de \w+ de \d{4}, às? \d{1,2}h\d\d", receipt)


def test_a_question_in_the_middle_is_answered_and_the_pending_one_comes_back(
    chat: Conversation, address: str
) -> None:
    chat.say("quero abrir um chamado do SIAPE")
    answer = chat.say("qual o horário de funcionamento da CSS?")
    assert "24 horas por dia" in answer
    assert "O que está acontecendo com SIAPE" in answer
    chat.say("a folha não fecha e aparece tela branca")
    answer = chat.say("pra que vocês querem meu e-mail?")
    assert "só ao acionamento" in answer
    assert "Qual é o seu e-mail?" in answer
    chat.tell(address, "sim")
    assert chat.tickets()[0].description == "a folha não fecha e aparece tela branca"


@pytest.mark.parametrize("aside", ["oi", "você é um robô?", "obrigado", "me ajuda", "repete por favor"])
def test_nothing_said_aside_lands_in_the_ticket(chat: Conversation, aside: str) -> None:
    chat.say("quero abrir um chamado do SIAPE")
    assert "O que está acontecendo" in chat.say(aside)


def test_a_wrong_email_is_corrected_at_the_summary(chat: Conversation, address: str) -> None:
    chat.say("o siafi não abre desde ontem, meu email é errado@x.gov.br")
    assert "Qual é o seu e-mail?" in chat.say("errei o e-mail")
    assert address in chat.say(address)
    chat.say("sim")
    assert chat.tickets()[0].requester.email == address


def test_a_correction_that_brings_the_new_value_is_not_asked_again(chat: Conversation, address: str) -> None:
    chat.say("o siafi não abre desde ontem, meu email é errado@x.gov.br")
    told, _, summary = chat.say(f"o e-mail certo é {address}").partition("Confira o acionamento:")
    assert "antes era errado@x.gov.br" in told
    assert address in summary
    assert "errado@x.gov.br" not in summary


def test_the_service_is_corrected_in_plain_words_at_any_step(chat: Conversation, address: str) -> None:
    chat.tell("quero abrir um chamado do SIAFI", "não consigo assinar um documento desde cedo")
    assert "Qual é o seu e-mail?" in chat.say("na verdade é no SEI")
    assert "Serviço: SEI" in chat.say(address)
    assert "Serviço: SIAPE" in chat.say("na verdade o sistema é o SIAPE")
    chat.say("sim")
    assert chat.tickets()[0].service_code == "siape"


def test_no_at_the_summary_asks_what_to_change(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert "O que você quer mudar?" in chat.say("não")
    assert "O que está acontecendo com SIAFI" in chat.say("a descrição")
    summary = chat.say("ao entrar aparece a mensagem certificado inválido")
    assert "certificado inválido" in summary
    chat.say("isso")
    assert chat.tickets()[0].description == "ao entrar aparece a mensagem certificado inválido"


def test_giving_up_registers_nothing_and_says_so(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert "nada foi registrado" in chat.say("deixa pra lá")
    assert chat.tickets() == []
    assert "Confira" not in chat.say("sim")
    assert chat.tickets() == []


def test_a_wrong_address_gets_an_example_and_the_third_time_the_contacts(chat: Conversation) -> None:
    chat.tell("quero abrir um chamado do SIAFI", "não consigo assinar um documento desde cedo")
    assert "nome@orgao.gov.br" in chat.say("ana@")
    assert "nome@orgao.gov.br" in chat.say("ana arroba gov br")
    answer = chat.say("@@@")
    assert "0800 728 2323" in answer
    assert "css.serpro@serpro.gov.br" in answer


def test_after_giving_up_the_draft_is_still_there(chat: Conversation, address: str) -> None:
    chat.tell(
        "quero abrir um chamado do SIAFI",
        "não consigo assinar um documento desde cedo",
        "ana@",
        "ana@",
        "ana@",
    )
    assert "Qual é o seu e-mail?" in chat.say("quero abrir um chamado")
    assert "assinar um documento" in chat.say(address)


def test_too_short_a_description_gets_an_example(chat: Conversation) -> None:
    chat.say("quero abrir um chamado do SIAFI")
    assert "por exemplo" in chat.say("erro").lower()


def test_an_unknown_service_gets_a_sentence_and_another_one_is_fine(chat: Conversation, address: str) -> None:
    chat.say("quero abrir um chamado")
    assert "“caderneta digital da escola”" in chat.say("caderneta digital da escola")
    chat.tell("sim, esse", "não registra as notas dos alunos", address)
    chat.say("sim")
    [ticket] = chat.tickets()
    assert ticket.service_code is None
    assert ticket.service_text == "caderneta digital da escola"


def test_a_repeated_confirmation_finds_the_same_ticket(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    first = NUMBER.search(chat.say("sim"))
    again = NUMBER.search(chat.say("sim"))
    assert first
    assert again
    assert first[0] == again[0]
    assert len(chat.tickets()) == 1
    assert len(chat.mails("registered", address)) == 1


def test_the_buttons_do_what_they_say(chat: Conversation, address: str) -> None:
    chat.say("/open_ticket")
    chat.tell("SIAFI", "não consigo assinar um documento desde cedo", address)
    assert chat.buttons == ["/affirm", "/deny", "/stop"]
    assert "O que você quer mudar?" in chat.say("/deny")
    assert "Qual é o seu e-mail?" in chat.say("Quero mudar o e-mail")
    chat.say(address)
    assert NUMBER.search(chat.say("/affirm"))


def test_too_many_openings_are_refused_with_the_time_of_the_next(chat: Conversation, address: str) -> None:
    problems = (
        "o siafi não abre desde ontem",
        "a vpn derruba a conexão toda hora",
        "o sei não assina documentos",
        "o siape mostra folha em branco",
        "minha senha da rede expirou hoje",
    )
    for problem in problems:
        assert NUMBER.search(chat.tell(f"{problem}, meu email é {address}", "sim"))
    answer = chat.tell(f"o comprasnet sumiu com a minha proposta, meu email é {address}", "sim")
    assert "a partir de" in answer
    assert len(chat.tickets()) == 5


def test_what_a_payload_claims_fills_no_slot(chat: Conversation) -> None:
    """By `rest` it is a button with more to it, on the page a text like any other."""
    chat.say('/open_ticket{"email": "evil@x.br", "service": "siafi"}')
    summary = chat.tell("quero abrir um chamado", "sei", "não consigo assinar um documento desde cedo")
    assert "evil" not in summary
    assert "SIAFI" not in summary


def test_hostile_text_is_kept_as_text(chat: Conversation, address: str) -> None:
    hostile = "<img src=x onerror=alert(1)> '; DROP TABLE tickets;-- {email} {{7*7}}"
    chat.tell("quero abrir um chamado do SIAFI", hostile)
    assert "{email} {{7*7}}" in chat.say(address)
    chat.say("sim")
    assert "DROP TABLE tickets" in chat.tickets()[0].description


def test_a_yes_that_carries_a_correction_registers_nothing_yet(chat: Conversation, address: str) -> None:
    chat.say("o siafi não abre desde ontem, meu email é errado@x.gov.br")
    summary = chat.say(f"sim, mas o e-mail é {address}")
    assert address in summary
    assert chat.tickets() == []


def test_a_yes_with_a_reservation_asks_what_to_change(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert "Qual é o seu e-mail?" in chat.say("sim, mas o e-mail está errado")
    assert chat.tickets() == []


def test_what_is_added_at_the_summary_goes_into_the_description(chat: Conversation, address: str) -> None:
    chat.say(f"o comprasnet sumiu com a minha proposta, meu email é {address}")
    assert "aparece erro 403" in chat.say("coloca também que aparece erro 403")
    chat.say("sim")
    assert chat.tickets()[0].description == "o comprasnet sumiu com a minha proposta\naparece erro 403"


def test_cancelling_before_it_is_registered_means_giving_up(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert "nada foi registrado" in chat.say("pode cancelar esse chamado")
    assert chat.tickets() == []


def test_who_does_not_know_the_service_is_not_stopped(chat: Conversation, address: str) -> None:
    chat.say("abre um chamado pra mim")
    assert "em que sistema ou equipamento" in chat.say("não sei")
    chat.tell("a descrição é: a tela do siape fica branca quando entro", address)
    chat.say("sim")
    [ticket] = chat.tickets()
    assert ticket.service_code == "siape"
    assert ticket.description == "a tela do siape fica branca quando entro"


def test_another_topic_leaves_the_draft_for_later(chat: Conversation, address: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    number = chat.tickets()[0].number
    chat.say("o sei não deixa assinar documentos")
    answer = chat.say(f"como está o chamado {number}?")
    assert "ainda não foi registrado" in answer
    assert f"Acionamento {number}" in answer
    assert "não deixa assinar documentos" in chat.say("quero abrir um chamado")


def test_a_service_named_inside_a_description_does_not_replace_the_one_given(
    chat: Conversation, address: str
) -> None:
    chat.tell("quero abrir um chamado do SIAFI", "depois que entro pelo gov.br aparece tela branca")
    assert "Serviço: SIAFI" in chat.say(address)


def test_not_this_but_that_takes_that(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert "Serviço: SEI" in chat.say("não é no SIAFI, é no SEI")


def test_more_of_the_problem_told_at_the_email_question_is_kept(chat: Conversation, address: str) -> None:
    chat.tell("quero abrir um chamado do sigepe", "não consigo acessar minha conta")
    answer = chat.say("aparece que a conta está bloqueada por tentativas")
    assert "Qual é o seu e-mail?" in answer
    assert "bloqueada por tentativas" in chat.say(address)


def test_a_dictated_address_is_taken_and_stays_out_of_the_description(chat: Conversation) -> None:
    name = f"maria{chat.id[-8:]}"
    chat.say(f"abre um chamado do siape, meu email é {name} arroba fazenda ponto gov ponto br")
    summary = chat.say("não carrega a folha de pagamento")
    assert f"E-mail: {name}@fazenda.gov.br" in summary
    assert "arroba" not in summary


def test_asking_how_to_open_begins_it_and_is_no_description(chat: Conversation) -> None:
    assert "Qual é o sistema ou serviço?" in chat.say("como eu abro um chamado?")
    assert "O que está acontecendo com VPN" in chat.say("vpn")


def test_who_tells_the_problem_instead_of_the_system_is_not_asked_to_tell_it_again(
    chat: Conversation, address: str
) -> None:
    chat.say("quero abrir um chamado")
    assert "Anotei o problema" in chat.say("não aparece a viagem que eu cadastrei ontem")
    chat.say("não sei o nome do sistema")
    summary = chat.say(address)
    assert "não aparece a viagem que eu cadastrei ontem" in summary
    assert "Outro" in summary


def test_trouble_with_two_systems_is_a_ticket_for_each(chat: Conversation, address: str) -> None:
    assert "São dois" in chat.say("o sei não abre e também não recebo nada no expresso")
    summary = chat.say(address)
    assert "Serviço: SEI" in summary
    assert "expresso" not in summary
    assert "não recebo nada no expresso" in chat.say("sim")
    chat.say("sim")
    assert [t.description for t in chat.tickets()] == ["o sei não abre", "não recebo nada no expresso"]


@pytest.mark.parametrize("doubt", ["talvez", "hum", "ok vou conferir"])
def test_doubt_at_the_summary_registers_nothing(chat: Conversation, address: str, doubt: str) -> None:
    chat.tell(f"o siafi não abre desde ontem, meu email é {address}", doubt)
    assert chat.tickets() == []


def test_few_words_about_a_known_service_are_enough(chat: Conversation, address: str) -> None:
    chat.tell("abre um chamado do sei", "caiu", address, "sim")
    assert [t.description for t in chat.tickets()] == ["Serviço SEI: caiu"]


def test_two_answers_that_say_too_little_are_taken_together(chat: Conversation, address: str) -> None:
    assert "Preciso de um pouco mais" in chat.tell("quero abrir um chamado", "sei lá", "deu erro")
    chat.tell("ao salvar", address, "sim")
    assert [t.description for t in chat.tickets()] == ["deu erro, ao salvar"]


def test_a_problem_that_sounds_like_a_question_of_the_faq_is_the_answer(
    chat: Conversation, address: str
) -> None:
    problem = "o sei não mostra o telefone da unidade no cabeçalho do documento"
    assert "Qual é o seu e-mail?" in chat.tell("abre chamado pro sei", problem)


def test_a_colleagues_address_is_not_his(chat: Conversation, address: str) -> None:
    asked = chat.say("o usuário joao.souza@orgao.gov.br não consegue entrar no siape")
    assert "Qual é o seu e-mail?" in asked
    assert "usuário joao.souza@orgao.gov.br" in chat.say(address)
    chat.say("sim")
    assert [t.requester.email for t in chat.tickets()] == [address]


def test_who_has_no_email_is_told_what_to_do(chat: Conversation, address: str) -> None:
    answer = chat.tell("o siape tá fora do ar", "não tenho email")
    assert "0800 728 2323" in answer
    assert "css.serpro" not in answer
    assert "Confira" in chat.say(address)


def test_a_broken_address_is_a_broken_address(chat: Conversation) -> None:
    chat.say("o siape tá fora do ar")
    assert "formato nome@orgao.gov.br" in chat.say("fulano@gov")
    assert "formato nome@orgao.gov.br" in chat.say("maria jose arroba gmail ponto com")


@pytest.mark.parametrize(
    ("said", "priority"), [("urgência: baixa", "low"), ("preciso disso pra hoje", "high")]
)
def test_the_urgency_said_at_the_summary_is_taken(
    chat: Conversation, address: str, said: str, priority: str
) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert "Prioridade pedida" in chat.say(said)
    chat.say("sim")
    assert [t.priority for t in chat.tickets()] == [priority]


@pytest.mark.parametrize("remark", ["já registrou?", "1", "anda logo"])
def test_a_short_remark_at_the_summary_leaves_it_open(chat: Conversation, address: str, remark: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    chat.say(remark)
    assert chat.tickets() == []
    assert NUMBER.search(chat.say("sim"))


def test_a_yes_with_a_question_registers_and_answers(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    answer = chat.say("sim. qual o prazo?")
    assert "acordo de nível de serviço (ANS)" in answer
    assert NUMBER.search(answer)


def test_another_problem_told_at_the_summary_replaces_the_first(chat: Conversation, address: str) -> None:
    chat.say(f"o siape dá erro na folha, meu email é {address}")
    summary = chat.say("o problema é outro: o contracheque some da tela")
    assert "o contracheque some da tela" in summary
    assert "folha" not in summary.partition("Confira o acionamento")[2]


def test_a_denied_system_is_not_taken(chat: Conversation) -> None:
    chat.say("não é no siafi, é no siape, aparece erro 33 na folha")
    assert "SIAPE" in chat.say("ana.lima@orgao.gov.br")


def test_a_wrong_address_after_opening_is_changed_only_with_a_proof(chat: Conversation, address: str) -> None:
    receipt = chat.tell(f"o siafi não abre desde ontem, meu email é {address}", "sim")
    number = NUMBER.search(receipt)
    assert number
    answer = chat.say("na verdade o e-mail certo é outra.pessoa@orgao.gov.br")
    assert number[0] in answer
    assert "código" in answer
    assert [t.requester.email for t in chat.tickets()] == [address]


def test_a_correction_after_opening_goes_into_the_ticket(chat: Conversation, address: str) -> None:
    chat.tell(f"o sei corta o texto do cabeçalho, meu email é {address}", "sim")
    assert "o problema é no rodapé" in chat.say("errei a descrição, o problema é no rodapé do documento")


def test_a_question_about_using_a_system_is_offered_to_the_team(chat: Conversation, address: str) -> None:
    assert "a equipe da CSS" in chat.say("como emito o relatório de rubricas no siape?")
    assert "e-mail" in chat.say("quero")
    assert "como emito o relatório de rubricas no siape?" in chat.say(address)


def test_a_system_named_alone_asks_what_is_wanted(chat: Conversation) -> None:
    assert "sobre SIAFI" in chat.say("SIAFI")
    assert "O que está acontecendo com SIAFI" in chat.say(chat.buttons[0])


def test_an_outburst_that_tells_a_problem_begins_a_ticket(chat: Conversation, address: str) -> None:
    chat.say("esse siafi é uma merda, não funciona nada")
    assert "SIAFI" in chat.say(address)


def test_a_detail_corrected_at_the_email_question_is_kept(chat: Conversation, address: str) -> None:
    chat.tell("abrir", "siape", "o contracheque de outubro não aparece")
    assert "Qual é o seu e-mail?" in chat.say("não era outubro, era setembro")
    assert "contracheque de setembro" in chat.say(address)


def test_reopening_at_the_summary_registers_nothing(chat: Conversation, address: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    chat.say("sim, pode reabrir")
    assert chat.tickets() == []


def test_service_and_urgency_come_along_with_the_address(chat: Conversation, address: str) -> None:
    chat.say("o siafi não abre desde ontem")
    summary = chat.say(f"ops é siape, é urgente, e o email é {address}")
    assert "SIAPE" in summary
    assert "Prioridade pedida: Alta" in summary
    assert address in summary


@pytest.mark.parametrize("no", ["não registra", "não quero registrar nada"])
def test_a_refusal_to_register_ends_it(chat: Conversation, address: str, no: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    assert "nada foi registrado" in chat.say(no)


@pytest.mark.parametrize(
    "more", ["está certo mas acrescenta que é desde ontem", "faltou dizer que é no chrome"]
)
def test_an_addition_at_the_summary_is_kept(chat: Conversation, address: str, more: str) -> None:
    chat.say(f"o siafi não abre, meu email é {address}")
    assert more.split(" que ")[1] in chat.say(more)
    assert chat.tickets() == []


@pytest.mark.parametrize("doubt", ["sim?", "acho que sim"])
def test_a_doubtful_yes_registers_nothing(chat: Conversation, address: str, doubt: str) -> None:
    chat.say(f"o siafi não abre desde ontem, meu email é {address}")
    chat.say(doubt)
    assert chat.tickets() == []


def test_starting_again_forgets_what_was_told(chat: Conversation, address: str) -> None:
    chat.say("o siafi não abre desde ontem")
    answer = chat.say("quero começar de novo")
    assert "vamos começar de novo" in answer
    assert "Qual é o sistema ou serviço?" in answer
    chat.tell("siape", "o contracheque veio zerado", address, "sim")
    assert [t.description for t in chat.tickets()] == ["o contracheque veio zerado"]


def test_a_password_is_not_repeated_in_the_summary(chat: Conversation, address: str) -> None:
    summary = chat.say(f"o siafi não aceita minha senha é Fla2024x, meu email é {address}")
    assert "Fla2024x" not in summary


def test_a_short_detail_at_the_email_question_is_kept(chat: Conversation, address: str) -> None:
    chat.say("o siafi não abre desde ontem")
    chat.say("dá erro 1045")
    assert "dá erro 1045" in chat.say(address)
