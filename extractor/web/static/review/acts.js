// What one does to rows: save, decide, add, split, merge, take back.
import * as stretch from "office-review/stretch.js";
const office = window.office;

export default {
  methods: {
    async work(action) {
      if (this.busy) return undefined;
      [this.busy, this.problem, this.said] = [true, "", ""];
      try {
        const made = await action();
        this.offline = "";
        return made;
      } catch (error) {
        this.failed(error);
        return undefined;
      } finally {
        this.busy = false;
      }
    },
    failed(error) {
      if (error.status === 401) this.offline = "expired";
      else if (error.status === 409 && error.answer.current) this.tellConflict(error.answer.current, error.answer.last);
      else if (error.status) this.said = this.problem = error.message;
      else this.offline = "offline";
    },
    save(task, more = {}) {
      const draft = this.drafts[task.task_id];
      if (!draft && !Object.keys(more).length) return undefined;
      return this.work(async () => {
        const changes = Object.fromEntries(Object.entries({ ...draft?.values, ...more }).map(([key, value]) => [key, value === "" ? null : value]));
        const saved = await office.call("PATCH", "tasks/" + task.task_id, { version: draft?.version ?? task.version, changes });
        this.discard(task.task_id);
        this.put(saved);
        this.said = office.say("saved");
        return saved;
      });
    },
    async decide(task, decision) {
      const list = this.ordered, at = list.findIndex((one) => one.task_id === task.task_id);
      const saved = await this.save(task, { decision });
      if (!saved || decision === "proposed") return;
      const next = list.slice(at + 1).find((one) => one.decision === "proposed");
      if (next) await this.select(next.task_id);
    },
    add() {
      if (!this.chosen) return (this.said = office.say("select_first"));
      const [start, end] = this.chosen;
      return this.work(async () => {
        this.said = office.say("working");
        const made = await office.call("POST", "tasks", { document: this.number, start, end });
        this.said = "";
        this.put(made);
        getSelection().removeAllRanges();
        this.chosen = this.cursor = null;
        this.pane = "rows";
        await this.select(made.task_id);
        this.edit();
      });
    },
    openSplit(task) {
      this.openDialog({ kind: "split", title: "split_where", cuts: stretch.cuts(this.letters, task.start, task.end), task });
    },
    async split(at) {
      const { task } = this.dialog;
      this.$refs.dialog.close();
      await this.work(async () => {
        const made = await office.call("POST", `tasks/${task.task_id}/split`, { version: task.version, at });
        await this.refresh();
        await this.select(made[0].task_id);
      });
    },
    merge() {
      if (this.checked.length < 2) return (this.said = office.say("merge_two"));
      return this.work(async () => {
        const tasks = this.checked.map((id) => ({ task_id: id, version: this.tasks.find((one) => one.task_id === id).version }));
        const made = await office.call("POST", "merge", { document: this.number, tasks });
        this.checked = [];
        await this.refresh();
        await this.select(made.task_id);
      });
    },
    undo() {
      return this.work(async () => {
        const { tasks } = await office.call("POST", "undo", { document: this.number });
        await this.refresh();
        this.said = office.say("undone");
        const back = tasks.find((one) => one.decision !== "rejected") || tasks[0];
        if (back) await this.select(back.task_id, true);
      });
    },
    async openHistory(task) {
      const entries = await this.work(() => office.call("GET", `tasks/${task.task_id}/history`));
      if (entries) this.openDialog({ kind: "history", title: "history", entries: entries.reverse() });
    },
    openHelp() {
      this.openDialog({ kind: "help", title: "help" });
    },
    openDialog(dialog) {
      this.dialog = dialog;
      this.$refs.dialog.showModal();
    },
    edit() {
      this.$nextTick(() => this.$refs.rows?.querySelector(".chosen [data-field]:not(:disabled)")?.focus());
    },
  },
};
