"""`/privacidade`: what is kept of whom, why, for how long, who to write to. The periods are the store's."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.pages import page
from ticket_store.database import reading
from ticket_store.operations.personal_data import ERASE_AFTER
from ticket_store.privacy import PurgePolicy, in_force

router = APIRouter()

# (what, what for), by the store's name of the period; in the order of the page.
KEPT = {
    "finished_tickets": ("O acionamento: texto, histórico e arquivos", "Atender você e prestar contas."),
    "sent_mail": ("Os e-mails que enviamos", "Saber que chegaram."),
    "parked_mail": ("Os e-mails que não saíram", "Corrigir e tentar de novo."),
    "letters": ("Os e-mails seus que uma pessoa precisa ler", "Responder."),
    "requester_notes": ("O que um atendente anotou sobre você, para a mesa", "Atender você melhor."),
    "live_transcripts": ("A conversa com um atendente", "Continuar o atendimento."),
    "conversations": ("A conversa com o Assistente", "Você poder retomar de onde parou."),
    "review_items": (
        "Mensagens que o Assistente não entendeu, sem dados pessoais",
        "Ensinar o Assistente.",
    ),
    "knowledge_gaps": ("Perguntas que a Ajuda não respondeu, sem dados pessoais", "Escrever o que falta."),
    "held_files": ("Arquivos enviados antes de haver acionamento", "Juntar ao acionamento."),
    "codes": ("Códigos de confirmação, embaralhados", "Confirmar que o e-mail é seu."),
    "bounces": ("Endereços que devolvem e-mail", "Não insistir."),
    "push_of_finished": ("O navegador que pediu avisos", "Avisar você."),
    "link_readings": ("Quando um link seu foi aberto", "Você saber que o link foi usado."),
    "erasures": ("O protocolo de um pedido para apagar", "Provar que apagamos."),
}


@router.get("/privacidade")
def show(request: Request) -> Response:
    with reading(request.app.state.engine) as session:
        kept = timedelta(days=request.app.state.config.personal_data_days)
        policy = in_force(session, PurgePolicy(finished_tickets=kept))
    days = {name: getattr(policy, name).days for name in KEPT}
    rows = [(what, why, days[name]) for name, (what, why) in KEPT.items()]
    return page(request, "privacy.html", rows=rows, erase_days=ERASE_AFTER.days)
