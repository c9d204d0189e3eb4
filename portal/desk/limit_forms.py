"""The page of the limits that .env sets: what each does, its bounds, and when a change counts."""

from __future__ import annotations

from portal.desk.setting_fields import Field, Page
from ticket_store.limits import BOUNDS, CLOSE_AFTER_DAYS, FINISHED_TICKETS, HANDOFF_MINUTES, LIMITS


def _field(name: str, label: str, help: str) -> Field:
    least, most = BOUNDS[name]
    return Field(name, label, "days", f"{help} De {least} a {most}; vazio: o do .env.", most=4, optional=True)


PAGE = Page(
    LIMITS,
    "limites",
    "Limites",
    "limite",
    "Vale na hora, em todos os processos. Vazio, vale o que está no .env. Os outros limites são do programa.",
    (
        _field(
            CLOSE_AFTER_DAYS,
            "Dias para reabrir depois da solução",
            "Depois deles o acionamento se encerra sozinho. Vale para o que for resolvido daqui em diante.",
        ),
        _field(
            HANDOFF_MINUTES,
            "Minutos de espera por um atendente no chat",
            "O assistente diz esse tempo e, quando ele acaba, oferece outro caminho.",
        ),
        _field(
            FINISHED_TICKETS,
            "Dias de guarda dos acionamentos encerrados",
            "Depois deles ficam só o número e as datas. Encurtar apaga, e não volta. O aviso de privacidade "
            "diz o mesmo.",
        ),
    ),
    fixed=True,
)
