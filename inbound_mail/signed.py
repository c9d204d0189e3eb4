"""What an opaque S/MIME signature (CMS SignedData, RFC 5652) has inside; an encrypted one gives nothing.

The signature itself is not judged: who wrote is proven elsewhere (inbound_mail.authentication).
"""

from __future__ import annotations

from asn1crypto import cms


def content_of(der: bytes) -> bytes | None:
    """The signed message, None when this is no signature (or holds nothing)."""
    try:
        wrapped = cms.ContentInfo.load(der)
        if wrapped["content_type"].native != "signed_data":
            return None
        inner = wrapped["content"]["encap_content_info"]["content"]
        return inner.contents if inner.native is None else bytes(inner.native)
    except (ValueError, TypeError, KeyError):
        return None
