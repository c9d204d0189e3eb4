"""The page on which what the assistant says is written, with what the plain-language gate says of it."""

from __future__ import annotations

from portal.desk import plain_language
from portal.desk.setting_fields import Field, Page
from ticket_store.administration.assistant_texts import ASSISTANT_TEXT, LONGEST
from ticket_store.assistant_texts import OTHER, shipped, wordings

CALLED = {
    "utter_greet": "Saudação",
    "utter_greet_again": "Saudação de quem volta",
    "utter_greet_first_aside": "Apresentação a quem já chega pedindo",
    "utter_greet_aside": "Saudação no meio de um pedido",
    "utter_goodbye": "Despedida",
    "utter_goodbye_aside": "Despedida no meio de um pedido",
    "utter_faq_what_is_css": "O que é a CSS",
    "utter_faq_opening_hours": "Horário",
    "utter_faq_contact_channels": "Canais",
    "utter_faq_phone_number": "Telefone",
    "utter_faq_email_address": "E-mail",
    "utter_faq_support_types": "Tipos de suporte",
    "utter_faq_service_flow": "Caminho de um acionamento",
    "utter_faq_resolution_deadline": "Prazo",
    "utter_faq_how_to_track": "Como acompanhar",
    "utter_faq_how_to_add_information": "Como complementar",
    "utter_faq_how_to_know_resolved": "Como saber da solução",
    "utter_faq_how_to_evaluate": "Como avaliar",
    "utter_faq_what_is_chatbot": "O que é um chatbot",
    "utter_faq_what_can_assistant_do": "O que o assistente faz",
    "utter_faq_registration_number": "Número de registro",
    "utter_faq_privacy": "Privacidade",
}
PAGE = Page(
    ASSISTANT_TEXT,
    "falas",
    "Falas do assistente",
    "fala",
    "Saudações e dúvidas sobre a CSS. Vale em até 15 segundos, sem treinamento; o que o assistente entende "
    "não muda. Voltar à versão 1 volta ao que veio. As dúvidas da página da CSS e a Ajuda são outras.",
    (
        Field(
            "text",
            "Texto",
            "block",
            f"Só texto. Outra forma de dizer o mesmo vem depois de uma linha só com {OTHER}: alternam-se.",
            most=LONGEST,
        ),
    ),
    fixed=True,
    called={name: CALLED.get(name, name) for name in shipped()},
    more="desk/_plain_language.html",
)


def verdict(text: str) -> list[str]:
    """What the gate finds, in words; nothing where the text passes."""
    return [line for wording in wordings(text) for line in plain_language.verdict(wording)]
