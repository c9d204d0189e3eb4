"""The widget as a person uses it: opens it, writes, waits for the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

ANSWER_MS = 30_000


@dataclass
class Chat:
    page: Page
    seen: int = 0

    @classmethod
    def open(cls, page: Page) -> Chat:
        page.get_by_role("button", name="Conversar com o Assistente").or_(
            page.get_by_role("button", name="Assistente Serpro", exact=True)
        ).first.click()
        chat = cls(page)
        expect(chat.bubbles.first).to_be_visible(timeout=ANSWER_MS)
        chat.seen = chat.bubbles.count()
        return chat

    @property
    def bubbles(self):  # type: ignore[no-untyped-def]
        return self.page.locator("assistente-serpro .log .bot .text, assistente-serpro .log .agent .text")

    def mark(self) -> None:
        """`answer` then gives what comes from now on, though nothing was said."""
        self.seen = self.bubbles.count()

    def say(self, text: str) -> None:
        self.mark()
        self.page.get_by_label("Sua mensagem").fill(text)
        self.page.keyboard.press("Enter")

    def tell(self, text: str, containing: str = "") -> str:
        """Says it and gives the answer."""
        self.say(text)
        return self.answer(containing)

    def register(self, problem: str, email: str) -> str:
        """Opens a ticket by two messages; gives its number."""
        self.tell(f"{problem}, meu email é {email}, abre um chamado", containing=email)
        found = re.search(r"20\d\d-\d{7}", self.tell("sim", containing="registrado com o número"))
        assert found
        return found.group()

    def press(self, title: str) -> None:
        self.mark()
        self.page.get_by_role("group", name="Respostas sugeridas").get_by_role("button", name=title).click()

    def answer(self, containing: str = "") -> str:
        """All that came since the last message was sent, once it is there (and holds `containing`)."""
        answers = self.bubbles.nth(self.seen)
        expect(answers).to_be_visible(timeout=ANSWER_MS)
        self.page.wait_for_function(
            """([seen, words]) => {
                const root = document.querySelector('assistente-serpro').shadowRoot;
                const texts = [...root.querySelectorAll('.log .bot .text, .log .agent .text')].slice(seen);
                const typing = root.querySelector('.typing');
                return texts.some(t => t.innerText.includes(words)) && (!typing || typing.hidden);
            }""",
            arg=[self.seen, containing],
            timeout=ANSWER_MS,
        )
        return "\n".join(self.bubbles.nth(i).inner_text() for i in range(self.seen, self.bubbles.count()))

    def heard(self) -> list[str]:
        """Everything that was said to the person since the page was opened."""
        return self.bubbles.all_inner_texts()

    def end(self) -> None:
        self.page.get_by_role("button", name="Opções da conversa").click()
        self.page.get_by_role("button", name="Encerrar conversa").click()
        self.page.get_by_role("button", name="Encerrar", exact=True).click()
        self.page.get_by_role("button", name="Fechar").click()
