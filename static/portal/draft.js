// A form with data-draft="name" keeps what is typed in this tab only (sessionStorage: gone when the tab is closed, never sent),
// so that a lost session or a closed page loses nothing. Passwords and codes are never kept; of a file, only its name, so that the
// page can say what to choose again.

const KEPT = "textarea, select, input:not([type=password], [type=file], [type=hidden], [autocomplete=one-time-code], [data-undrafted])";
const FILES = " (files)"; // after the name of a field: no field has such a name

// Each person for whom one acts is a place of its own (/pour/…/): a draft begun there stays there.
const place = location.pathname.match(/\/pour\/[^/]+\//)?.[0] || "";

// A draft is its author's: another person who signs in in the same tab neither sees it nor keeps it.
const owner = document.querySelector("meta[name=draft-owner]")?.content || "";
if (owner) {
  if (sessionStorage.getItem("draft-owner") !== owner) {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith("draft:")) sessionStorage.removeItem(key);
  }
  sessionStorage.setItem("draft-owner", owner);
}

// The page that follows a success says so with <meta name="draft-done" content="name">: first, because it may hold the same form.
for (const meta of document.querySelectorAll("meta[name=draft-done]")) sessionStorage.removeItem(`draft:${place}${meta.content}`);

const PAUSE = 2000; // milliseconds without a key, after which the server keeps what is typed

// A form with data-saves="address" is also kept by the server, sealed, for the other devices of its author. Files are not.
function keepOnServer(form) {
  const told = form.querySelector("[data-saved]");
  let timer = 0, sending = null, isOver = false;
  const later = () => {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(save, PAUSE);
  };
  async function save() {
    timer = 0;
    if (sending) return later();
    const body = new FormData();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.saves, { method: "POST", body, redirect: "manual", keepalive: true, signal: sending.signal });
      const said = await answer.json();
      told.textContent = said.words;
      if (answer.ok) form.elements.draft_revision.value = said.revision;
      else isOver = true; // changed elsewhere, or too long: what is typed stays in this tab
    } catch {
      if (!isOver) told.textContent = form.dataset.unsaved;
    }
    sending = null;
  }
  form.addEventListener("input", later);
  form.addEventListener("submit", () => {
    isOver = true;
    clearTimeout(timer);
    timer = 0;
    sending?.abort();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || !timer) return;
    clearTimeout(timer);
    save();
  });
  return later;
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `draft:${place}${form.dataset.draft}`;
  const fields = [...form.querySelectorAll(KEPT)].filter((field) => field.name);
  const saved = JSON.parse(sessionStorage.getItem(key) || "{}");
  // data-draft-over: the name of the draft changes with what the server holds, so what was typed after it prevails.
  const over = form.hasAttribute("data-draft-over");
  let isRestored = false;
  for (const field of fields) {
    if (!(field.name in saved)) continue;
    if (field.type === "checkbox" || field.type === "radio") field.checked = saved[field.name].includes(field.value);
    else if (over || !field.value) {
      isRestored ||= field.value !== saved[field.name];
      field.value = saved[field.name];
    }
  }
  const saveLater = form.dataset.saves ? keepOnServer(form) : null;
  if (isRestored) saveLater?.();
  // What the server has received already is listed by the page.
  const received = [...form.querySelectorAll("[data-picks] bdi")].map((name) => name.textContent);
  for (const input of form.querySelectorAll("input[type=file]")) {
    if (input.closest(".r-no-script")) continue;
    // What it refused is named by the page too: to choose it again would be refused again.
    const refused = input.closest(".r-field")?.querySelector(".r-error")?.textContent || "";
    const names = (saved[`${input.name}${FILES}`] || []).filter((name) => !received.includes(name) && !refused.includes(`«\u00a0${name}\u00a0»`));
    if (!names.length || input.files.length) continue;
    const told = document.createElement("p");
    told.className = "r-help";
    told.id = `${input.id}_again`;
    told.textContent = `À choisir de nouveau : ${names.join(", ")}`;
    input.before(told);
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${told.id}`.trim());
  }
  form.addEventListener("input", () => {
    const values = {};
    for (const field of fields) {
      if (field.type === "checkbox" || field.type === "radio") {
        values[field.name] ??= [];
        if (field.checked) values[field.name].push(field.value);
      } else values[field.name] = field.value;
    }
    for (const input of form.querySelectorAll("input[type=file]")) if (input.name && !input.closest(".r-no-script")) values[`${input.name}${FILES}`] = [...input.files].map((file) => file.name);
    sessionStorage.setItem(key, JSON.stringify(values));
  });
}

// Signing out forgets everything; leaving a sign-in half-way (second factor, code, an address to correct) does not: the draft waits for its author.
for (const form of document.querySelectorAll("form[action$='/logout/']:not(#logout-from-stage, [data-keeps-drafts])")) form.addEventListener("submit", () => sessionStorage.clear());
