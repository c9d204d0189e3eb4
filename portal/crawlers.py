"""What machines ask a site for: robots.txt, the sitemap, and whom to tell of a hole (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as xml

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from portal.pages import DESK, EMAIL
from portal.public_pages import GROUPS
from ticket_store import queries
from ticket_store.database import reading

router = APIRouter()

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
DAY = {"Cache-Control": "public, max-age=86400"}
# A date further away than a year says nothing (RFC 9116, 2.5.5).
GOOD_FOR = timedelta(days=180)


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """Pages with a secret in the address are not named here: X-Robots-Tag keeps them out."""
    closed = "".join(f"Disallow: {path}\n" for path in (DESK, "/api/"))
    sitemap = f"Sitemap: {_site(request)}/sitemap.xml\n"
    return PlainTextResponse(f"User-agent: *\n{closed}\n{sitemap}", headers=DAY)


@router.get("/sitemap.xml")
def sitemap(request: Request) -> Response:
    with reading(request.app.state.engine) as session:
        articles = queries.articles(session)
    root = xml.Element("urlset", {"xmlns": SITEMAP})
    for path, changed in [
        *((path, None) for _, pages in GROUPS for path, _ in pages),
        *((f"/ajuda/{one.slug}", one.updated_at) for one in articles),
    ]:
        place = xml.SubElement(root, "url")
        xml.SubElement(place, "loc").text = f"{_site(request)}{path}"
        if changed:
            xml.SubElement(place, "lastmod").text = changed.date().isoformat()
    body = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, media_type="application/xml", headers=DAY)


@router.get("/.well-known/security.txt")
def security(request: Request) -> Response:
    expires = (request.app.state.clock() + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{EMAIL}",
        "Contact: tel:+55-800-728-2323",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: pt-BR, en",
        f"Canonical: {_site(request)}/.well-known/security.txt",
    ]
    return PlainTextResponse("\n".join(lines) + "\n", headers=DAY)


def _site(request: Request) -> str:
    url: str = request.app.state.config.portal_url
    return url
