// The fixed skeleton of the panel. Constant HTML: nothing that a person or the bot
// wrote passes through here.

const icon = (path, box = "0 0 24 24") =>
  `<svg viewBox="${box}" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;

const CHAT = icon("M12 3C6.5 3 2 6.8 2 11.5c0 2.4 1.2 4.6 3.1 6.1L4 21.5l4.6-2.3c1.1.3 2.2.4 3.4.4 5.5 0 10-3.6 10-8.1S17.5 3 12 3Z");
const CLOSE = icon("M6.4 4.9 12 10.5l5.6-5.6 1.5 1.5L13.5 12l5.6 5.6-1.5 1.5L12 13.5l-5.6 5.6-1.5-1.5L10.5 12 4.9 6.4Z");
const SEND = icon("M3 20.5 21.5 12 3 3.5v6.6l11 1.9-11 1.9Z");

export const MARKUP = `
<button class="launcher" type="button" aria-expanded="false" aria-controls="panel">
  ${CHAT}<span class="launcher-text">Assistente Serpro</span><span class="unread" role="status"></span>
</button>
<section class="panel" id="panel" role="dialog" aria-labelledby="title" hidden>
  <div class="bar">
    <h2 id="title">Assistente Serpro</h2>
    <button class="end" type="button">Encerrar conversa</button>
    <button class="close" type="button" aria-label="Minimizar o Assistente">${CLOSE}</button>
  </div>
  <div class="ask-end" role="group" aria-labelledby="ask-end-text" hidden>
    <p id="ask-end-text">Encerrar a conversa? O que foi escrito some desta tela. Seus acionamentos continuam registrados.</p>
    <button class="end-yes" type="button">Encerrar</button>
    <button class="end-no" type="button">Continuar conversando</button>
  </div>
  <p class="state" role="status"></p>
  <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="Mensagens" tabindex="0"></div>
  <p class="typing" hidden><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    <span>O Assistente está escrevendo…</span></p>
  <form class="compose">
    <label class="only-spoken" for="text">Sua mensagem</label>
    <textarea id="text" rows="1" placeholder="Escreva sua mensagem"
      aria-describedby="hint" autocomplete="off" enterkeyhint="send"></textarea>
    <button class="send" type="submit" aria-label="Enviar mensagem">${SEND}</button>
    <p class="only-spoken" id="hint">Enter envia; Shift com Enter muda de linha.</p>
    <p class="left" aria-live="polite"></p>
  </form>
</section>`;
