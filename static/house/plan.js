// The plan saves itself field by field; what was typed is kept on the device until the school has it.
// Without this file the buttons of the form save everything and nothing is lost either.
(() => {
  const shelves = "plan:";
  const WEEK = 7 * 24 * 3600 * 1000;

  // What was typed and not yet saved: {identity of the field: {value, seen, at}} for each plan and person.
  const shelf = {
    read(name) {
      try { return JSON.parse(localStorage.getItem(name)) || {}; } catch { return {}; }
    },
    write(name, kept) {
      try {
        if (Object.keys(kept).length) localStorage.setItem(name, JSON.stringify(kept));
        else localStorage.removeItem(name);
      } catch { /* a browser that keeps nothing: the state still says whether the school has it */ }
    },
  };

  function tidy() {
    const done = document.querySelector("[data-plan-saved]");
    if (done && new URLSearchParams(location.search).has("saved")) shelf.write(done.dataset.planSaved, {});
    try {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(shelves))) {
        const kept = shelf.read(name);
        for (const one of Object.keys(kept)) if (Date.now() - kept[one].at > WEEK) delete kept[one];
        shelf.write(name, kept);
      }
    } catch { /* nothing is kept here */ }
  }

  tidy();
  const form = document.querySelector("form[data-plan]");
  if (!form) return;

  const state = form.querySelector("[data-state]");
  const waiting = new Map();   // identity → field, in the order of typing
  const stopped = new Map();   // identity → field that needs a person's word
  const timers = new Map();
  let busy = false, offline = false, trouble = "", savedAt = "";

  const card = (field) => field.closest("[data-card]");
  const part = (box, name) => box.querySelector(`[name$="-${name}"]`);
  const seen = (field) => form.elements[field.name.replace(/([a-z_]+)$/, "seen_$1")];
  const fields = (box) => [...box.querySelectorAll("[data-field]")];
  const read = (field) => field.value.replace(/\r\n/g, "\n").trim();
  const label = (field) => (field.labels && field.labels[0] ? field.labels[0].textContent.replace("*", "").trim() : "");

  // A card that was begun here is known by its key, one that came with the page by its number.
  function identity(field) {
    const box = card(field);
    if (!box) return field.dataset.field;
    return `${part(box, "key").value || part(box, "id").value}:${field.dataset.field}`;
  }

  function keep(field) {
    const kept = shelf.read(form.dataset.shelf);
    kept[identity(field)] = { value: field.value, seen: seen(field).value, at: Date.now() };
    shelf.write(form.dataset.shelf, kept);
  }

  function forget(name) {
    const kept = shelf.read(form.dataset.shelf);
    delete kept[name];
    shelf.write(form.dataset.shelf, kept);
  }

  function tell() {
    let words = "Всё сохраняется само, пока вы пишете.", tone = "plain";
    if (offline && waiting.size) {
      [words, tone] = ["Не сохранено: нет связи. Набранное осталось на этом устройстве и отправится само, когда связь появится.", "stop"];
    } else if (trouble) {
      [words, tone] = [trouble, "stop"];
    } else if (stopped.size) {
      [words, tone] = [`Не сохранено: посмотрите отмеченные поля (${stopped.size}).`, "stop"];
    } else if (busy || waiting.size || timers.size) {
      words = "Сохраняем…";
    } else if (savedAt) {
      [words, tone] = [`Сохранено в ${savedAt}.`, "ok"];
    }
    state.hidden = false;
    state.dataset.tone = tone;
    if (state.textContent !== words) state.textContent = words;
  }

  function later(field, delay = 900) {
    const name = identity(field);
    calm(name);
    timers.set(name, [setTimeout(() => queue(field), delay), field]);
    tell();
  }

  function queue(field) {
    const name = identity(field);
    calm(name);
    waiting.set(name, field);
    send();
  }

  function calm(name) {
    if (timers.has(name)) clearTimeout(timers.get(name)[0]);
    timers.delete(name);
  }

  async function ask(body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 15000);
    try {
      const answer = await fetch(form.dataset.plan, {
        method: "POST", body: new URLSearchParams(body), redirect: "manual", signal: stop.signal,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      });
      if (answer.status >= 500) return { state: "offline" };
      if (!answer.ok) return { state: "shut" };
      return await answer.json();
    } catch {
      return { state: "offline" };
    } finally {
      clearTimeout(timer);
    }
  }

  async function send() {
    if (busy) return;
    busy = true;
    tell();
    while (waiting.size) {
      tell();
      const [name, field] = waiting.entries().next().value;
      waiting.delete(name);   // what is typed while the answer is on its way queues itself anew
      const box = card(field), value = field.value;
      const answer = await ask({
        field: field.dataset.field, value, seen: seen(field).value,
        line: box ? part(box, "id").value : "", key: box ? part(box, "key").value : "",
      });
      offline = answer.state === "offline";
      trouble = answer.state === "shut"
        ? "Не сохранено: страница устарела или вы вышли. Текст остался на этом устройстве; обновите страницу и войдите снова." : "";
      if (offline || trouble) {
        waiting.set(name, field);
        break;
      }
      settle(field, name, value, answer);
    }
    busy = false;
    tell();
  }

  function settle(field, name, value, answer) {
    clear(field);
    if (answer.state === "saved") {
      seen(field).value = answer.seen;
      const box = card(field);
      if (box && answer.line) {
        part(box, "id").value = answer.line;
        if (part(box, "seen_line")) part(box, "seen_line").value = answer.line_seen;
      }
      savedAt = answer.at;
      if (field.value === value) forget(name);
      else later(field);
    } else if (answer.state === "refused" && field.value !== value) {
      later(field);   // an unfinished value was refused; the finished one is on its way
    } else if (answer.state === "refused") {
      stopped.set(name, field);
      mark(field, answer.text);
    } else {
      stopped.set(name, field);
      clash(field, name, answer);
    }
  }

  // A sentence at the field, for the eyes and for a screen reader.
  function mark(field, text) {
    const note = document.createElement("p");
    note.className = "field-state";
    note.id = `${field.id}_state`;
    note.textContent = text;
    place(field).after(note);
    field.classList.add("is-invalid");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", note.id);
  }

  function place(field) {
    return field.closest(".mb-3") || field;
  }

  function clear(field) {
    stopped.delete(identity(field));
    const next = place(field).nextElementSibling;
    if (next && (next.id === `${field.id}_state` || next.dataset.of === field.name)) next.remove();
    field.classList.remove("is-invalid");
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }

  // Two people wrote into one field: both versions stand here until somebody decides.
  function clash(field, name, answer) {
    const shown = document.getElementById(answer.gone ? "plan-gone" : "plan-clash").content.firstElementChild.cloneNode(true);
    shown.dataset.of = field.name;
    if (!answer.gone) {
      shown.querySelector("[data-theirs]").textContent = answer.words;
      if (field.tagName !== "TEXTAREA") shown.querySelector('[data-take="both"]').remove();
    }
    shown.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-take]")?.dataset.take;
      if (choice) decide(field, name, answer, choice);
    });
    place(field).after(shown);
  }

  function decide(field, name, answer, choice) {
    clear(field);
    if (choice === "again") return again(card(field));
    if (choice === "away") {
      for (const one of fields(card(field))) { forget(identity(one)); clear(one); }
      card(field).remove();
      return tell();
    }
    if (choice === "theirs") field.value = answer.theirs;
    if (choice === "both") field.value = `${answer.theirs}\n${field.value}`.slice(0, field.maxLength > 0 ? field.maxLength : undefined);
    seen(field).value = answer.seen;
    field.focus();
    keep(field);
    queue(field);
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
    return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
  }

  // The card becomes a new task: its words go to the school as if typed anew.
  function again(box) {
    for (const one of fields(box)) { forget(identity(one)); clear(one); }
    part(box, "id").value = "";
    part(box, "key").value = newKey();
    for (const one of fields(box)) {
      seen(one).value = form.dataset.empty;
      if (read(one)) { keep(one); queue(one); }
    }
    tell();
  }

  async function remove(tick) {
    const box = card(tick), line = part(box, "id").value;
    show(box, tick.checked);
    if (!tick.checked) return again(box);
    for (const one of fields(box)) {
      waiting.delete(identity(one));
      calm(identity(one));
      forget(identity(one));
      clear(one);
    }
    if (!line) return tell();
    const answer = await ask({ op: "remove", line, seen: part(box, "seen_line").value });
    if (answer.state === "saved") {
      part(box, "id").value = "";
      savedAt = answer.at;
    } else {
      tick.checked = false;
      show(box, false);
      const words = answer.state === "clash"
        ? `Другой человек изменил это задание: «${answer.words}». Обновите страницу, посмотрите и решите снова.`
        : answer.text || "Задание пока на месте: нет связи. Попробуйте ещё раз.";
      mark(part(box, "task"), words);
    }
    tell();
  }

  function show(box, isRemoved) {
    for (const one of box.querySelectorAll("[data-body]")) one.hidden = isRemoved;
    box.querySelector("[data-removed]").hidden = !isRemoved;
  }

  function addCard(key = newKey()) {
    const total = form.elements["line-TOTAL_FORMS"], number = Number(total.value);
    const holder = document.createElement("div");
    holder.append(document.getElementById("plan-card").content.cloneNode(true));
    holder.innerHTML = holder.innerHTML.replaceAll("__prefix__", String(number));
    const box = holder.firstElementChild;
    part(box, "key").value = key;
    box.querySelector("[data-number]").textContent = String(form.querySelectorAll("[data-card]").length + 1);
    form.querySelector("[data-cards]").append(box);
    total.value = String(number + 1);
    return box;
  }

  // What this device still holds from last time, offered again.
  function offer() {
    const kept = shelf.read(form.dataset.shelf), left = new Map(), strange = {};
    const here = new Map([...form.querySelectorAll("[data-field]")].map((field) => [identity(field), field]));
    for (const [name, one] of Object.entries(kept)) {
      const field = here.get(name);
      if (field && field.value === one.value) forget(name);
      else if (field) left.set(name, field);
      else if (name.includes("-")) strange[name] = one;   // a card that the school has never seen
      else forget(name);
    }
    if (!left.size && !Object.keys(strange).length) return;
    const panel = document.getElementById("plan-left");
    const words = [...new Set([...[...left.values()].map(label), ...Object.keys(strange).map(() => "новое задание")])];
    panel.querySelector("[data-left-what]").textContent = words.join(", ").toLowerCase();
    panel.hidden = false;
    panel.addEventListener("click", (event) => {
      const choice = event.target.closest("[data-left]")?.dataset.left;
      if (!choice) return;
      panel.hidden = true;
      if (choice === "drop") return shelf.write(form.dataset.shelf, {});
      for (const [name, field] of left) bring(field, kept[name]);
      const boxes = {};
      for (const [name, one] of Object.entries(strange)) {
        const [key, what] = name.split(":");
        const box = boxes[key] || (boxes[key] = addCard(key));
        bring(box.querySelector(`[data-field="${what}"]`), one);
      }
    });
  }

  function bring(field, one) {
    field.value = one.value;
    seen(field).value = one.seen;
    queue(field);
  }

  const isDate = (field) => field.type === "date";
  const unfinished = (field) => isDate(field) && (field.validity.badInput || (field.value && Number(field.value.slice(0, 4)) < 1900));

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset.field || unfinished(field)) return;
    keep(field);
    if (place(field).nextElementSibling?.dataset.of === field.name) return tell();
    clear(field);
    later(field, isDate(field) ? 2500 : 900);   // a date typed by keyboard passes through other valid dates
  });
  form.addEventListener("focusout", (event) => {
    const field = event.target;
    if (field.dataset?.field && !unfinished(field) && timers.has(identity(field))) queue(field);
  });
  form.addEventListener("change", (event) => {
    if (event.target.dataset.remove) remove(event.target);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=more]");
    if (!button) return;
    event.preventDefault();
    part(addCard(), "task").focus();
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    for (const [name, [, field]] of [...timers]) { calm(name); waiting.set(name, field); }
    offline = true;
    trouble = "Не отправлено: нет связи. Набранное осталось на этом устройстве; нажмите кнопку ещё раз, когда связь появится.";
    tell();
    trouble = "";
  });
  window.addEventListener("online", () => { trouble = ""; send(); });
  setInterval(() => { if (waiting.size && !trouble) send(); }, 8000);

  offer();
  tell();
})();
