"""Every letter of the corpus through the worker: what it becomes and changes, whom it makes us write to."""

import logging

import pytest
from corpus_words import COMMENTED_TOO, FILES_TOO, TOLD
from mail_room import CORPUS

UNIT = "A unidade gestora é 170001."
PERMISSION = "Não consigo emitir a ordem bancária: erro de permissão."
ANA, CARLA, DAVI = "ana@x.gov.br", "carla@y.gov.br", "davi@w.gov.br"
COMMENTED = {
    **dict.fromkeys(
        [
            *("reply-gmail-web", "reply-gmail-english", "reply-outlook-desktop", "reply-outlook-html"),
            *("reply-outlook-mobile", "reply-apple-mail", "reply-expresso", "reply-expresso-notice"),
            *("reply-zimbra", "reply-yahoo", "reply-samsung", "reply-marker-only", "reply-by-references"),
            *("reply-spf-only", "files-signature-logo", "header-raw-8bit", "header-broken-encoded-words"),
            *("mime-deeply-nested", "mime-no-closing-boundary", "mime-broken-base64", "line-endings-unix"),
            *("mime-empty-plain-full-html", "no-message-id", "pgp-mime-signed", "pgp-inline-signed"),
            *("adds-by-number", "huge-references"),
        ],
        UNIT,
    ),
    **dict.fromkeys(
        [
            *(
                "charset-latin1-qp",
                "charset-utf8-undeclared",
                "charset-ascii-that-is-latin1",
                "charset-unknown",
            ),
            *("charset-utf16", "charset-utf7", "charset-latin1-but-utf8"),
        ],
        PERMISSION,
    ),
    "charset-windows-1252-base64": "Não consigo emitir a ordem bancária: erro de permissão na ação “emitir”.",
    "reply-gmail-html-only": f"{UNIT}\n\nO erro continua.",
    "reply-thunderbird-below": "A unidade gestora é 170001, e o erro aparece só quando emito a "
    "ordem bancária pela rede interna.",
    "reply-with-a-list": "Seguem os dados:\n\n- unidade gestora 170001\n- perfil executor\n- erro 504",
    "reply-thanks": "Obrigado!",
    "reply-asks-position": "Qual é a situação do chamado?",
    "files-image-and-pdf": "Seguem a tela e o documento.",
    "files-program": "Segue o instalador.",
    "files-pasted-screen": "Veja a tela:",
    "files-forwarded-mail": "Segue o aviso que recebi.",
    **COMMENTED_TOO,
    "html-only-newsletter-style": "Unidade: 170001\nErro: 504 & tela branca\n\n"
    "• abri o SIAFI\n• emiti a ordem",
}
FILES = {
    "files-image-and-pdf": ["tela do erro.png", "relatório.pdf"],
    "files-only": ["relatorio.pdf"],
    "files-pasted-screen": ["image002.png"],
    "files-forwarded-mail": ["aviso.eml"],
    "mime-deeply-nested": ["nota.pdf"],
    **FILES_TOO,
}
# Neither comment nor ticket: the outcome.
OTHERS = {
    "files-only": "commented",
    "reply-nothing-new": "empty",
    **dict.fromkeys(
        [
            *("robot-outlook-out-of-office", "robot-gmail-vacation"),
            *("robot-vacation-program", "robot-monitoring", "robot-no-reply"),
            *("mdn-read-receipt", "calendar-acceptance"),
        ],
        "automatic",
    ),
    # Only the subject says so: what a proven person wrote is never dropped.
    "robot-exchange-subject-only": "robotic",
    "robot-english-subject": "robotic",
    "robot-list": "list",
    "robot-newsletter": "list",
    "robot-our-own-mail": "own",
    "robot-null-sender": "bounce_unknown",
    "robot-asks-for-silence": "for_a_person",
    "dsn-failed": "bounced",
    "dsn-failed-headers-only": "bounced",
    "dsn-delayed": "bounce_unknown",
    "dsn-forged": "bounce_unknown",
    "calendar-invitation": "calendar",
    "pgp-mime-encrypted": "unreadable",
    "pgp-inline-encrypted": "unreadable",
    "smime-encrypted": "unreadable",
    "forged-in-a-thread": "unverified",
    "forged-with-its-own-results": "unverified",
    "forged-results-of-a-stranger": "unverified",
    "forged-spf-of-another-domain": "unverified",
    "forged-secret-address": "unverified",
    "forged-unknown-sender": "unverified",
    "stranger-with-the-secret-address": "other_sender",
    "two-senders": "no_sender",
    "empty-from": "no_sender",
    "no-from": "no_sender",
    "garbage": "unparsable",
    "mime-thousand-levels": "unparsable",
    "asks-position": "status",
    "asks-position-of-another": "status",
    "asks-position-of-nothing": "status",
    "asks-position-forged": "status",
    "new-problem": "answered",
    "new-problem-subject-only": "answered",
    "new-question-unproven": "answered",
    "wants-a-person": "for_a_person",
    "thanks-alone": "courtesy",
    "nothing-at-all": "empty",
    **dict.fromkeys(TOLD, "answered"),
}
# Whom we write to: (kind or reason, address). Letters that are not here make us write to nobody.
ANSWERS = {
    "reply-asks-position": [("ticket_status", ANA)],
    "files-program": [("files", ANA)],
    "files-zero-bytes": [("files", ANA)],
    **{name: [("assistant_reply", ANA)] for name in TOLD},
    "pgp-mime-encrypted": [("encrypted", ANA)],
    "pgp-inline-encrypted": [("encrypted", ANA)],
    "smime-encrypted": [("encrypted", ANA)],
    "forged-in-a-thread": [("unconfirmed", ANA)],
    "forged-with-its-own-results": [("unconfirmed", ANA)],
    "forged-results-of-a-stranger": [("unconfirmed", ANA)],
    "forged-spf-of-another-domain": [("unconfirmed", ANA)],
    "forged-secret-address": [("unconfirmed", ANA)],
    "stranger-with-the-secret-address": [("other_sender", CARLA)],
    "asks-position": [("ticket_status", ANA)],
    "asks-position-of-another": [("ticket_status", ANA), ("status_elsewhere", CARLA)],
    "asks-position-of-nothing": [("status_elsewhere", CARLA)],
    "asks-position-forged": [("ticket_status", ANA)],
    "new-problem": [("assistant_reply", DAVI)],
    "new-problem-subject-only": [("assistant_reply", DAVI)],
    "new-question-unproven": [("assistant_reply", DAVI)],
    "wants-a-person": [("for_a_person", DAVI)],
    "nothing-at-all": [("for_a_person", DAVI)],
}
KEPT = frozenset(
    {"unparsable", "no_sender", "unverified", "other_sender", "unreadable", "calendar", "for_a_person"}
    | {"empty", "robotic"}
)
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))


def test_the_corpus_is_large_and_every_letter_has_its_expectation():
    assert len(NAMES) >= 120
    assert len([name for name in NAMES if name.startswith("webmail-")]) >= 20
    assert set(NAMES) == set(COMMENTED) | set(OTHERS)


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_becomes_what_it_should_once_and_nothing_else(
    name, handler, store, letter, assistant, caplog
):
    caplog.set_level(logging.DEBUG)
    outcome = handler.handle(letter(name))

    assert outcome == OTHERS.get(name, "commented")
    assert store.comments() == ([COMMENTED[name]] if name in COMMENTED else [])
    assert store.files() == FILES.get(name, [])
    assert store.answers() == ANSWERS.get(name, [])
    assert store.kept() == ([outcome] if outcome in KEPT else [])
    if name in TOLD:
        assert [text for _, text, _ in assistant.played] == [TOLD[name]]
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name == "inbound_mail")
    assert ours
    for private in (ANA, CARLA, DAVI, "Ana", "170001", "Concei"):
        assert private not in ours

    def all_of_it():
        return (
            store.comments(),
            store.notes(),
            store.files(),
            store.answers(),
            store.kept(),
            assistant.played,
        )

    before = all_of_it()
    assert handler.handle(letter(name)) == "repeated"
    assert all_of_it() == before
