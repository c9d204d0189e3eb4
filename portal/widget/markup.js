// The fixed skeleton of the panel. Constant HTML: nothing that a person or the bot
// wrote passes through here.

const icon = (path, box = "0 0 24 24") =>
  `<svg viewBox="${box}" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;

const CHAT = icon("M12 3C6.5 3 2 6.8 2 11.5c0 2.4 1.2 4.6 3.1 6.1L4 21.5l4.6-2.3c1.1.3 2.2.4 3.4.4 5.5 0 10-3.6 10-8.1S17.5 3 12 3Z");
const CLOSE = icon("M6.4 4.9 12 10.5l5.6-5.6 1.5 1.5L13.5 12l5.6 5.6-1.5 1.5L12 13.5l-5.6 5.6-1.5-1.5L10.5 12 4.9 6.4Z");
const SEND = icon("M3 20.5 21.5 12 3 3.5v6.6l11 1.9-11 1.9Z");
const MORE = icon("M12 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm0 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4Zm0 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z");
const CLIP = icon("M16.5 6v11a4 4 0 0 1-8 0V5.5a2.5 2.5 0 0 1 5 0V15a1 1 0 0 1-2 0V6H10v9a2.5 2.5 0 0 0 5 0V5.5a4 4 0 0 0-8 0V17a5.5 5.5 0 0 0 11 0V6Z");
const CAMERA = icon("M9 4 7.2 6H4a2 2 0 0 0-2 2v10a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-3.2L15 4Zm3 4.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Zm0 1.8a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4Z");

export const MARKUP = `
<button class="launcher" type="button" aria-expanded="false" aria-controls="panel">
  ${CHAT}<span class="launcher-text">Assistente Serpro</span><span class="unread" role="status"></span>
</button>
<section class="panel" id="panel" role="dialog" aria-labelledby="title" hidden>
  <div class="bar">
    <h2 id="title">Assistente Serpro</h2>
    <button class="more" type="button" aria-expanded="false" aria-controls="options" aria-label="Opções da conversa">${MORE}</button>
    <button class="close" type="button" aria-label="Minimizar o Assistente">${CLOSE}</button>
  </div>
  <ul class="options" id="options" hidden>
    <li><button class="copy" type="button">Guardar a conversa</button></li>
    <li><button class="restart" type="button">Começar de novo</button></li>
    <li><button class="end" type="button">Encerrar conversa</button></li>
  </ul>
  <div class="sheet" role="group" hidden></div>
  <p class="state" role="status"></p>
  <div class="known" role="status" hidden></div>
  <div class="waiting" hidden><p role="status"></p><button class="give-up" type="button">Desistir de esperar</button></div>
  <div class="log" role="log" aria-live="polite" aria-relevant="additions" aria-label="Mensagens" tabindex="0"></div>
  <p class="typing" hidden><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
    <span>O Assistente está escrevendo…</span></p>
  <form class="compose">
    <input class="picker" type="file" multiple hidden>
    <input class="shutter" type="file" accept="image/*" capture="environment" hidden>
    <button class="attach" type="button" aria-label="Anexar arquivos">${CLIP}</button>
    <button class="camera" type="button" aria-label="Tirar uma foto">${CAMERA}</button>
    <label class="only-spoken" for="text">Sua mensagem</label>
    <textarea id="text" rows="1" placeholder="Escreva aqui"
      aria-describedby="hint" autocomplete="off" enterkeyhint="send"></textarea>
    <button class="send" type="submit" aria-label="Enviar mensagem">${SEND}</button>
    <p class="only-spoken" id="hint">Enter envia; Shift com Enter muda de linha. Arquivos podem ser colados ou arrastados para cá.</p>
    <p class="left" aria-live="polite"></p>
  </form>
  <div class="ended" hidden></div>
</section>`;
