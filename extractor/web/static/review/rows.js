// The rows of a notice: their order, and which one is chosen.
const office = window.office;

export default {
  methods: {
    async refresh() {
      const rows = await office.call("GET", `documents/${this.number}/tasks`);
      this.tasks = rows.filter((one) => !one.withdrawn);
      this.withdrawn = Object.fromEntries(rows.filter((one) => one.withdrawn).map((one) => [one.task_id, one.version]));
      for (const one of this.tasks) {
        const draft = office.drafts.get(one.task_id);
        if (draft) this.drafts[one.task_id] = draft;
      }
    },
    // Rows keep their places while one works on them.
    rank() {
      this.ranks = Object.fromEntries(this.tasks.map((one) => [one.task_id, one.decision === "proposed" ? one.confidence : 2]));
    },
    // The next document with rows to review, once this one has none left.
    async findFollowing() {
      const documents = await office.call("GET", "documents").catch(() => []);
      this.following = documents.find((one) => one.proposed && one.id !== this.number)?.id;
    },
    put(task) {
      const at = this.tasks.findIndex((one) => one.task_id === task.task_id);
      if (at >= 0) this.tasks.splice(at, 1, task);
      else this.tasks.push(task);
    },
    // The deadline as the server words it, unless it is being edited.
    dueWords(task) {
      return this.drafts[task.task_id]?.values.due ?? task.deadline;
    },
    async select(id, quiet = false) {
      if (id === this.selected && !quiet) {
        this.show(this.task.start, this.task.end);
        return;
      }
      this.selected = id;
      this.problem = "";
      [this.offers, this.cursor] = [[], null];
      if (this.conflict?.id !== id) this.conflict = null;
      await this.$nextTick();
      this.$refs.rows?.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: "nearest" });
      if (this.task) await this.show(this.task.start, this.task.end);
      const url = new URL(location.href);
      url.searchParams.set("task", id);
      history.replaceState(history.state, "", url);
    },
    step(by) {
      const at = this.ordered.findIndex((one) => one.task_id === this.selected);
      const next = this.ordered[Math.min(Math.max(at + by, 0), this.ordered.length - 1)];
      if (next) this.select(next.task_id);
    },
  },
};
