"""Whether a text is mere courtesy ("Obrigado!", "Ok, ciente.", a reaction): it answers no question. Pure."""

import re
import unicodedata

# "sim", "pode" and "autorizo" are answers; a number or any other word makes it one.
_WORDS = frozenset(
    [
        *("obrigado", "obrigada", "obrigados", "obrigadas", "obg", "obgd", "agradeco", "agradecemos"),
        *("agradecido", "agradecida", "grato", "grata", "gratos", "valeu", "vlw", "thanks", "thank"),
        *("you", "ok", "okay", "okey", "ciente", "cientes", "ciencia", "blz", "beleza", "certo"),
        *("certinho", "perfeito", "otimo", "excelente", "maravilha", "show", "entendi", "entendido"),
        *("recebi", "recebido", "recebida", "anotado", "joia", "legal", "combinado", "bom", "boa"),
        *("dia", "tarde", "noite", "ola", "oi", "prezado", "prezada", "prezados", "prezadas", "sr"),
        *("sra", "senhor", "senhora", "atenciosamente", "att", "ate", "cordialmente", "abraco"),
        *("abracos", "um", "uma", "muito", "muitissimo", "mesmo", "desde", "ja", "pela", "pelo"),
        *("pelas", "pelos", "por", "toda", "todo", "atencao", "ajuda", "retorno", "resposta"),
        *("suporte", "apoio", "presteza", "rapidez", "agilidade", "atendimento", "a", "o", "de", "do"),
        *("da", "e", "voces", "voce", "equipe", "time", "fico", "no", "aguardo", "aguardo"),
        *("aguardando", "tudo", "que"),
    ]
)
_REACTIONS = re.compile(r"(?:reagiu|reacted|gostou de|liked|amou|loved|curtiu)\b.{0,200}", re.I)
LONGEST = 40  # words


def is_courtesy(text: str) -> bool:
    """Nothing but thanks, greetings, acknowledgement, emoji. An empty text is none."""
    if not text.strip():
        return False
    if any(_REACTIONS.search(line[:120]) for line in text.split("\n")[:4]) and len(text) < 400:
        return True
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"\w+", plain)
    if not words:
        # A thumb, a heart; but "?" is a question.
        return "?" not in text
    return "?" not in text and len(words) <= LONGEST and all(word in _WORDS for word in words)
