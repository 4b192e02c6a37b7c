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
  return { setup, call, say, day, time, may, link, drafts, Refused };
})();
