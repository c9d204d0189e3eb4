"""A conversation as its owner keeps it: text, or a page that prints well and needs no network (pure)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
TITLE = "Conversa com o Assistente Serpro"
FOOT = (
    "Central de Serviços Serpro: 0800 728 2323, css.serpro@serpro.gov.br. "
    "Senhas, CPF e cartões ditos na conversa não são guardados e não aparecem aqui."
)
WHO = {"user": "Você", "agent": "Atendente"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = (
    "body{font:16px/1.5 Raleway,'Segoe UI',Roboto,sans-serif;color:#1b1b1b;max-width:42rem;margin:2rem auto;"
    "padding:0 1rem}h1{font-size:1.4rem}article{margin:0 0 1rem;break-inside:avoid}h2{font-size:.875rem;"
    "margin:0;color:#555}h2 b{color:#1b1b1b}p{margin:.15rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere}"
    ".user{border-left:4px solid #1351b4;padding-left:.75rem}footer{border-top:1px solid #ccc;color:#555;"
    "font-size:.875rem;padding-top:.75rem}"
)


def told(lines: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Who said what and when, in words, of lines in the protocol's shape (core/history.py)."""
    return [
        {
            "from": str(line["from"]),
            "who": WHO.get(line["from"], "Assistente"),
            "at": moment(datetime.fromisoformat(line["at"])),
            "text": str(line["text"]),
        }
        for line in lines
    ]


def moment(at: datetime) -> str:
    return at.astimezone(SAO_PAULO).strftime("%d/%m/%Y %Hh%M")


def as_text(said: Iterable[dict[str, str]], now: datetime) -> str:
    """Windows' line ends: its notepad is where such a file is opened."""
    parts = [f"{TITLE}\nCópia de {moment(now)} (horário de Brasília)\n"]
    parts += [f"[{line['at']}] {line['who']}:\n{line['text']}\n" for line in said]
    return "\n".join([*parts, FOOT, ""]).replace("\n", "\r\n")


def as_page(said: Iterable[dict[str, str]], now: datetime) -> str:
    """One file without a script; whatever was written stays text."""
    articles = "\n".join(
        f'<article class="{escape(line["from"])}"><h2><b>{escape(line["who"])}</b> {line["at"]}</h2>'
        f"<p>{escape(line['text'])}</p></article>"
        for line in said
    )
    return (
        f'<!doctype html>\n<html lang="pt-BR"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{TITLE}</title><style>{_STYLE}</style></head>\n<body><h1>{TITLE}</h1>\n"
        f"<p>Cópia de {moment(now)} (horário de Brasília)</p>\n<main>\n{articles}\n</main>\n"
        f"<footer>{escape(FOOT)}</footer></body></html>\n"
    )
