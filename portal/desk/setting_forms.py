"""The forms of what is administered: its fields in words, how they are read, and what is wrong with one."""

from __future__ import annotations

from datetime import date
from difflib import ndiff
from typing import Any

from starlette.datastructures import FormData

from portal.desk import assistant_forms, automation_forms, hours, limit_forms, mail_forms, role_forms, words
from portal.desk.setting_fields import Field, Page
from ticket_store import catalogue, errors, in_force, queries, roles


def _teams(session: Any) -> list[tuple[str, str]]:
    return [(team.code, team.name) for team in queries.teams(session)]


def _calendars(session: Any) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in in_force.known(session).calendars]


DAYS = [
    ("0", "segunda"), ("1", "terça"), ("2", "quarta"), ("3", "quinta"), ("4", "sexta"), ("5", "sábado"),
    ("6", "domingo"),
]  # fmt: skip
IN_USE = Field("active", "Em uso", "flag")

PAGES = (
    role_forms.PAGE,
    Page(
        "account",
        "contas",
        "Contas",
        "conta",
        "Vale na hora. Quem é criado recebe um link de meia hora para escolher a senha. Ao desativar, as "
        "sessões terminam e os acionamentos em aberto da pessoa voltam à fila, sem atendente.",
        (
            Field("name", "Nome"),
            Field(
                "email", "E-mail", "email", "Com que a pessoa entra. Não muda depois.", once=True, most=254
            ),
            Field("role", "Papel", "choice", options=role_forms.names),
            Field("teams", "Equipes", "many", "As filas que vê primeiro. Nenhuma: cuida de todas.", _teams),
            IN_USE,
        ),
    ),
    Page(
        "team",
        "equipes",
        "Equipes",
        "equipe",
        "Vale na hora. Uma equipe que ainda recebe um serviço não sai de uso: mude antes o serviço.",
        (
            Field("name", "Nome"),
            Field(
                "email", "E-mail", "email", "Para onde vão os avisos de prazo e de encaminhamento.", most=254
            ),
            IN_USE,
        ),
    ),
    Page(
        "service",
        "servicos",
        "Serviços",
        "serviço",
        "Nos formulários e na equipe que recebe, vale na hora. O assistente só passa a entender o nome e os "
        "outros nomes no próximo treinamento, com o catálogo exportado em “Levar e trazer”.",
        (
            Field("name", "Nome"),
            Field("team", "Equipe que recebe", "choice", options=_teams),
            Field("aliases", "Outros nomes", "lines", "Um por linha: siglas, como as pessoas escrevem."),
            IN_USE,
        ),
    ),
    Page(
        "canned_text",
        "textos",
        "Textos de todos",
        "texto",
        "Vale na hora, no “Inserir texto pronto” de cada acionamento.",
        (
            Field("title", "Título"),
            Field(
                "text",
                "Texto",
                "block",
                "Pode ter {{solicitante}}, {{numero}} e as outras variáveis.",
                most=4000,
            ),
            IN_USE,
        ),
    ),
    Page(
        "agreement",
        "ans",
        "ANS",
        "ANS",
        "Vale para os acionamentos abertos daqui em diante: os prazos já prometidos ficam.",
        (
            Field("name", "Nome"),
            Field(
                "domains",
                "Domínios",
                "lines",
                "Um por linha: o que vem depois do @; os subdomínios também valem.",
            ),
            Field("calendar", "Calendário", "choice", options=_calendars),
            Field("targets", "Prazos, em minutos do calendário", "targets"),
            IN_USE,
        ),
    ),
    Page(
        "calendar",
        "calendarios",
        "Calendários",
        "calendário",
        "Vale para os prazos que começam ou voltam a correr daqui em diante.",
        (
            Field("name", "Nome"),
            Field("always_open", "Sempre aberto, dia e noite", "flag"),
            Field("days", "Dias", "many", options=lambda session: DAYS),
            Field("opens", "Abre às", "hour"),
            Field("closes", "Fecha às", "hour"),
            Field("holidays", "Fecha nos feriados nacionais", "flag"),
        ),
    ),
    Page(
        "priority",
        "prioridades",
        "Prioridades",
        "prioridade",
        "Sem ANS nada foi prometido, mas depois desses dias o acionamento fica na fila como se vencesse. "
        "Vale para o que for aberto, reaberto ou mudar de prioridade daqui em diante. Os nomes e o que as "
        "pessoas dizem por eles são do catálogo.",
        (
            Field("name", "Nome", once=True),
            Field("ages_in_days", "Dias corridos até envelhecer", "days", most=3),
        ),
        fixed=True,
    ),
    Page(
        "announcement",
        "comunicados",
        "Comunicados",
        "comunicado",
        "No alto da página da CSS, para todos, do primeiro ao último dia (horário de Brasília). O que está "
        "fora do ar é um incidente: anuncie-o em “Incidentes”.",
        (
            Field("title", "Título"),
            Field("text", "Texto", "block", "Só texto, sem marcas.", most=600),
            Field("first", "Primeiro dia", "day"),
            Field("until", "Último dia", "day"),
            IN_USE,
        ),
    ),
    Page(
        "retention",
        "guarda",
        "Prazos de guarda",
        "prazo",
        "Em dias depois do último uso. O que passar do prazo é apagado na limpeza seguinte e não volta: "
        "encurtar apaga. O aviso de privacidade passa a dizer o mesmo. O prazo dos acionamentos encerrados "
        "está em “Limites”.",
        tuple(
            Field(name, label, "days", most=4)
            for name, label in (
                ("live_transcripts", "O que foi dito com um atendente"),
                ("conversations", "Conversas com o assistente, notas e comentários"),
                ("review_items", "Mensagens não entendidas"),
                ("knowledge_gaps", "Perguntas que a Ajuda não respondeu"),
                ("sent_mail", "E-mails enviados"),
                ("parked_mail", "E-mails que não saíram"),
                ("letters", "E-mails recebidos à espera de uma pessoa"),
                ("held_files", "Arquivos enviados antes do acionamento"),
                ("bounces", "Endereços que devolvem e-mail"),
                ("push_of_finished", "Navegadores avisados de acionamentos encerrados"),
                ("link_readings", "Quando um link foi aberto"),
                ("desk_notices", "Avisos do sino"),
                ("answer_drafts", "Rascunhos de respostas"),
            )
        ),
        fixed=True,
    ),
    hours.PAGE,
    automation_forms.PAGE,
    assistant_forms.PAGE,
    mail_forms.PAGE,
    limit_forms.PAGE,
)
BY_PATH = {page.path: page for page in PAGES}
BY_KIND = {page.kind: page for page in PAGES}


def permission(page: Page) -> str:
    """What who opens it has to have."""
    return roles.ACCOUNTS if page.kind in ("account", roles.ROLE) else roles.SETTINGS


def options(session: Any, page: Page) -> dict[str, list[tuple[str, str]]]:
    """The choices of each field that has some: (value, label)."""
    return {field.name: field.options(session) for field in page.fields if field.options}


def called(data: dict[str, Any], page: Page, code: str) -> str:
    return str(data.get("name") or data.get("title") or page.called.get(code, ""))


def read(page: Page, form: FormData) -> dict[str, Any]:
    """What was typed, in the shape of the data; the store checks it."""
    return {field.name: _read(field, form) for field in page.fields}


def _read(field: Field, form: FormData) -> Any:
    if field.shape == "flag":
        return field.name in form
    if field.shape in ("many", "picks"):
        return [str(one) for one in form.getlist(field.name)]
    if field.shape == "targets":
        return {
            priority.code: {
                key: str(form.get(f"{priority.code}-{key}", ""))[:12]
                for key in ("first_response", "resolution")
            }
            for priority in catalogue.load().priorities
        }
    typed = str(form.get(field.name) or "")[:20_000]
    return typed.splitlines() if field.shape == "lines" else typed


def shown(field: Field, data: dict[str, Any], options: dict[str, list[tuple[str, str]]]) -> str:
    """A value as it reads in a history."""
    value = data.get(field.name)
    if field.shape == "flag":
        return "sim" if value else "não"
    if field.shape in ("choice", "many", "picks"):
        names = dict(options.get(field.name, []))
        codes = value if isinstance(value, list) else [value]
        told = ", ".join(names.get(str(code), str(code)) for code in codes if code) or names.get(
            "", "nenhuma"
        )
        return told.replace(automation_forms.SO_MANY, automation_forms.minutes(data))
    if field.shape == "targets":
        return "; ".join(
            f"{words.priority(code)} {told['first_response']} e {told['resolution']}"
            for code, told in (value or {}).items()
        )
    if field.shape == "day" and value:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    return ", ".join(value) if isinstance(value, list) else str(value or "nada")


def _lines(before: dict[str, Any], after: dict[str, Any], name: str) -> tuple[str, str]:
    """Only the lines of a long source that are other."""
    told = list(ndiff(str(before.get(name) or "").splitlines(), str(after.get(name) or "").splitlines()))
    gone, come = (
        "\n".join(one[2:] for one in told if one.startswith(sign) and one[2:].strip()) for sign in "-+"
    )
    return gone or "nada", come or "nada"


def differences(
    page: Page, before: dict[str, Any], after: dict[str, Any], options: dict[str, list[tuple[str, str]]]
) -> list[tuple[str, str, str]]:
    """(label, as it was, as it becomes) of each field that changes."""
    return [
        (field.label, *_lines(before, after, field.name))
        if field.shape == "source"
        else (field.label, shown(field, before, options) if before else "–", shown(field, after, options))
        for field in page.fields
        if before.get(field.name) != after.get(field.name)
    ]


WRONG = {
    "missing": "Preencha este campo.",
    "too_long": "É longo demais: o limite é {about}.",
    "no_email": "Confira o e-mail: ele é assim: nome@orgao.gov.br.",
    "unknown": "Escolha na lista.",
    "no_number": "São números inteiros de minutos, de 1 a {about}, em cada prioridade.",
    "solved_first": "A solução não pode ter prazo menor que a primeira resposta.",
    "no_days": "São dias inteiros, de 1 a {about}.",
    "no_minutes": "Diga quantos minutos: um número inteiro, de 1 a {about}.",
    "does_nothing": "Escolha ao menos uma coisa que ela faça: prioridade, equipe, etiquetas, aviso ou nota.",
    "not_then": "Quando vem a nota o acionamento está resolvido, e só o que está aberto se encaminha.",
    "braces": "Sem chaves {{ }}: aqui não há nada a preencher.",
    "must_keep": "Falta “{about}”: cada forma de dizer tem de o ter.",
    "out_of_bounds": "É um número inteiro, de {about}, ou nada.",
    "no_hour": "Informe a hora assim: 08:00.",
    "no_day": "Informe o dia.",
    "ends_first": "O último dia não pode ser antes do primeiro.",
    "too_early": "Tem de fechar depois de abrir.",
    "no_domain": "“{about}” não é um domínio. Ele é assim: orgao.gov.br.",
    "no_permission": "Escolha ao menos uma coisa que ele possa.",
    "must_administer": "Este papel guarda sempre “Administração” e “Contas e papéis”.",
    "came_with": "Este papel veio com o programa e fica em uso.",
    "has_accounts": "Há contas com este papel. Mude o delas antes.",
    "own_role": "É o seu papel: peça a quem também tem as contas.",
    "last_role": "Ninguém mais teria as contas. Dê-as antes a outro papel que alguém tenha.",
    "own": "Esta é a sua conta: peça a quem também administra.",
    "last": "É a única conta que administra a mesa. Crie outra antes.",
    "first_team": "É a equipe que recebe o que não tem serviço: fica em uso.",
    "in_use": "Há serviços que ela recebe. Mude a equipe deles antes.",
    "template": "Não dá para ler a linha {about}: confira as chaves e os nomes dos comandos.",
    "not_allowed": "A linha {about} faz o que aqui não se permite (veja “O que pode ter”).",
    "layout": 'Mantenha a primeira linha, que põe o cabeçalho e os contatos: {{% extends "{about}" %}}.',
    "cannot_render": "Não se consegue escrever o e-mail de exemplo: {about}.",
    "tag": "Tem {about}, que um e-mail nosso não leva.",
    "must_say": "Falta {about}: sem isso este e-mail não serve.",
    "taken": "“{about}” já é de outro.",
}


def worded(error: errors.SettingRefused) -> tuple[str, str]:
    """The field to mark and the sentence."""
    if error.why == "taken" and error.about is None:
        return error.field, "Já há uma conta com este e-mail."
    return error.field, WRONG[error.why].format(about=error.about)
