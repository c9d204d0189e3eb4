"""A file that an attendant sent in a live conversation, for the person, by the link that was said there."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from portal.config import PortalConfig
from portal.pages import problem
from ticket_store import links, operations
from ticket_store.database import reading
from ticket_store.errors import AttachmentNotFound, LinkExpired, LinkInvalid

router = APIRouter(prefix="/conversa/arquivo")

LASTS_SECONDS = 30 * 24 * 3600
# Saved, never shown: what is in it runs nothing of ours.
AS_FILE = {"Content-Security-Policy": "default-src 'none'; sandbox"}
GONE = (
    "Peça o arquivo de novo a quem atendeu você, ou fale com a CSS: 0800 728 2323, css.serpro@serpro.gov.br."
)


def address_of(config: PortalConfig, uid: str) -> str:
    """Where the person gets the file of that line."""
    return (
        f"{config.portal_url}{router.prefix}/{links.sign(links.LIVE_FILE, {'uid': uid}, config.secret_key)}"
    )


@router.get("/{token}")
def download(request: Request, token: str) -> Response:
    config = request.app.state.config
    try:
        uid = str(links.read(links.LIVE_FILE, token, config.secret_key, LASTS_SECONDS)["uid"])
        with reading(request.app.state.engine) as session:
            message, path = operations.read_live_file(session, uid=uid, directory=config.attachments_dir)
    except LinkExpired:
        return problem(request, 410, "Este link venceu", f"Ele abre o arquivo por 30 dias. {GONE}")
    except (LinkInvalid, KeyError):
        return problem(request, 404, "Link não reconhecido", f"Confira se o endereço veio inteiro. {GONE}")
    except AttachmentNotFound:
        return problem(
            request, 404, "O arquivo não está mais aqui", f"O que foi dito na conversa já foi apagado. {GONE}"
        )
    return FileResponse(path, filename=message.file_name, media_type=message.file_type, headers=AS_FILE)
