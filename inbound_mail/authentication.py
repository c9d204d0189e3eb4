"""What the receiving server found out about the sender (Authentication-Results, RFC 8601). Pure.

Only the topmost header of the trusted server counts: everybody can write further ones below it.
"""

from __future__ import annotations

import re
from typing import Literal

from inbound_mail.headers import without_quoted
from inbound_mail.letter import Letter

Verdict = Literal["pass", "fail", "none"]

_METHOD = re.compile(r"^\s*(dmarc|spf)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)(.*)$", re.IGNORECASE | re.DOTALL)
_PROPERTY = re.compile(r"(?<![a-z.-])([a-z.-]+)\s*=\s*([^\s;]+)", re.IGNORECASE)


def verdict(letter: Letter, trusted_authserv_id: str) -> Verdict:
    """pass: DMARC passed for the From's domain, or SPF for that very domain. none: nothing is known."""
    if not trusted_authserv_id or letter.sender is None:
        return "none"
    for value in letter.all("authentication-results"):
        server, results = _read(value)
        if server == trusted_authserv_id.lower():
            return _judge(results, letter.sender.rpartition("@")[2])
    return "none"


def _judge(results: list[tuple[str, str, dict[str, str]]], domain: str) -> Verdict:
    dmarc = [(result, properties) for method, result, properties in results if method == "dmarc"]
    spf = [(result, properties) for method, result, properties in results if method == "spf"]
    # A second result of a kind is either a mistake or somebody's trick.
    if len(dmarc) > 1 or len(spf) > 1:
        return "fail"
    if dmarc and dmarc[0][0] == "fail":
        return "fail"
    if dmarc and dmarc[0][0] == "pass":
        return "pass" if _domain(dmarc[0][1].get("header.from", domain)) == domain else "fail"
    if spf and spf[0][0] == "pass":
        checked = _domain(spf[0][1].get("smtp.mailfrom", ""))
        # SPF speaks of the envelope; it says something of From only where both are the same house.
        return "pass" if checked == domain or checked.endswith("." + domain) else "none"
    return "fail" if spf and spf[0][0] == "fail" else "none"


def _read(value: str) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
    """(server, [(method, result, properties)]), all in lower case, comments and quoted strings taken out."""
    plain = _without_comments(without_quoted(value))
    server, *parts = plain.split(";")
    results = []
    for part in parts:
        if found := _METHOD.match(part):
            properties = {name.lower(): said.lower() for name, said in _PROPERTY.findall(found[3])}
            results.append((found[1].lower(), found[2].lower(), properties))
    return (server.split() or [""])[0].lower(), results


def _without_comments(value: str) -> str:
    depth, out = 0, []
    for char in value:
        if char == "(":
            depth += 1
        elif char == ")" and depth:
            depth -= 1
        elif not depth:
            out.append(char)
    return "".join(out)


def _domain(text: str) -> str:
    return text.rpartition("@")[2].strip("<>").lower()
