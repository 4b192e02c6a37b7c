// What others change meanwhile.
const office = window.office;

export default {
  methods: {
    async poll() {
      if (document.hidden || this.busy) return;
      try {
        const versions = await office.call("GET", `documents/${this.number}/versions`);
        if (this.offline === "offline") this.said = office.say("online");
        this.offline = "";
        const known = { ...this.withdrawn, ...Object.fromEntries(this.tasks.map((one) => [one.task_id, one.version])) };
        const stale = Object.keys(versions).filter((id) => versions[id] !== known[id]);
        const moved = Object.keys(known).some((id) => !(id in versions));
        if (!stale.length && !moved) return;
        // A corrected version has taken the rows along.
        if (moved) this.doc = { ...this.doc, ...(await office.call("GET", "documents/" + this.number)) };
        if (moved || stale.length > 100 || stale.some((id) => !(id in known) || id in this.withdrawn)) await this.refresh();
        else {
          const rows = await office.call("GET", `documents/${this.number}/tasks?` + stale.map((id) => "only=" + id).join("&"));
          for (const row of rows) this.put(row);
          this.tasks = this.tasks.filter((one) => !one.withdrawn);
        }
        for (const one of this.tasks) {
          const draft = this.drafts[one.task_id];
          if (draft && draft.version !== one.version && one.task_id === this.selected && !this.conflict) {
            const entries = await office.call("GET", `tasks/${one.task_id}/history`);
            const last = entries.at(-1);
            this.tellConflict(one, last && { who: last.who, at: last.at, changed: Object.keys(last.after) });
          }
        }
      } catch (error) {
        this.failed(error);
      }
    },
  },
};
