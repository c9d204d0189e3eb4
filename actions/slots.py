"""Pure parsing of what people type: e-mail, code, score, yes/no. Opens nothing, knows no store."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

# Bounded quantifiers: an unbounded local part makes the regex quadratic on hostile input.
EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
LOOKS_LIKE_EMAIL = re.compile(r"@|\barroba\b|\b\w+\.(?:gov|com)\.?(?:br)?\b", re.IGNORECASE)
# "maria ponto silva arroba x ponto gov ponto br": dictated, or typed so on purpose.
_JOINED_BY = r"\s{1,3}(?:ponto|tra[cç]o|h[ií]fen|underline|underscore|sublinhado)\s{1,3}"
# Words after which a dictated address begins. After any other it may begin earlier ("maria jose arroba ...").
BEFORE_SPOKEN = frozenset(
    """email e-mail mail endereco contato certo correto novo institucional pessoal e eh o no em pra pro
    para por pelo com sou de do da ser fica""".split()  # noqa: SIM905
)
SPOKEN_EMAIL = re.compile(
    rf"\b\w{{1,64}}(?:{_JOINED_BY}\w{{1,64}}){{0,5}}\s{{0,3}}(?:\barroba\b|@)\s{{0,3}}\w[\w-]{{0,62}}"
    rf"(?:(?:\s{{1,3}}ponto\s{{1,3}}|\.)\w{{1,63}}){{1,5}}",
    re.IGNORECASE,
)
SPOKEN_MARKS = {
    r"\s*\barroba\b\s*": "@",
    r"\s*@\s*": "@",
    r"\s+ponto\s+": ".",
    r"\s+(?:tra[cç]o|h[ií]fen)\s+": "-",
    r"\s+(?:underline|underscore|sublinhado)\s+": "_",
}
OWN_ADDRESSES = {"css.serpro@serpro.gov.br"}
# "O usuário joao@x.gov.br não entra": what stands before an address that is part of the story.
SOMEBODY_ELSES = re.compile(
    r"\b(?:usu[aá]ri[oa]s?|servidor(?:a|es)?|colega|funcion[aá]ri[oa]|estagi[aá]ri[oa]|chefe|gestora?|conta|caixa"
    r"|login|remetente|destinat[aá]ri[oa]|(?:e-?mail|endere[cç]o|conta|caixa|senha|acesso|perfil) d[oae]s?"
    r"|(?:enviar?|enviando|mandar|mandando|chega\w*|receb\w+) (?:e-?mails?|mensage\w+) (?:para|pra|de|do|da))"
    r"(?: (?!contato)\w+){0,2}\s*[:(<]?\s*$",
    re.IGNORECASE,
)
OWN_LEAD = re.compile(
    r"\b(?:meu (?:e-?mail|endere[cç]o|contato)|o meu (?:[eé]|eh)|sou)\b[^,;.!?\n]{0,30}$", re.IGNORECASE
)
TICKET_NUMBER = re.compile(
    r"(?<![\w@.-])(20\d{2}\s*[-‐‑‒–—−/._ ]?\s*\d{3} ?\d{4})(?![\w@])"
    r"|(?:\b(?:n[uú]mero|n[º°.]?|chamado|ticket|protocolo|acionamento|ss"
    r"|registro)\s*[:#]?\s*(?:n[º°.]\s*)?)(\d{1,7})(?!\w|\s*[-/.]\s*\d|\s\d{4,7})",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(
    r"^\W*(?:n[º°.]?\s*)?(\d{1,7}|20\d{2}\s*[-/]\s*\d{1,7}"
    r"|20\d{2}\s*[-‐‑‒–—−/._ ]?\s*\d{3} ?\d{4})\W*$",
    re.IGNORECASE,
)
# Not inside a longer number: "123.456.789-00" is a CPF.
CODE = re.compile(r"(?<![\d.])(\d{3})[\s.-]?(\d{3})(?![\d/]|[.-]\d)")
SPACED_CODE = re.compile(r"^\W*(\d(?:[\s.-]*\d){5})\W*$")

YES = re.compile(
    r"^(s+i+m+|s|ss|(e |eh )?isso( mesmo| ai)?|ok|okay|otimo|fechado|combinado|show|top"
    r"|certo|certinho|correto|exato|exatamente|confirmo"
    r"|confirmado|confirma|confirmar"
    r"|pode( sim| ser| registrar| abrir| mandar| confirmar| enviar| cancelar| reabrir)?|claro"
    r"|com certeza|positivo|perfeito"
    r"|ta (certo|bom|ok|correto)|esta (certo|correto|ok|tudo certo)|tudo certo|beleza|blz|uhum|aham"
    r"|por favor|quero( sim)?"
    r"|registra|registre|manda( ver)?|bora|yes|(?:👍[🏻-🏿]?)+)$"
)
COURTESY = re.compile(r"[\s,;.!]*\b(?:muito )?(?:obrigad[oa]|brigad[oa]|valeu|grat[oa]|por favor)[\s!.]*$")
NO = re.compile(
    r"^(nao|n|nn|nop|negativo|nao quero|nao esta( certo)?|ta errado|esta errado|errado|nada disso"
    r"|de jeito nenhum"
    r"|ainda nao|melhor nao|nao confirmo|nem pensar|(?:👎[🏻-🏿]?)+)$"
)
# "Pera aí", "já volto": neither an answer nor a failure to give one.
WAIT = re.compile(
    r"^(?:pera ?i?(?: ai)?|(?:me )?espera(?: ai| um pouco| um momento)?|(?:so )?um (?:momento|minuto"
    r"|minutinho|instante|segundo|pouco)|ja volto|calma(?: ai)?|aguarda(?: ai| um pouco)?|ja vejo"
    r"|vou (?:pegar|procurar|olhar|ver)(?: (?:aqui|la|no e-?mail|o codigo|o numero))*)(?: por favor)?$"
)
URGENCY = {
    "high": re.compile(
        r"\b(urg[eê]n\w*|pra ontem|para ontem|o quanto antes|o mais r[aá]pido|imediat\w*|emerg[eê]nci\w*"
        r"|(pra|para) hoje|prioridade m[aá]xima|(?:alta|m[aá]xima) prioridade|prioridade:? alta|com pressa"
        r"|tudo parado|parou tudo|cr[ií]tic[oa]|fora do ar para todos)\b",
        re.IGNORECASE,
    ),
    "normal": re.compile(
        r"\b((?:urg[eê]ncia|prioridade)\s*(?:[eé]|:)?\s*(?:normal|m[eé]dia)|(?:urg[eê]ncia|prioridade) normal"
        r"|nem urgente nem)\b",
        re.IGNORECASE,
    ),
    "low": re.compile(
        r"\b((?:n[aã]o tenho|sem|nenhuma) pressa|quando (der|puder\w*)|n[aã]o (?:[eé]|precisa ser|tem|h[aá]) "
        r"(?:nada |t[aã]o |muito )?urg\w+|(?:sem|nenhuma|pouca|baixa) urg[eê]ncia|pouco urgente|com calma"
        r"|(?:urg[eê]ncia|prioridade)\s*(?:[eé]|:)?\s*baixa|baixa prioridade)\b",
        re.IGNORECASE,
    ),
}
LEVEL = re.compile(r"\b(?:alta|baixa|normal|m[eé]dia)\b", re.IGNORECASE)
SCORE_WORDS = {
    "zero": 0,
    "um": 1,
    "uma": 1,
    "dois": 2,
    "duas": 2,
    "tres": 3,
    "quatro": 4,
    "cinco": 5,
    "dez": 10,
}
SCORE = re.compile(
    r"\b(?:nota|dou|daria|estrelas?)\s*(?:um|uma|a)?\s*:?\s*(\d{1,2}|zero|uma?|dois|duas|tres|quatro"
    r"|cinco|dez)\b"
)
STARS = re.compile(r"\b(\d{1,2}|uma?|dois|duas|tres|quatro|cinco)\s*(?:estrelas?|pontos?)\b")


def fold(text: str) -> str:
    """Lower case without accents, with single spaces and no punctuation at the ends: for comparing, never for
    showing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", plain).strip(" \t\n.,;:!?\"'()")


def find_email(text: str) -> str | None:
    """The last valid address in the text, domain in lower case; the CSS's own addresses are nobody's. None
    when absent."""
    return _last_valid(EMAIL.findall(written_out(text)))


def find_own_email(text: str) -> str | None:
    """Like find_email, without addresses that belong to the story ("o usuário joao@x.gov.br não entra")."""
    written = written_out(text)
    found = list(EMAIL.finditer(written))
    told = [m[0] for m in found if OWN_LEAD.search(written[max(0, m.start() - 60) : m.start()])]
    return _last_valid(told) or _last_valid(
        [m[0] for m in found if not is_somebody_elses(written, m.start())]
    )


def is_somebody_elses(text: str, start: int) -> bool:
    """Whether the address at `start` is told as another person's."""
    before = text[max(0, start - 60) : start]
    return bool(SOMEBODY_ELSES.search(before)) and not OWN_LEAD.search(before)


def names_his_own(text: str) -> bool:
    """Whether one address is told as his ("o meu é ana@x.gov.br"), so that others are not."""
    return any(OWN_LEAD.search(text[max(0, m.start() - 60) : m.start()]) for m in EMAIL.finditer(text))


def _last_valid(candidates: list[str]) -> str | None:
    found = None
    for candidate in candidates:
        try:
            address = validate_email(
                candidate.strip(".-"), check_deliverability=False, allow_smtputf8=False
            ).normalized
        except EmailNotValidError:
            continue
        if address.casefold() not in OWN_ADDRESSES:
            found = address
    return found


def written_out(text: str) -> str:
    """`text` with dictated addresses as they are written; one whose beginning is not clear stays as it is."""
    return SPOKEN_EMAIL.sub(_written, text)


def _written(spoken: re.Match[str]) -> str:
    """ "ana arroba x ponto br" -> "ana@x.br"."""
    text = spoken[0]
    word_before = re.search(r"([\w-]+)\s+$", spoken.string[: spoken.start()])
    if word_before and fold(word_before[1]) not in BEFORE_SPOKEN:
        return text
    for mark, sign in SPOKEN_MARKS.items():
        text = re.sub(mark, sign, text, flags=re.IGNORECASE)
    return text


def looks_like_email(text: str) -> bool:
    """Whether somebody tried to write an address, rightly or not."""
    return bool(LOOKS_LIKE_EMAIL.search(text))


def tries_an_email(text: str) -> bool:
    """A message that is an address, right or wrong, and asks nothing."""
    return find_email(text) is not None or (
        looks_like_email(text) and "?" not in text and len(text.split()) <= 8
    )


def find_ticket_number(text: str, bare: bool = False) -> str | None:
    """The ticket number as typed, not normalised, or None. `bare`: a message of only digits counts too."""
    without_emails = EMAIL.sub(" ", text)
    found = TICKET_NUMBER.search(without_emails)
    if found:
        return (found[1] or found[2]).strip()
    only = BARE_NUMBER.match(without_emails) if bare else None
    return only[1] if only else None


def find_code(text: str) -> str | None:
    """A six-digit code however it was spaced ("123 456", "12 34 56"), or None."""
    if spaced := SPACED_CODE.match(text):
        return re.sub(r"\D", "", spaced[1])
    found = CODE.search(EMAIL.sub(" ", text))
    return found[1] + found[2] if found else None


def find_urgency(text: str) -> str | None:
    """The words that say how urgent it is ("pra ontem"), as typed; None when nothing was said."""
    # "não é urgente" holds "urgente": what lowers is looked for first.
    levels = ("low", "normal", "high")
    said = next((found[0] for level in levels if (found := URGENCY[level].search(text))), None)
    named = LEVEL.search(said or "")
    return named[0] if named else said  # "urgência: baixa" -> "baixa"


def find_score(text: str, bare: bool = False) -> int | None:
    """The grade given ("nota 5", "4 estrelas"), as said, even out of 1-5; None when there is none. `bare`:
    "5" counts."""
    plain = fold(text)
    found = (
        SCORE.search(plain) or STARS.search(plain) or (re.match(r"^(\d{1,2}|\w+)$", plain) if bare else None)
    )
    if not found:
        return None
    word = found[1]
    return int(word) if word.isdigit() else SCORE_WORDS.get(word)


def is_yes(text: str) -> bool:
    """A plain confirmation, alone or doubled ("sim, pode registrar")."""
    plain = fold(text)
    courteous = COURTESY.sub("", plain).strip(" ,;.!")
    parts = [p for p in re.split(r"\s*[,;.!]+\s*", courteous or plain) if p]
    return bool(parts) and all(YES.match(p) for p in parts)


def asks_to_wait(text: str) -> bool:
    return bool(WAIT.match(fold(text)))


def is_no(text: str) -> bool:
    """A plain refusal that carries nothing else."""
    return bool(NO.match(fold(text)))
