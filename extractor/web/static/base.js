// What the components share: asking the server, keeping what was typed, saying things aloud.
"use strict";
window.office = (() => {
  const setup = JSON.parse(document.getElementById("office-setup")?.textContent || "{}");
  document.documentElement.lang = setup.lang || "vi";
  class Refused extends Error {
    constructor(status, answer) {
      super(typeof answer.detail === "string" ? answer.detail : JSON.stringify(answer.detail ?? status));
      this.status = status;
      this.answer = answer;
    }
  }
  // Rejects with Refused when the server says no, with TypeError when it cannot be reached.
  async function call(method, path, body) {
    const options = { method, headers: { "X-CSRF-Token": setup.csrf || "" }, credentials: "same-origin", cache: method === "GET" ? "default" : "no-store" };
    if (body instanceof FormData) options.body = body;
    else if (body !== undefined) {
      options.body = JSON.stringify(body);
      options.headers["Content-Type"] = "application/json";
    }
    const response = await fetch(setup.prefix + "/api/" + path, options);
    if (response.status === 204) return null;
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Refused(response.status, answer);
    return answer;
  }
  const say = (text, ...values) => {
    const words = setup.words?.[text] ?? text;
    return values.length ? words.replace(/\{(\d)[^}]*\}/g, (_, i) => values[i]) : words;
  };
  const day = (iso) => (iso ? iso.slice(0, 10).split("-").reverse().join("/") : "");
  const time = (at) => new Date(at).toLocaleString(setup.lang === "en" ? "en-GB" : "vi-VN", { dateStyle: "short", timeStyle: "short" });
  const may = (permission) => (setup.permissions || []).includes(permission);
  const link = (path) => setup.prefix + path;
  // What was typed and is not saved yet, by person and task, in the browser's own store: it outlives reloads, lost connections and ended sessions.
  const key = (id) => `draft:${setup.prefix}:${setup.login}:${id}`;
  const drafts = {
    get(id) {
      try {
        return JSON.parse(localStorage.getItem(key(id)) || "null");
      } catch {
        return null;
      }
    },
    set: (id, draft) => localStorage.setItem(key(id), JSON.stringify(draft)),
    drop: (id) => localStorage.removeItem(key(id)),
  };
  // A day is typed as people write it, whatever the browser's own language; the picker beside the field fills it in.
  const iso = (text) => {
    const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text);
    return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
  };
  const pick = (field) => {
    const [text, picker] = [field.querySelector("input:not(.picker)"), field.querySelector(".picker")];
    if (text.disabled) return;
    picker.value = iso(text.value);
    picker.showPicker();
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".pick");
    if (button) {
      event.preventDefault();
      pick(button.closest(".day-field"));
    }
  });
  document.addEventListener("keydown", (event) => {
    const field = event.altKey && event.key === "ArrowDown" ? event.target.closest?.(".day-field") : null;
    if (field) pick(field);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("input.picker")) return;
    const text = event.target.closest(".day-field").querySelector("input:not(.picker)");
    text.value = day(event.target.value);
    for (const kind of ["input", "change"]) text.dispatchEvent(new Event(kind, { bubbles: true }));
    text.focus();
  });
  // What NiceGUI says itself when its connection is lost, in the page's language.
  addEventListener("DOMContentLoaded", () => {
    const lines = document.querySelectorAll("#popup > *");
    ["lost", "reconnecting"].forEach((one, i) => lines[i] && (lines[i].textContent = say("popup." + one)));
  });
  return { setup, call, say, day, iso, time, may, link, drafts, Refused };
})();
