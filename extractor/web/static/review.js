// A notice beside its rows: choosing a row shows its evidence, choosing words makes a row. What it consists of stands in the folder "review".
import { CELLS, DATES, KEYS, NAMES, REPEATS, TRACKED, plain } from "office-review/cells.js";
import acts from "office-review/acts.js";
import keyboard from "office-review/keyboard.js";
import notice from "office-review/notice.js";
import others from "office-review/others.js";
import rows from "office-review/rows.js";
import template from "office-review/template.js";
import typing from "office-review/typing.js";
const office = window.office;

export default {
  template,
  mixins: [notice, rows, typing, acts, keyboard, others],
  props: { number: Number },
  data: () => ({
    doc: null, letters: [], tasks: [], loaded: false, selected: null, aim: null, view: "text", order: "confidence", onlyOpen: false, checked: [], drafts: {}, problem: "",
    said: "", busy: false, chosen: null, words: {}, conflict: null, offline: "", dialog: null, offers: [], offerAt: -1, field: null, pane: "rows", timer: null,
    ranks: {}, dates: DATES, names: NAMES, keys: KEYS, cells: [...CELLS, ...TRACKED], repeats: REPEATS, cursor: null, following: null, withdrawn: {},
  }),
  computed: {
    title() {
      const fields = this.doc?.fields;
      return fields ? [fields.number || this.doc.doc_id, fields.subject].filter(Boolean).join(" – ") : "";
    },
    task() {
      return this.tasks.find((one) => one.task_id === this.selected);
    },
    open() {
      return this.tasks.filter((one) => one.decision === "proposed").length;
    },
    ordered() {
      const rank = (one) => this.ranks[one.task_id] ?? (one.decision === "proposed" ? one.confidence : 2);
      const kept = this.onlyOpen ? this.tasks.filter((one) => one.decision === "proposed" || one.task_id === this.selected) : this.tasks;
      return [...kept].sort((a, b) => (this.order === "confidence" ? rank(a) - rank(b) : 0) || a.start - b.start);
    },
  },
  async mounted() {
    document.addEventListener("keydown", this.keyboard);
    try {
      this.doc = await office.call("GET", "documents/" + this.number);
      this.letters = Array.from(this.doc.text);
      if (this.scanned) this.view = "image";
      await this.refresh();
      this.rank();
      const wanted = new URLSearchParams(location.search).get("task");
      const first = this.tasks.find((one) => one.task_id === wanted) || this.tasks.find((one) => this.drafts[one.task_id]) || this.ordered[0];
      if (first) await this.select(first.task_id, true);
    } catch (error) {
      this.failed(error);
    }
    this.loaded = true;
    this.watchPages();
    this.timer = setInterval(this.poll, 4000);
  },
  watch: {
    open(now) {
      if (now === 0) this.findFollowing();
    },
  },
  beforeUnmount() {
    document.removeEventListener("keydown", this.keyboard);
    clearInterval(this.timer);
  },
  methods: {
    say: office.say, may: office.may, link: office.link, day: office.day, time: office.time, plainOf: plain,
  },
};
