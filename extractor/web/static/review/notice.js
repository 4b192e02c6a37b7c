// The notice: its text with marks, its pages with boxes, and the words that one chooses in it.
import * as stretch from "office-review/stretch.js";
const office = window.office;

export default {
  computed: {
    scanned() {
      return !!this.doc?.pages.some((page) => page.image);
    },
    clauses() {
      return stretch.clauses(this.letters);
    },
    // The text cut wherever a mark or an evidence begins or ends.
    parts() {
      if (!this.doc) return [];
      const spans = [...this.doc.marks, ...this.tasks.filter((one) => one.decision !== "rejected" && !one.withdrawn).map((one) => [one.start, one.end, "evidence"])];
      if (this.cursor) spans.push([...this.cursor, "cursor"]);
      for (const one of this.tasks) for (const why of one.why) if (why.start !== null) spans.push([why.start, why.end, ""]);
      const edges = [...new Set([0, this.letters.length, ...spans.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
      const at = new Map(edges.map((edge, i) => [edge, i]));
      const kinds = edges.map(() => new Set());
      for (const [start, end, kind] of spans) if (kind) for (let i = at.get(start); i < at.get(end); i++) kinds[i].add(kind);
      return edges.slice(0, -1).map((start, i) => ({ start, end: edges[i + 1], kinds: [...kinds[i]], text: this.letters.slice(start, edges[i + 1]).join("") }));
    },
  },
  methods: {
    show(start, end) {
      this.aim = [start, end];
      return this.reach(start, end);
    },
    async reach(start, end) {
      await this.$nextTick();
      if (this.view === "text") {
        const part = this.parts.find((one) => one.start >= start) || this.parts.at(-1);
        this.$refs.text?.querySelector(`[data-s="${part?.start}"]`)?.scrollIntoView({ block: "center" });
        return;
      }
      const page = this.doc.pages.find((one) => start < one.end && end > one.start);
      if (!page) return;
      await this.load(page.number);
      await this.$nextTick();
      const sheet = this.$refs.pages?.querySelector(`[data-page="${page.number}"]`);
      (sheet?.querySelector(".box") || sheet)?.scrollIntoView({ block: "center" });
    },
    classes(part) {
      const on = this.task && part.start < this.task.end && part.end > this.task.start;
      const aimed = this.aim && part.start < this.aim[1] && part.end > this.aim[0];
      return [...part.kinds, { on, aimed: aimed && !on }];
    },
    clicked(part) {
      if (!part.kinds.includes("evidence") || !getSelection().isCollapsed) return;
      const task = this.tasks.find((one) => one.decision !== "rejected" && one.start <= part.start && part.end <= one.end);
      if (task) this.select(task.task_id, true);
    },
    setView(view) {
      this.view = view;
      this.chosen = null;
      this.$nextTick(() => {
        this.watchPages();
        if (this.task) this.show(this.task.start, this.task.end);
      });
    },
    watchPages() {
      if (this.view !== "image" || !this.$refs.pages) return;
      const seen = new IntersectionObserver((entries) => entries.forEach((one) => one.isIntersecting && this.load(Number(one.target.dataset.page))), { root: this.$refs.pages, rootMargin: "300px" });
      this.$refs.pages.querySelectorAll(".page").forEach((page) => seen.observe(page));
    },
    async load(page) {
      if (this.words[page] || !this.doc.pages.find((one) => one.number === page)?.image) return;
      try {
        this.words[page] = await office.call("GET", `documents/${this.number}/pages/${page}/words`);
      } catch (error) {
        this.failed(error);
      }
    },
    place([left, top, right, bottom], page) {
      const x = 100 / page.width, y = 100 / page.height;
      return { left: left * x + "%", top: top * y + "%", width: (right - left) * x + "%", height: (bottom - top) * y + "%", fontSize: `calc(${(bottom - top) / page.width} * 90cqw)` };
    },
    boxes(page, span) {
      return span ? stretch.boxes(this.words[page.number] || [], span) : [];
    },
    // Chooses the next or the previous clause by keys, or draws it to what is chosen.
    async clause(by, extend) {
      const all = this.clauses, now = this.chosen || this.aim;
      if (!all.length) return;
      let at = by > 0 ? all.findIndex(([start, end]) => (this.chosen ? start >= now[1] : end > (now?.[0] ?? 0))) : all.findLastIndex(([, end]) => end <= (now?.[0] ?? 0));
      if (at < 0) at = by > 0 ? all.length - 1 : 0;
      const [start, end] = all[at];
      getSelection().removeAllRanges();
      this.cursor = this.chosen = extend && this.chosen ? [Math.min(start, now[0]), Math.max(end, now[1])] : [start, end];
      this.said = this.letters.slice(...this.chosen).join("").trim();
      await this.reach(start, end);
    },
    // The chosen words as offsets in code points.
    choose() {
      setTimeout(() => {
        const selection = getSelection();
        this.chosen = this.cursor = null;
        if (selection.isCollapsed || !selection.rangeCount) return;
        const range = selection.getRangeAt(0);
        const start = this.offset(range.startContainer, range.startOffset), end = this.offset(range.endContainer, range.endOffset);
        if (start !== null && end !== null && start < end && this.letters.slice(start, end).join("").trim()) this.chosen = [start, end];
      });
    },
    offset(node, at) {
      const holder = (node.nodeType === 3 ? node.parentElement : node.childNodes[at] || node)?.closest?.("[data-s]");
      if (!holder) return null;
      const before = node.nodeType === 3 ? Array.from(node.data.slice(0, at)).length : 0;
      return Number(holder.dataset.s) + Math.min(before, Array.from(holder.textContent.trimEnd() || holder.textContent).length || before);
    },
  },
};
