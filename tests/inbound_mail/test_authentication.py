import pytest
from mail_room import plain

from inbound_mail.authentication import verdict
from inbound_mail.letter import parse

TRUSTED = "mx.serpro.gov.br"


def judged(*headers, frm="ana@x.gov.br", trusted=TRUSTED):
    extra = "".join(f"Authentication-Results: {value}\r\n" for value in headers)
    return verdict(parse(plain("oi", frm=frm, extra=extra)), trusted)


@pytest.mark.parametrize(
    "value",
    [
        "mx.serpro.gov.br; dmarc=pass header.from=x.gov.br",
        "mx.serpro.gov.br 1; DMARC=Pass (p=reject; sp=none) header.from=X.GOV.BR",
        "MX.SERPRO.GOV.BR; spf=softfail smtp.mailfrom=lista.org; dkim=pass; dmarc=pass header.from=x.gov.br",
        "mx.serpro.gov.br; spf=pass smtp.mailfrom=ana@x.gov.br",
        "mx.serpro.gov.br; spf=pass (sender IP is 203.0.113.7) smtp.mailfrom=envio.x.gov.br; dmarc=none",
    ],
)
def test_what_the_trusted_server_confirmed_is_proven(value):
    assert judged(value) == "pass"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("mx.serpro.gov.br; dmarc=fail header.from=x.gov.br", "fail"),
        ("mx.serpro.gov.br; dmarc=fail header.from=x.gov.br; spf=pass smtp.mailfrom=ana@x.gov.br", "fail"),
        ("mx.serpro.gov.br; spf=fail smtp.mailfrom=ana@x.gov.br", "fail"),
        ("mx.serpro.gov.br; spf=pass smtp.mailfrom=ana@mal.com", "none"),
        ("mx.serpro.gov.br; spf=pass smtp.mailfrom=ana@outrox.gov.br", "none"),
        ("mx.serpro.gov.br; dmarc=pass header.from=mal.com", "fail"),
        ("mx.serpro.gov.br; dkim=pass header.d=x.gov.br", "none"),
        ("mx.serpro.gov.br; none", "none"),
        ("mx.serpro.gov.br (dmarc=pass header.from=x.gov.br)", "none"),
        ("mx.serpro.gov.br; x=(; dmarc=pass header.from=x.gov.br", "none"),
        ('mx.serpro.gov.br; spf=none smtp.mailfrom="a; dmarc=pass header.from=x.gov.br"@mal.com', "none"),
        ("mx.serpro.gov.br; dmarc=fail header.from=x.gov.br; dmarc=pass header.from=x.gov.br", "fail"),
        ("mx.serpro.gov.br.mal.com; dmarc=pass header.from=x.gov.br", "none"),
        ("", "none"),
    ],
)
def test_anything_else_proves_nothing(value, expected):
    assert judged(value) == expected


def test_only_the_topmost_header_of_the_trusted_server_counts():
    fail, good = (
        "mx.serpro.gov.br; dmarc=fail header.from=x.gov.br",
        "mx.serpro.gov.br; dmarc=pass header.from=x.gov.br",
    )
    assert judged(fail, good) == "fail"
    assert judged("outro.servidor; dmarc=fail header.from=x.gov.br", good) == "pass"


def test_without_a_trusted_server_nothing_is_known():
    assert judged("mx.serpro.gov.br; dmarc=pass header.from=x.gov.br", trusted="") == "none"


def test_two_addresses_in_from_are_nobodys():
    value = "mx.serpro.gov.br; dmarc=pass header.from=x.gov.br"
    assert judged(value, frm="ana@x.gov.br, carla@x.gov.br") == "none"
