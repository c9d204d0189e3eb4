"""Whether a text is mere courtesy ("Obrigado, Bruno!", a reaction): it answers no question. Pure."""

import re
from collections.abc import Iterable

from ticket_store.search.words import fold

# "sim", "pode" and "autorizo" are answers; a number or any other word makes it one.
_WORDS = frozenset(
    [
        *("obrigado", "obrigada", "obrigados", "obrigadas", "obg", "obgd", "agradeco", "agradecemos"),
        *("agradecido", "agradecida", "grato", "grata", "gratos", "valeu", "vlw", "thanks", "thank"),
        *("you", "ok", "okay", "okey", "ciente", "cientes", "ciencia", "blz", "beleza", "certo"),
        *("certinho", "perfeito", "otimo", "otima", "excelente", "maravilha", "show", "entendi", "entendido"),
        *("recebi", "recebido", "recebida", "anotado", "joia", "legal", "combinado", "bom", "boa"),
        *("dia", "tarde", "noite", "semana", "fim", "final", "feriado", "ola", "oi", "prezado", "prezada"),
        *("prezados", "prezadas", "caro", "cara", "caros", "caras", "querido", "querida", "queridos", "sr"),
        *("sra", "senhor", "senhora", "atenciosamente", "att", "ate", "cordialmente", "abraco"),
        *("abracos", "um", "uma", "muito", "muitissimo", "mesmo", "desde", "ja", "pela", "pelo"),
        *("pelas", "pelos", "por", "toda", "todo", "atencao", "ajuda", "retorno", "resposta"),
        *("suporte", "apoio", "presteza", "rapidez", "agilidade", "atendimento", "a", "o", "de", "do"),
        *("da", "e", "voces", "voce", "equipe", "time", "fico", "no", "aguardo", "deus", "abencoe", "lhe"),
        *("te", "os", "aguardando", "tudo", "que", "igualmente", "disponha"),
    ]
)
_SMALL = frozenset(["a", "o", "e", "os", "um", "uma", "de", "do", "da", "no", "por", "que", "te", "lhe"])
_REACTED = re.compile(r"(?:^|\s)(?:reagiu|reacted)(?=\W|$)(?P<to>.*)$", re.I | re.S)
_REACTED_TO = frozenset(
    [
        *("a", "ao", "sua", "seu", "mensagem", "e", "mail", "email", "com", "via", "gmail", "outlook"),
        *("to", "your", "message", "with", "um", "uma", "joia", "like", "coracao", "curtir"),
    ]
)
# A phone says a reaction as a sentence: Gostou de “Qual é a UG?”
_TAPPED = re.compile(
    r"\W{0,8}(?:(?:n[aã]o )?gost(?:ou|ei)(?: de)?|curtiu?|am(?:ou|ei)|riu?(?: de)?|enfatizou|questionou"
    r"|liked|disliked|loved|laughed at|emphasi[sz]ed|questioned)"
    r"\s{0,4}:?\s{0,4}[\"“'‘«].{0,400}[\"”'’»…]\W{0,4}$",
    re.I | re.S,
)
LONGEST = 40  # words


def is_courtesy(text: str, names: Iterable[str | None] = ()) -> bool:
    """Nothing but thanks, greetings, acknowledgement, emoji. An empty text is none.

    names: of the people in the ticket; one beside such a word only says whom it is for.
    """
    if not text.strip():
        return False
    if _TAPPED.match(text.strip()):
        return True
    people = {word for name in names for word in re.findall(r"\w+", fold(name or ""))}
    rest = "\n".join(line for line in text.split("\n") if not _is_reaction(line))
    if not rest.strip():
        return True
    words = re.findall(r"\w+", fold(rest))
    if not words:
        # A thumb, a heart; but "?" is a question.
        return "?" not in rest
    return (
        "?" not in rest
        and len(words) <= LONGEST
        and all(word in _WORDS or word in people for word in words)
        and any(word in _WORDS - _SMALL for word in words)
    )


def _is_reaction(line: str) -> bool:
    """ "❤️ Ana reagiu à sua mensagem:"; but "o sistema não reagiu" is an answer."""
    found = _REACTED.search(line)
    if found is None or len(line) > 200:
        return False
    to = re.findall(r"\w+", fold(found["to"]))
    told = bool(to) or any(ord(c) > 0x2000 for c in line)
    return told and all(word in _REACTED_TO for word in to)
