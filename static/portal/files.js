// Files are chosen one by one on a telephone: picks add up, each can be taken out, and what the server would refuse for its
// kind or its size is told before it travels. Nothing here is needed to send a file.

const UNITS = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))}\u00a0Ko` : `${(bytes / 1e6).toFixed(1).replace(".", ",")}\u00a0Mo`);
const made = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });
const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

/** The browser says the kind of a file; an empty one (some telephones) is judged by the name. */
function isAccepted(file, accept) {
  const rules = accept.split(",").map((rule) => rule.trim().toLowerCase());
  const name = file.name.toLowerCase();
  return !accept || rules.some((rule) => (rule.startsWith(".") ? name.endsWith(rule) : file.type.toLowerCase() === rule));
}

function gather(box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-picks]");
  const { most, limit, takeOut, takenOut, added, choose, again, other, tooLarge, empty, wrongType, tooMany, without } = box.dataset;
  const single = Number(most) === 1;
  const told = made("div", "");
  const spoken = made("p", "qc-sr-only");
  spoken.setAttribute("role", "status");
  const button = made("button", "qc-button qc-secondary qc-compact r-pick", "");
  button.type = "button";
  let picks = [];

  const kept = () => [...list.querySelectorAll("input[type=hidden]")];

  /** Why it may not be sent, in the words of the server. */
  function problem(file) {
    if (!isAccepted(file, input.accept)) return wrongType;
    if (file.size > Number(limit)) return tooLarge;
    return file.size ? "" : empty;
  }

  function show() {
    for (const row of list.querySelectorAll("[data-pick]")) row.remove();
    for (const file of picks) list.append(row(file.name, UNITS(file.size), () => { picks = picks.filter((one) => one !== file); put(); }, "pick"));
    list.hidden = !list.children.length;
    const chosen = picks.length + kept().length;
    button.textContent = chosen ? (single ? other : again) : choose;
    button.hidden = !single && chosen >= Number(most);
  }

  function row(name, meta, remove, kind) {
    const item = made("li", "");
    item.dataset[kind] = "";
    const words = made("span", "");
    words.append(made("bdi", "", name), " ", made("span", "r-meta", meta));
    const out = made("button", "qc-button qc-tertiary qc-compact", takeOut);
    out.type = "button";
    out.append(made("span", "qc-sr-only", ` ${name}`));
    out.addEventListener("click", () => {
      const next = item.nextElementSibling || item.previousElementSibling;
      item.remove();
      remove();
      told.replaceChildren();
      spoken.textContent = `${takenOut} ${name}`;
      (next?.isConnected ? next.querySelector("button") : list.querySelector("button") || button)?.focus();
    });
    item.append(words, out);
    return item;
  }

  function put() {
    const carrier = new DataTransfer();
    for (const file of picks) carrier.items.add(file);
    input.files = carrier.files;
    show();
    input.dispatchEvent(new Event("input", { bubbles: true })); // the draft remembers all their names
  }

  function take(files) {
    const refused = [];
    const names = [];
    for (const file of files) {
      const why = problem(file);
      if (why) refused.push([file.name, why]);
      else if (single) { picks = [file]; for (const one of kept()) one.closest("li").remove(); names.push(file.name); }
      else if (picks.some((one) => same(one, file))) continue;
      else if (picks.length + kept().length >= Number(most)) refused.push([file.name, tooMany]);
      else { picks.push(file); names.push(file.name); }
    }
    told.replaceChildren();
    if (refused.length) {
      const errors = made("ul", "r-error");
      errors.setAttribute("role", "alert");
      for (const [name, why] of refused) errors.append(made("li", "", `«\u00a0${name}\u00a0»\u00a0: ${why}`));
      told.append(errors);
    }
    put();
    if (names.length) spoken.textContent = `${added} ${names.join(", ")}`;
  }

  // A file received before keeps its key in a hidden field, so that each row is taken out in the same way.
  for (const box of list.querySelectorAll("input[type=checkbox]")) {
    const item = box.closest("li");
    const hidden = Object.assign(made("input", ""), { type: "hidden", name: box.name, value: box.value });
    const fresh = row(item.querySelector("bdi").textContent, item.querySelector(".r-meta").textContent, () => show(), "kept");
    fresh.prepend(hidden);
    item.replaceWith(fresh);
  }
  box.querySelector("details.r-no-script")?.remove();
  input.classList.add("r-picked-by-button");
  input.tabIndex = -1;
  button.setAttribute("aria-describedby", input.getAttribute("aria-describedby") || "");
  button.addEventListener("click", () => input.click());
  input.after(button, told, spoken);
  // What was refused is not sent: whoever sends reads so once, before. First of the listeners of the form.
  input.form?.addEventListener("submit", (event) => {
    if (!told.querySelector(".r-error") || told.querySelector("[data-warned]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const note = made("p", "", without);
    note.dataset.warned = "";
    told.append(note);
    told.tabIndex = -1;
    told.focus();
  }, { capture: true });
  input.addEventListener("change", () => take([...input.files]));
  input.addEventListener("focus", () => button.focus());
  if (input.files.length) take([...input.files]);
  else show();
}

for (const box of document.querySelectorAll("[data-files]")) {
  try {
    new DataTransfer();
    gather(box);
  } catch {
    // An old browser keeps its own box.
  }
}
