// The same by keys.
const office = window.office;

export default {
  methods: {
    keyboard(event) {
      if (event.ctrlKey || event.altKey || event.metaKey || this.dialog || event.target.closest?.("input:not([type=checkbox]), textarea, select")) return;
      const task = this.task, review = office.may("review"), on = event.target.closest?.("button, a, .notice-text, .pages");
      const acts = {
        "[": () => this.clause(-1, false), "]": () => this.clause(1, false), "{": () => this.clause(-1, true), "}": () => this.clause(1, true),
        j: () => this.step(1), k: () => this.step(-1), e: () => this.edit(), "?": () => this.openHelp(),
        i: () => this.scanned && this.setView(this.view === "text" ? "image" : "text"),
      };
      if (!on || on.classList.contains("choose")) Object.assign(acts, { ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1) });
      if (!on || on.classList.contains("choose")) acts.Enter = () => this.edit();
      if (task) acts.h = () => this.openHistory(task);
      if (review) {
        Object.assign(acts, { u: () => this.undo(), m: () => this.merge(), n: () => this.add() });
        if (task) Object.assign(acts, {
          a: () => this.decide(task, "accepted"), r: () => this.decide(task, "rejected"), o: () => task.decision !== "proposed" && this.decide(task, "proposed"), s: () => this.openSplit(task),
          x: () => (this.checked = this.checked.includes(task.task_id) ? this.checked.filter((id) => id !== task.task_id) : [...this.checked, task.task_id]),
        });
      }
      const act = acts[event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    },
  },
};
