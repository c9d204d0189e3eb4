"""The widget as a person uses it: opens it, writes, waits for the answer."""

from __future__ import annotations

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

    def say(self, text: str) -> None:
        self.seen = self.bubbles.count()
        self.page.get_by_label("Sua mensagem").fill(text)
        self.page.keyboard.press("Enter")

    def press(self, title: str) -> None:
        self.seen = self.bubbles.count()
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

    def end(self) -> None:
        self.page.get_by_role("button", name="Encerrar conversa").click()
        self.page.get_by_role("button", name="Encerrar", exact=True).click()
