// Warns three minutes before the session ends for want of activity (WCAG 2.2.1), and lets the person stay, as often as needed.
// The server is asked before warning, because another tab may have been active; that question does not keep the session alive.

const WARN_AT = 180; // seconds left
const dialog = document.querySelector("dialog[data-session-idle]");

if (dialog) {
  const idle = Number(dialog.dataset.sessionIdle);
  const left = dialog.querySelector("[data-session-left]");
  let endsAt = Date.now() + idle * 1000;

  const seconds = () => Math.round((endsAt - Date.now()) / 1000);
  const passive = { headers: { "X-Passive": "1", Accept: "application/json" } };

  async function ask() {
    const response = await fetch(dialog.dataset.sessionStatus, passive).catch(() => null);
    if (!response) return; // no network: try again at the next tick
    const answer = response.ok && !response.redirected ? await response.json() : { seconds: 0 };
    endsAt = Date.now() + answer.seconds * 1000;
  }

  function show() {
    const over = seconds() <= 0;
    dialog.querySelector("[data-session-soon]").hidden = over;
    dialog.querySelector("[data-session-over]").hidden = !over;
    const minutes = Math.ceil(seconds() / 60);
    const words = minutes > 1 ? `${minutes} minutes` : "moins d’une minute";
    if (left.textContent !== words) left.textContent = words;
    if (!dialog.open) dialog.showModal();
  }

  async function tick() {
    if (seconds() <= WARN_AT) {
      await ask();
      if (seconds() <= WARN_AT) show();
      else if (dialog.open) dialog.close();
    }
    if (seconds() > -60) setTimeout(tick, dialog.open ? 10_000 : Math.max(5_000, Math.min(30_000, (seconds() - WARN_AT) * 1000)));
  }

  dialog.querySelector("[data-session-extend]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const body = new FormData(form);
    await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    await ask(); // what the server now says, whatever it answered
    delete form.dataset.sent;
    if (seconds() > WARN_AT) dialog.close();
    else show();
  });
  // Escape means "stay": closing the warning and being thrown out would be a trap.
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); dialog.querySelector("[data-session-extend]").requestSubmit(); });
  tick();
}
