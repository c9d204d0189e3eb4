"""Words what went wrong: a page each for a bad, an expired and a spent link, and for each HTTP status."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from portal.methods import page_of
from portal.pages import at_desk, problem
from ticket_store import errors

log = logging.getLogger(__name__)

CONSULT = ("/consulta", "Consultar com número e e-mail")

HTTP_WORDS = {
    400: (
        "Pedido incompleto",
        "Algo no envio não veio como esperado. Volte, recarregue a página e tente de novo.",
    ),
    403: (
        "Envio não aceito",
        "Por segurança, só aceitamos envios feitos nesta página. Recarregue-a e tente de novo.",
    ),
    404: (
        "Página não encontrada",
        "O endereço pode ter sido digitado errado ou a página pode ter mudado de lugar.",
    ),
    405: ("Página não encontrada", "Este endereço não pode ser aberto assim. Comece pela página inicial."),
    413: ("Arquivo grande demais", "O que foi enviado passa do limite. Volte e envie um arquivo menor."),
    422: ("Pedido incompleto", "Faltou preencher alguma coisa. Volte, confira os campos e envie de novo."),
    429: (
        "Muitas tentativas",
        "Houve muitas tentativas em pouco tempo. Espere alguns minutos e tente de novo.",
    ),
}
OTHER = (
    "Não foi possível continuar",
    "Algo não saiu como esperado. Volte à página anterior e tente de novo.",
)


def install(app: FastAPI) -> None:
    """Register the handlers; everything that is not one of ours falls to the 500 page."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(errors.LinkInvalid, _link_invalid)
    app.add_exception_handler(errors.LinkExpired, _link_expired)
    app.add_exception_handler(errors.LinkSpent, _link_spent)
    app.add_exception_handler(errors.LinkRevoked, _link_revoked)
    app.add_exception_handler(errors.TicketNotFound, _not_found)
    app.add_exception_handler(errors.AttachmentNotFound, _no_file)
    app.add_exception_handler(RequestValidationError, _incomplete)
    app.add_exception_handler(Exception, _crash)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = getattr(error, "headers", None) or {}
    if 300 <= status < 400:
        return Response(status_code=status, headers=headers)
    if status == 405 and request.method == "GET" and (path := page_of(request)):
        return RedirectResponse(path, 303)  # the address of a form, opened as a page
    title, text = HTTP_WORDS.get(status, OTHER)
    response = problem(request, status, title, text)
    response.headers.update(headers)
    return response


async def _link_invalid(request: Request, error: Exception) -> Response:
    return problem(
        request, 404, "Link inválido",
        "Este link não é válido. Ele pode ter sido cortado pelo programa de e-mail: "
        "copie o endereço inteiro da mensagem.",
        next_step=CONSULT,
    )  # fmt: skip


async def _link_expired(request: Request, error: Exception) -> Response:
    return problem(
        request, 410, "Link vencido",
        "O prazo deste link terminou. Você ainda pode consultar o acionamento com o número e o seu e-mail.",
        next_step=CONSULT,
    )  # fmt: skip


async def _link_revoked(request: Request, error: Exception) -> Response:
    return problem(
        request, 410, "Link cancelado",
        "Este link não vale mais: os links deste acionamento foram trocados. "
        "Você ainda pode consultar o acionamento com o número e o seu e-mail.",
        next_step=CONSULT,
    )  # fmt: skip


async def _link_spent(request: Request, error: Exception) -> Response:
    return problem(
        request, 410, "Link já utilizado",
        "Este link valia para uma solução que já foi avaliada e encerrada, ou que foi reaberta desde então. "
        "Se o acionamento for resolvido de novo, você receberá outro e-mail.",
        next_step=CONSULT,
    )  # fmt: skip


async def _not_found(request: Request, error: Exception) -> Response:
    """The same for a number that does not exist and for someone else's."""
    if at_desk(request):
        return problem(
            request,
            404,
            "Acionamento não encontrado",
            "Não há acionamento com este número. Confira o número ou pesquise pelo e-mail do solicitante.",
        )
    return problem(
        request,
        404,
        "Acionamento não encontrado",
        "Não há acionamento com este número para o e-mail confirmado. "
        "Confira o número e o e-mail usado na abertura.",
        next_step=CONSULT,
    )


async def _no_file(request: Request, error: Exception) -> Response:
    return problem(
        request, 404, "Arquivo não encontrado", "Volte ao acionamento e abra o arquivo pela lista."
    )


async def _incomplete(request: Request, error: Exception) -> Response:
    return problem(request, 422, *HTTP_WORDS[422])


async def _crash(request: Request, error: Exception) -> Response:
    # Only the kind: the message of an error may quote what somebody typed.
    log.error(
        "%s %s failed: %s",
        request.method,
        getattr(request.scope.get("route"), "path", "?"),
        type(error).__name__,
    )
    return problem(
        request, 500, "Erro do nosso lado",
        "A página não pôde ser mostrada agora. O que já estava registrado continua registrado. "
        "Tente de novo em instantes.",
    )  # fmt: skip
