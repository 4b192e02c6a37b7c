// A notice beside its rows: choosing a row shows its evidence, choosing words makes a row.
const office = window.office;
const CELLS = ["task", "assignees", "coordinators", "supervisor", "report_to", "due", "due_time", "due_bound", "due_start", "due_text", "recurrence", "product"];
const TRACKED = ["status", "done_on", "note"];
const NAMES = new Set(["assignees", "coordinators", "report_to"]);
const DATES = new Set(["due", "due_start", "done_on"]);
// A value as its field shows it and as a person types it: names with semicolons, days as 20/9/2020.
const shown = (key, value) => (Array.isArray(value) ? value.join("; ") : DATES.has(key) ? office.day(value) : value ?? "");
const plain = (key, value) => (key === "decision" || key === "status" || key === "due_bound" ? value && office.say(`${key.replace("due_", "")}.${value}`) : shown(key, value));
const REPEATS = ["FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=20", "FREQ=MONTHLY;BYMONTHDAY=25", "FREQ=MONTHLY;BYMONTHDAY=-1",
  "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY"];
const KEYS = [["j k ↓ ↑", "key.jk"], ["e Enter", "key.e"], ["a", "key.a"], ["r", "key.r"], ["o", "key.o"], ["u", "key.u"], ["s", "key.s"], ["x", "key.x"], ["m", "key.m"],
  ["[ ]", "key.clause"], ["{ }", "key.extend"], ["n", "key.n"], ["h", "key.h"], ["i", "key.i"], ["Ctrl+Enter", "key.save"], ["Alt+↓", "key.day"], ["Esc", "key.esc"], ["?", "key.help"]];

export default {
  template: `
  <div class="review" :class="'pane-' + pane">
    <div class="bar head">
      <h1>{{ title }}</h1>
      <span class="quiet">{{ doc?.fields.issuer }} <template v-if="doc?.fields.issued_on">· {{ day(doc.fields.issued_on) }}</template></span>
      <span class="grow"></span>
      <a v-if="doc?.file" :href="link('/api/documents/' + number + '/file')">{{ say("original") }}</a>
      <button type="button" @click="openHelp" aria-keyshortcuts="?">{{ say("help") }} <kbd>?</kbd></button>
      <div class="phone-switch"><button type="button" :aria-pressed="pane === 'notice'" @click="pane = 'notice'">{{ say("document") }}</button>
        <button type="button" :aria-pressed="pane === 'rows'" @click="pane = 'rows'">{{ say("rows") }}</button></div>
    </div>
    <p v-if="offline" class="notice" role="alert">{{ say(offline) }}</p>
    <p v-if="doc?.superseded_by" class="notice">{{ say("superseded") }} <a :href="link('/review/' + doc.superseded_by)">{{ say("open") }}</a></p>
    <section class="notice-pane" :aria-label="say('document')">
      <div class="tools">
        <template v-if="scanned"><button type="button" :aria-pressed="view === 'image'" @click="setView('image')">{{ say("image") }}</button>
          <button type="button" :aria-pressed="view === 'text'" @click="setView('text')">{{ say("text") }}</button></template>
        <button v-if="may('review')" type="button" class="new" :disabled="!chosen || busy" @mousedown.prevent @click="add" aria-keyshortcuts="n">{{ say("new_row") }} <kbd>n</kbd></button>
      </div>
      <div v-if="view === 'text'" ref="text" class="notice-text" tabindex="0" role="document" :aria-label="say('document')" @mouseup="choose" @keyup="$event.key.startsWith('Arrow') && choose()" @touchend="choose"
        ><span v-for="part in parts" :key="part.start" :data-s="part.start" :class="classes(part)" @click="clicked(part)">{{ part.text }}</span></div>
      <div v-else ref="pages" class="pages" tabindex="0" role="document" :aria-label="say('image')" @mouseup="choose" @touchend="choose">
        <div v-for="page in doc.pages" :key="page.number" class="page" :data-page="page.number" :style="{ aspectRatio: page.width + ' / ' + page.height }">
          <img :src="link('/api/documents/' + number + '/pages/' + page.number + '/picture')" loading="lazy" :alt="say('page') + ' ' + page.number" draggable="false">
          <div v-for="(box, i) in boxes(page, aim)" :key="'b' + i" class="box" :style="place(box, page)"></div>
          <div v-for="(box, i) in boxes(page, cursor)" :key="'c' + i" class="box cursor" :style="place(box, page)"></div>
          <span v-for="word in words[page.number] || []" :key="word[0]" class="word" :data-s="word[0]" :style="place(word.slice(2), page)">{{ letters.slice(word[0], word[1]).join("") + " " }}</span>
        </div>
      </div>
    </section>
    <section class="rows-pane" :aria-label="say('rows')">
      <div class="tools">
        <strong>{{ tasks.length }} {{ say("rows").toLowerCase() }}</strong>
        <span v-if="open" class="chip open">{{ open }} {{ say("to_review") }}</span>
        <template v-else-if="tasks.length"><span class="chip done">{{ say("reviewed") }}</span> <a v-if="following" :href="link('/review/' + following)">{{ say("following") }}</a></template>
        <label class="plain">{{ say("order") }} <select v-model="order"><option value="confidence">{{ say("order.confidence") }}</option><option value="text">{{ say("order.text") }}</option></select></label>
        <label class="plain"><input type="checkbox" v-model="onlyOpen"> {{ say("only_open") }}</label>
        <template v-if="may('review')"><button type="button" :disabled="checked.length < 2 || busy" @click="merge" aria-keyshortcuts="m">{{ say("merge") }} <kbd>m</kbd></button>
        <button type="button" :disabled="busy" @click="undo" aria-keyshortcuts="u">{{ say("undo") }} <kbd>u</kbd></button></template>
      </div>
      <p v-if="problem && !task" class="problem" role="alert">{{ problem }}</p>
      <p class="said" role="status">{{ said }}</p>
      <p v-if="loaded && !tasks.length && !doc?.superseded_by" class="quiet">{{ say("no_rows") }}</p>
      <ol ref="rows" class="rows">
        <li v-for="task in ordered" :key="task.task_id" :class="['row', task.decision, { chosen: task.task_id === selected, overdue: task.state === 'overdue' }]" :data-id="task.task_id">
          <div class="line">
            <input v-if="may('review')" type="checkbox" :value="task.task_id" v-model="checked" :aria-label="say('check') + ': ' + task.task">
            <button type="button" class="choose" :aria-expanded="task.task_id === selected" @click="select(task.task_id)">
              <span class="what">{{ value(task, "task") }}</span>
              <span class="who">{{ value(task, "assignees") || value(task, "responsible") }}</span>
              <span class="due">{{ dueWords(task) }}</span>
              <span class="chip" :class="task.decision">{{ say("decision." + task.decision) }}</span>
              <span v-if="task.confidence < 1" class="chip sure">{{ Math.round(task.confidence * 100) }} %</span>
              <span v-if="drafts[task.task_id]" class="chip unsaved">{{ say("unsaved") }}</span>
            </button>
          </div>
          <div v-if="task.task_id === selected" class="detail">
            <div v-if="conflict?.id === task.task_id" class="conflict" role="alert">
              <p>{{ say("conflict", conflict.who, conflict.at) }}</p>
              <table><thead><tr><th scope="col">{{ say("column") }}</th><th scope="col">{{ say("mine_value") }}</th><th scope="col">{{ say("theirs_value") }}</th></tr></thead>
                <tbody><tr v-for="key in conflict.keys" :key="key"><th scope="row">{{ say("col." + key) }}</th><td>{{ plainOf(key, mine(task.task_id, key, conflict.now)) }}</td><td>{{ plainOf(key, conflict.now[key]) }}</td></tr></tbody></table>
              <button type="button" class="primary" @click="keepMine">{{ say("mine") }}</button> <button type="button" @click="takeTheirs">{{ say("theirs") }}</button>
            </div>
            <div class="actions">
              <button type="button" class="primary" :disabled="!drafts[task.task_id] || busy" @click="save(task)">{{ say("save") }} <kbd>Ctrl+Enter</kbd></button>
              <button v-if="drafts[task.task_id]" type="button" @click="discard(task.task_id)">{{ say("discard") }}</button>
              <template v-if="may('review')">
              <button v-if="task.decision !== 'accepted'" type="button" class="good" :disabled="busy" @click="decide(task, 'accepted')" aria-keyshortcuts="a">{{ say("accept") }} <kbd>a</kbd></button>
              <button v-if="task.decision !== 'rejected'" type="button" class="bad" :disabled="busy" @click="decide(task, 'rejected')" aria-keyshortcuts="r">{{ say("reject") }} <kbd>r</kbd></button>
              <button v-if="task.decision !== 'proposed'" type="button" :disabled="busy" @click="decide(task, 'proposed')" aria-keyshortcuts="o">{{ say("reopen") }} <kbd>o</kbd></button>
              <button type="button" :disabled="busy" @click="openSplit(task)" aria-keyshortcuts="s">{{ say("split") }} <kbd>s</kbd></button></template>
              <button type="button" @click="openHistory(task)" aria-keyshortcuts="h">{{ say("history") }} <kbd>h</kbd></button>
            </div>
            <p v-if="problem" class="problem" role="alert">{{ problem }}</p>
            <ul class="why" :aria-label="say('why')"><li v-for="one in task.why" :key="one.field"><button v-if="one.start !== null" type="button" class="link" @click="show(one.start, one.end)">{{ one.words }}</button><span v-else>{{ one.words }}</span> <code v-if="one.rule">{{ one.rule }}</code></li></ul>
            <form class="fields" @submit.prevent="save(task)" @keydown="fieldKeys($event, task)">
              <label v-for="key in cells" :key="key" :class="'f-' + key">{{ say("col." + key) }}
                <textarea v-if="key === 'task' || key === 'note'" :rows="key === 'task' ? 3 : 1" :value="value(task, key)" :disabled="!editable(key)" :data-field="key" @input="type(task, key, $event.target.value)"></textarea>
                <select v-else-if="key === 'due_bound' || key === 'status'" :value="value(task, key)" :disabled="!editable(key)" :data-field="key" @change="type(task, key, $event.target.value)">
                  <option v-if="key === 'due_bound'" value=""></option>
                  <option v-for="one in key === 'status' ? ['todo', 'doing', 'done'] : ['before', 'by', 'on', 'within']" :value="one">{{ say((key === "status" ? "status." : "bound.") + one) }}</option></select>
                <span v-else-if="dates.has(key)" class="day-field"><input type="text" autocomplete="off" :placeholder="say('day_form')" :value="value(task, key)" :disabled="!editable(key)" :data-field="key" @input="type(task, key, $event.target.value)"
                  ><button type="button" class="pick" tabindex="-1" aria-hidden="true" :disabled="!editable(key)"></button><input type="date" class="picker" tabindex="-1" aria-hidden="true"></span>
                <input v-else-if="key === 'due_time' || key === 'recurrence'" type="text" autocomplete="off" :list="key === 'recurrence' ? 'repeats' : null" :placeholder="key === 'due_time' ? '16:30' : null" :value="value(task, key)" :disabled="!editable(key)" :data-field="key" @input="type(task, key, $event.target.value)">
                <input v-else type="text" :value="value(task, key)" :disabled="!editable(key)" :data-field="key" autocomplete="off" :role="names.has(key) ? 'combobox' : null" :aria-expanded="names.has(key) ? field === key && offers.length > 0 : null" :aria-controls="names.has(key) ? 'offers-' + key : null" aria-autocomplete="list"
                  @input="typeName(task, key, $event)" @blur="offers = []">
                <ul v-if="names.has(key)" v-show="field === key && offers.length" :id="'offers-' + key" class="offers" role="listbox" :aria-label="say('col.' + key)"><li v-for="(offer, i) in field === key ? offers : []" :key="offer" role="option" :aria-selected="i === offerAt" @mousedown.prevent="take(task, key, offer)">{{ offer }}</li></ul>
              </label>
            </form>
          </div>
        </li>
      </ol>
    </section>
    <datalist id="repeats"><option v-for="rule in repeats" :key="rule" :value="rule">{{ say(rule) }}</option></datalist>
    <dialog ref="dialog" @close="dialog = null" :aria-label="dialog ? say(dialog.title) : null">
      <template v-if="dialog">
        <h2>{{ say(dialog.title) }}</h2>
        <table v-if="dialog.kind === 'help'"><tbody><tr v-for="[keys, key] in keys" :key="key"><th scope="row"><kbd v-for="one in keys.split(' ')">{{ one }}</kbd></th><td>{{ say(key) }}</td></tr></tbody></table>
        <ul v-else-if="dialog.kind === 'split'" class="cuts"><li v-for="cut in dialog.cuts" :key="cut.at"><button type="button" @click="split(cut.at)">{{ cut.before }} <b>✂</b> {{ cut.after }}</button></li></ul>
        <ol v-else class="history"><li v-for="(one, i) in dialog.entries" :key="i"><b>{{ one.who }}</b> · {{ time(one.at) }} · {{ say("did." + one.action) }}<div v-for="(after, key) in one.after" :key="key">{{ say("col." + key) }}: <template v-if="plainOf(key, one.before[key])"><del>{{ plainOf(key, one.before[key]) }}</del> → </template>{{ plainOf(key, after) || "–" }}</div></li></ol>
        <p v-if="dialog.kind === 'split' && !dialog.cuts.length">{{ say("no_split") }}</p>
        <form method="dialog"><button class="primary">{{ say("close") }}</button></form>
      </template>
    </dialog>
  </div>`,
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
    scanned() {
      return !!this.doc?.pages.some((page) => page.image);
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
    clauses() {
      return office.stretch.clauses(this.letters);
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
    // --- rows
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
    // --- typing
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
    // --- what one does
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
      this.openDialog({ kind: "split", title: "split_where", cuts: office.stretch.cuts(this.letters, task.start, task.end), task });
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
    step(by) {
      const at = this.ordered.findIndex((one) => one.task_id === this.selected);
      const next = this.ordered[Math.min(Math.max(at + by, 0), this.ordered.length - 1)];
      if (next) this.select(next.task_id);
    },
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
    // --- what others do
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
    // --- the notice
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
      return span ? office.stretch.boxes(this.words[page.number] || [], span) : [];
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
