"""Decides what of a message describes a problem: greetings, requests, addresses and urgency are taken out
(pure)."""

import re

from actions.slots import (
    EMAIL,
    URGENCY,
    find_own_email,
    fold,
    is_somebody_elses,
    names_his_own,
    written_out,
)

MINIMUM_LETTERS = 10
MAXIMUM_LENGTH = 4000

# One clause a time is judged, so that "abre um chamado, o SIAPE dá erro" keeps only its second half.
CLAUSES = re.compile(r"(?<=[,;!?\n])\s*|(?<=\.)\s+|\s+(?=-\s)")
GREETING = (
    r"(?:ol[aá]|oi+e?|opa|e a[ií]|al[oô]|bom dia|boa tarde|boa noite|prezad[oa]s?(?: senhor(?:es"
    r"|as?)?)?|car[oa]s|tudo (?:bem|bom|certo)"
    r"|gente|pessoal|por favor|por gentileza|pf|pfv|please|mo[cç][oa]|amig[oa]|obrigad[oa]|grat[oa]"
    r"|atenciosamente|desde j[aá]|(?:e )?aproveitando|(?:e )?j[aá] que (?:estou|t[oô]) aqui"
    r"|(?:[eé] o )?seguinte)"
)
TICKET = (
    r"(?:(?:um|uma|o|a|meu|minha|outr[oa]|nov[oa])\s+)*"
    r"(?:chamad[oa]|acionament[oo]|solicita[cç][aã]o(?: de servi[cç]os?)?|ticket|s\.?s\.?|ocorr[eê]ncia"
    r"|protocolo|registro|atendimento|suporte|incidente)"
)
VERB = (
    r"(?:abr(?:ir|e|a|o|am)|registr(?:ar|a|e|o)|d(?:ar|ou) entrada (?:em|n[oa]|numa?)"
    r"|cri(?:ar|a|e)|fazer|faz|faça|solicit(?:ar|o)|pedir"
    r"|iniciar|gerar|gera|cadastrar)"
)
WISH = (
    r"(?:(?:(?:quero|queria|gostaria de) saber )?como (?:eu )?(?:fa[cç]o (?:para|pra) )?"
    r"|[eé] aqui que (?:se )?"
    r"|(?:eu\s+)?(?:quero|queria|gostaria de|preciso(?: de)?|desejo|venho(?: por meio deste"
    r"| por meio desta)?|pode(?:ria|m)?|pode(?:ria)? me|d[aá] pra"
    r"|tem como|vou|necessito(?: de)?|consegue|solicito(?: a)?|(?:voc[eê]s?|vcs?) pode(?:m|riam)?)\s+)"
)
JOINT = r"(?:\s+(?:pra mim|para mim|a[ií]|por favor|pf|agora|novo|nova|aqui))*"
REQUEST = re.compile(
    rf"^\s*(?:(?:e|entao|então"
    rf"|ent[aã]o)\s+)?(?:{WISH})?(?:me\s+)?(?:ajud[ae]r?\s+a\s+)?{VERB}\s*(?:a[ií]\s+)?(?:pra mim\s+"
    rf"|para mim\s+)?"
    rf"(?:a\s+)?(?:abertura de\s+)?{TICKET}{JOINT}"
    rf"(?:\s*(?:,|:|-|pois|porque|pq|que|relatando que|dizendo que|sobre|referente a[o]?"
    rf"|a respeito d[eoa]|por causa d[eoa]|para|pra|pro|com|no|na|do|da|de)(?=\s|$))?",
    re.IGNORECASE,
)
EMAIL_PHRASE = re.compile(
    r"(?:\be\s+)?(?:\bo\s+)?(?:\bmeu\s+)?(?:\be-?mail|endere[cç]o|contato|correio)?(?:\s+(?:certo|correto"
    r"|novo|pra contato|para contato|institucional))?"
    r"\s*(?:[eé]|eh|:|=|-|ser[aá]|fica)?\s*(?:o\s+)?" + EMAIL.pattern,
    re.IGNORECASE,
)
# Few words that tell what is wrong, where the service is known.
SYMPTOM = re.compile(
    r"\b(?:nao|sem) (?:ta |esta |quer |consigo )?(?:abr|entr|funcion|carreg|lig|conect|acess|imprim|respond"
    r"|loga|inici|atualiz|envi|receb|salv|grav|emit|aparec|chega|roda|sincroniz)\w*"
    r"|\bfora do ar\b|\bca(?:iu|indo|ido|iram)\b|\btrav\w+|\blent\w+|\bpar(?:ou|ad[oa])\b|\bsem acesso\b"
    r"|\bbloque\w+|\bexpir\w+|\bindisponivel\b|\bcongel\w+|\boffline\b|\bquebr\w+|\berro \w*\d\w*"
)
# Words that say that there is something, and not what.
EMPTY_WORDS = frozenset(
    """a ao aos as o os um uma uns umas de do da dos das no na nos nas em com sem para pra pro por
    pelo pela e ou que se eu me mim meu minha meus minhas voce vc voces vcs ele ela isso isto esse
    essa este esta aqui ai la ali quero queria gostaria preciso desejo pode poderia podem abrir abre
    abra registrar registra criar fazer solicitar pedir chamado chamada acionamento solicitacao
    ticket ss ocorrencia protocolo registro atendimento suporte problema problemas problemao pepino
    treta dificuldade questao assunto algo coisa coisas negocio ajuda ajudar relatar informar
    reportar comunicar estou to ta tenho tem tendo tive ha sobre referente respeito servico servicos
    sistema sistemas novo nova outro outra mais urgente urgencia urgentissimo ontem favor gentileza
    ola oi bom boa dia tarde noite obrigado obrigada sim nao ok entao email e-mail mail agora hoje
    serpro css central deu ruim bug erro erros falha incomodo deixar registrado enfrentando venho
    demanda pendencia duvida eh so tambem tb tbm muito chamados chamadas acionamentos solicitacoes tickets
    dois duas tres varios disso nisso daquilo resolver resolvido rapido
    logo como abro faco saber""".split()  # noqa: SIM905
)


def clean(text: str) -> str:
    """The message without what is not the problem (greeting, request, address, urgency); "" when nothing else
    was said."""
    kept = []
    for clause in CLAUSES.split(EMAIL_PHRASE.sub(_without_own, written_out(text))):
        rest = re.sub(rf"^(?:\s*{GREETING}\b[\s,.!?:;-]*)+", "", clause, flags=re.IGNORECASE)
        rest = REQUEST.sub("", rest, count=1)
        bare = rest
        for pattern in URGENCY.values():
            bare = pattern.sub(" ", bare)
        if content_words(bare):
            kept.append(rest.strip())
    joined = " ".join(kept)
    joined = re.sub(r"\s+([,;.!?])", r"\1", re.sub(r"\s+", " ", joined))
    return joined.strip(" ,;:-\n\t")[:MAXIMUM_LENGTH]


def _without_own(phrase: re.Match[str]) -> str:
    """An address of the requester's is no part of the problem; a colleague's is."""
    address = EMAIL.search(phrase[0])
    start = phrase.start() + (address.start() if address else 0)
    his = (find_own_email(phrase.string) or "").casefold()
    another = names_his_own(phrase.string) and address is not None and address[0].casefold() != his
    return phrase[0] if another or is_somebody_elses(phrase.string, start) else " "


def content_words(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """Words of the text that carry content; `names` (folded service names) carry none."""
    plain = fold(text)
    for name in sorted(names, key=len, reverse=True):
        plain = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", plain)
    return [w for w in re.findall(r"[\w-]+", plain) if w not in EMPTY_WORDS and len(w) > 1]


def from_first_sentence(text: str, names: tuple[str, ...] = ()) -> str | None:
    """The problem told with the request, None when it only asks ("quero abrir um chamado do SIAFI")."""
    description = clean(text)
    negated = bool(
        re.search(
            r"\b(n[aã]o|nunca|nem|sem|parou|parad[oa]|ca[ií]\w*|trav\w+|lent[oa]|fora do ar"
            r"|bloquead[oa]|expirou|venceu)\b",
            description,
            re.IGNORECASE,
        )
    )
    needed = 1 if negated else 2
    if is_long_enough(description) and len(content_words(description, names)) >= needed:
        return description
    # "erro 504 no SIAPE": an error with its number or name is a problem by itself.
    if re.search(
        r"\berros?\b\s+(?!no\b|na\b|do\b|da\b|em\b)\w+", description, re.IGNORECASE
    ) and is_long_enough(description):
        return description
    return None


def is_long_enough(description: str) -> bool:
    """Enough to work with: ten letters or digits, and two telling words ("não consigo" has one)."""
    letters = sum(c.isalnum() for c in description)
    return letters >= MINIMUM_LETTERS and len(content_words(description)) > 1


def names_a_symptom(text: str) -> bool:
    """ "Não abre", "fora do ar", "erro 504"."""
    return bool(SYMPTOM.search(fold(text)))


def joined(*texts: str | None) -> str:
    """What was told in several messages, a line each, no longer than a description may be."""
    return "\n".join(text for text in texts if text)[:MAXIMUM_LENGTH]
