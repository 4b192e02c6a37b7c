// What is typed into the fields of a row: it is kept until it is saved, and held against what another person saved meanwhile.
import { NAMES, TRACKED, shown } from "office-review/cells.js";
const office = window.office;

export default {
  methods: {
    editable(key) {
      return TRACKED.includes(key) ? office.may("track") : office.may("review");
    },
    value(task, key) {
      return this.drafts[task.task_id]?.values[key] ?? shown(key, task[key]);
    },
    mine(id, key, now) {
      const typed = this.drafts[id]?.values[key];
      if (typed === undefined) return now[key];
      return NAMES.has(key) ? typed.split(";").map((part) => part.trim()).filter(Boolean) : typed;
    },
    type(task, key, value) {
      const id = task.task_id;
      const draft = this.drafts[id] || { version: task.version, values: {} };
      const values = { ...draft.values, [key]: value };
      if (value === shown(key, task[key])) delete values[key];
      this.problem = "";
      if (!Object.keys(values).length) return this.discard(id);
      this.drafts[id] = { ...draft, values };
      office.drafts.set(id, this.drafts[id]);
    },
    async typeName(task, key, event) {
      this.type(task, key, event.target.value);
      if (!NAMES.has(key)) return;
      this.field = key;
      const word = event.target.value.split(";").at(-1).trim();
      if (word.length < 2) return (this.offers = []);
      try {
        const found = await office.call("GET", "bodies?limit=8&q=" + encodeURIComponent(word));
        // An answer that comes late is dropped, and what the arrow keys chose stays chosen.
        if (document.activeElement !== event.target || event.target.value.split(";").at(-1).trim() !== word) return undefined;
        const at = this.offerAt >= 0 ? found.indexOf(this.offers[this.offerAt]) : -1;
        [this.offers, this.offerAt] = [found, at];
      } catch { /* typing goes on without completion */ }
    },
    take(task, key, offer) {
      const parts = this.value(task, key).split(";").map((part) => part.trim());
      parts[parts.length - 1] = offer;
      this.type(task, key, parts.join("; "));
      this.offers = [];
    },
    discard(id) {
      delete this.drafts[id];
      office.drafts.drop(id);
      if (this.conflict?.id === id) this.conflict = null;
    },
    fieldKeys(event, task) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.save(task);
      } else if (event.key === "Escape") {
        event.stopPropagation();
        if (this.offers.length) this.offers = [];
        else this.$refs.rows.querySelector(".chosen .choose")?.focus();
      } else if (this.offers.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
        event.preventDefault();
        this.offerAt = (this.offerAt + (event.key === "ArrowDown" ? 1 : -1) + this.offers.length) % this.offers.length;
      } else if (this.offers.length && this.offerAt >= 0 && ["Enter", "Tab"].includes(event.key)) {
        event.preventDefault();
        this.take(task, this.field, this.offers[this.offerAt]);
      }
    },
    tellConflict(current, last) {
      const id = current.task_id;
      const typed = Object.keys(this.drafts[id]?.values || {});
      const keys = [...new Set([...(last?.changed || []), ...typed])].filter((key) => this.cells.includes(key) || key === "decision");
      this.conflict = { id, now: current, keys, who: last?.who || "?", at: last ? office.time(last.at) : "" };
      this.select(id, true);
    },
    async keepMine() {
      const { id, now } = this.conflict;
      if (this.drafts[id]) {
        this.drafts[id] = { ...this.drafts[id], version: now.version };
        office.drafts.set(id, this.drafts[id]);
      }
      this.conflict = null;
      await this.work(() => this.refresh());
      if (this.drafts[id]) await this.save(this.tasks.find((one) => one.task_id === id));
    },
    async takeTheirs() {
      this.discard(this.conflict.id);
      this.conflict = null;
      await this.work(() => this.refresh());
    },
  },
};
