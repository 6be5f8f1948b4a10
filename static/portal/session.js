// Warns three minutes before the session ends (WCAG 2.2.1). Idle, the person may stay, as often as needed; a session that lasted
// the longest allowed can only be finished. The server is asked before warning, because another tab may have been active; that
// question does not keep the session alive.

const WARN_AT = 180; // seconds left
const dialog = document.querySelector("dialog[data-session-seconds]");

if (dialog) {
  const parts = Object.fromEntries(["soon", "last", "over"].map((name) => [name, dialog.querySelector(`[data-session-${name}]`)]));
  const form = dialog.querySelector("[data-session-extend]");
  let endsAt = Date.now() + Number(dialog.dataset.sessionSeconds) * 1000;
  let isLast = false; // staying was asked for and changed nothing
  let wasTold = false; // the person chose to finish meanwhile

  const seconds = () => Math.round((endsAt - Date.now()) / 1000);

  async function ask() {
    const response = await fetch(dialog.dataset.sessionStatus, { headers: { "X-Passive": "1", Accept: "application/json" } }).catch(() => null);
    if (!response) return; // no network: try again at the next tick
    const answer = response.ok && !response.redirected ? await response.json() : { seconds: 0 };
    endsAt = Date.now() + answer.seconds * 1000;
  }

  function show() {
    const shown = seconds() <= 0 ? "over" : isLast ? "last" : "soon";
    const minutes = Math.ceil(seconds() / 60);
    const words = minutes > 1 ? `${minutes} minutes` : "moins d’une minute";
    for (const left of dialog.querySelectorAll("[data-session-left]")) if (left.textContent !== words) left.textContent = words;
    const changes = parts[shown].hidden;
    for (const [name, part] of Object.entries(parts)) part.hidden = name !== shown;
    dialog.setAttribute("aria-labelledby", parts[shown].querySelector("h2").id);
    if (!dialog.open) dialog.showModal();
    // The button that had the focus is gone: the focus goes to what can be done now, whose description says what happened.
    if (changes) parts[shown].querySelector("a, button").focus();
  }

  async function tick() {
    if (seconds() <= WARN_AT) {
      await ask();
      if (seconds() > WARN_AT) {
        isLast = wasTold = false;
        if (dialog.open) dialog.close();
      } else if (seconds() <= 0 || !wasTold) show();
    }
    if (seconds() > -60) setTimeout(tick, seconds() <= WARN_AT ? 10_000 : Math.max(5_000, Math.min(30_000, (seconds() - WARN_AT) * 1000)));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } }).catch(() => null);
    await ask(); // what the server now says, whatever it answered
    delete form.dataset.sent;
    isLast = seconds() <= WARN_AT;
    if (isLast) show();
    else dialog.close();
  });
  function goOn() {
    wasTold = true;
    dialog.close();
  }
  dialog.querySelector("[data-session-go-on]").addEventListener("click", goOn);
  // Escape means "stay": closing the warning and being thrown out would be a trap.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!parts.soon.hidden) form.requestSubmit();
    else if (!parts.last.hidden) goOn();
  });
  tick();
}
