"""The socket server of the page's chat, as python-socketio makes it, but for what it takes from a client."""

from __future__ import annotations

from typing import Any

from socketio import AsyncServer


class Sockets(AsyncServer):
    """A client's event cannot pass for its own connecting or leaving: python-socketio 5 would call our
    handlers with what the client says of its address and its session."""

    async def _handle_event(self, eio_sid: str, namespace: Any, id: Any, data: list[Any]) -> None:
        name = data[0] if data else None
        if isinstance(name, str) and name not in self.reserved_events:
            await super()._handle_event(eio_sid, namespace, id, data)
