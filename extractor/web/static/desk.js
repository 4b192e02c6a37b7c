// Files are dropped here and read; below stand the documents of the store.
const office = window.office;
const name = (file) => file.webkitRelativePath || file.relativePath || file.name;
const IMAGE = /\.(jpe?g|png|tiff?|bmp|webp)$/i;
// What the pages of one document have in common: the name without the page's number at its end.
const stem = (path) => path.replace(/\.[^./]+$/, "").replace(/[\s_.-]*(?:p|page|tr|trang|img|scan)?[\s_.-]*\(?\d+\)?$/i, "");

async function walk(entry, path, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    file.relativePath = path + file.name;
    found.push(file);
  } else {
    const reader = entry.createReader();
    for (;;) {
      const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!entries.length) break;
      for (const inner of entries) await walk(inner, `${path}${entry.name}/`, found);
    }
  }
}

export default {
  template: `
  <div class="desk">
    <h1>{{ say("nav.desk") }}</h1>
    <section v-if="may('import')" class="drop" :class="{ over }" @dragover.prevent="over = true" @dragleave="over = false" @drop.prevent="dropped">
      <p class="drop-title">{{ say("drop") }}</p>
      <p class="quiet">{{ say("drop_more") }}</p>
      <button type="button" class="primary" @click="$refs.files.click()">{{ say("choose_files") }}</button>
      <button type="button" @click="$refs.folder.click()">{{ say("choose_folder") }}</button>
      <input ref="files" type="file" multiple hidden @change="picked" :aria-label="say('choose_files')" data-test="files">
      <input ref="folder" type="file" webkitdirectory hidden @change="picked" :aria-label="say('choose_folder')">
    </section>
    <section v-if="shownUploads.length || uploads.length" aria-live="polite">
      <div class="bar"><h2>{{ say("sent_files") }}</h2> <span v-if="left" class="quiet">{{ say("up.left", left) }}</span>
        <button v-if="uploads.length" type="button" class="link" :aria-expanded="earlier" @click="earlier = !earlier">{{ say(earlier ? "up.hide" : "up.earlier") }}</button></div>
      <ul v-if="shownUploads.length" class="uploads">
        <li v-for="one in shownUploads" :key="one.key" :class="one.state">
          <span class="file">{{ one.name }}</span>
          <span class="said">{{ told(one) }}</span>
          <progress v-if="one.state === 'reading' && one.pages" :max="one.pages" :value="one.pages_done" :aria-label="one.name"></progress>
          <progress v-else-if="['sending','waiting','reading'].includes(one.state)" :aria-label="one.name"></progress>
          <span v-if="one.outcome?.withdrawn" class="warning">{{ say("up.withdrawn", one.outcome.withdrawn) }}</span>
          <a v-if="one.outcome" :href="link('/review/' + one.outcome.notice)">{{ say("open") }}</a>
          <button v-if="one.file && one.state === 'failed'" type="button" @click="again(one)">{{ say("up.again") }}</button>
          <span v-for="warning in one.outcome?.warnings || []" class="warning">{{ warning }}</span>
        </li>
      </ul>
    </section>
    <section>
      <div class="bar"><h2>{{ say("documents") }}</h2>
        <label class="find">{{ say("find_document") }} <input type="search" v-model="sought"></label>
        <label class="plain"><input type="checkbox" v-model="onlyOpen"> {{ say("only_open_documents") }}</label></div>
      <p v-if="loaded && !documents.length" class="quiet">{{ say("no_documents") }}</p>
      <div v-else class="scroll" tabindex="0" role="region" :aria-label="say('documents')"><table class="documents">
        <thead><tr><th scope="col">{{ say("document") }}</th><th scope="col">{{ say("col.subject") }}</th><th scope="col">{{ say("col.issuer") }}</th>
          <th scope="col">{{ say("issued") }}</th><th scope="col">{{ say("progress") }}</th></tr></thead>
        <tbody><tr v-for="one in visible.slice(0, most)" :key="one.id">
          <td><a :href="link('/review/' + one.id)">{{ one.number || one.file || one.doc_id }}</a></td>
          <td>{{ one.subject }}</td><td>{{ one.issuer }}</td><td class="day">{{ day(one.issued_on) }}</td>
          <td class="day"><span class="chip" :class="!rows(one) ? '' : one.proposed ? 'open' : 'done'">{{ !rows(one) ? say("no_task") : one.proposed ? say("open_of", one.proposed, rows(one)) : say("reviewed_of", rows(one)) }}</span></td>
        </tr></tbody>
      </table></div>
      <p v-if="visible.length > most"><button type="button" @click="most += 300">{{ say("more_documents", visible.length - most) }}</button></p>
    </section>
    <dialog ref="dialog" :aria-label="say('bind')" @close="answer(null)">
      <template v-if="group"><h2>{{ say("bind") }}</h2><p>{{ say("bind_which", group.length) }}</p>
        <ol><li v-for="one in group" :key="one.name">{{ one.name }}</li></ol>
        <button type="button" class="primary" @click="answer(true)">{{ say("bind_one") }}</button> <button type="button" @click="answer(false)">{{ say("bind_apart") }}</button></template>
    </dialog>
  </div>`,
  data: () => ({ uploads: [], sending: [], documents: [], loaded: false, over: false, sought: "", onlyOpen: false, most: 300, timer: null, earlier: false, since: 0, group: null, resolve: null }),
  computed: {
    shownUploads() {
      const fresh = this.uploads.filter((one) => this.earlier || one.id > this.since || ["waiting", "reading"].includes(one.state));
      return [...this.sending, ...fresh.map((one) => ({ ...one, key: "u" + one.id }))].slice(0, 200);
    },
    left() {
      return this.sending.filter((one) => one.state === "sending").length + this.uploads.filter((one) => ["waiting", "reading"].includes(one.state)).length;
    },
    visible() {
      const wanted = this.sought.toLowerCase().normalize("NFC").split(/\s+/).filter(Boolean);
      const holds = (one) => [one.number, one.file, one.doc_id, one.subject, one.issuer].join(" ").toLowerCase();
      return this.documents.filter((one) => (one.proposed || !this.onlyOpen) && wanted.every((word) => holds(one).includes(word)));
    },
  },
  props: { first: Array, more: Boolean },
  created() {
    this.documents = this.first;
    this.loaded = true;
  },
  async mounted() {
    await Promise.all([this.look(), this.more && this.list()]);
    // What was done before this visit stands aside.
    this.since = Math.max(0, ...this.uploads.filter((one) => one.state === "done").map((one) => one.id));
  },
  beforeUnmount() {
    clearTimeout(this.timer);
  },
  methods: {
    say: office.say, may: office.may, link: office.link, day: office.day,
    rows: (one) => one.proposed + one.accepted,
    async list() {
      this.documents = await office.call("GET", "documents");
      this.loaded = true;
    },
    async look() {
      if (!office.may("import")) return;
      const busy = (ones) => ones.filter((one) => ["waiting", "reading"].includes(one.state)).length;
      try {
        const before = busy(this.uploads);
        this.uploads = await office.call("GET", "imports?limit=200");
        if (busy(this.uploads) < before) await this.list();
      } catch { /* the next look may succeed */ }
      clearTimeout(this.timer);
      this.timer = setTimeout(this.look, busy(this.uploads) ? 700 : 5000);
    },
    told(one) {
      const say = office.say, out = one.outcome;
      if (one.state === "failed") return say("up.failed") + ": " + one.problem;
      if (one.state === "reading" && one.pages) return say("up.reading") + ", " + say("up.page", one.pages_done, one.pages);
      if (!out) return say("up." + one.state);
      if (out.outcome === "added") return say("up.added", out.rows);
      if (out.outcome === "corrected") return say("up.corrected", out.new, out.kept, out.changed, out.withdrawn);
      return say("up." + out.outcome);
    },
    async dropped(event) {
      this.over = false;
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      const found = [];
      for (const entry of entries) await walk(entry, "", found);
      await this.send(found.length ? found : [...event.dataTransfer.files]);
    },
    async picked(event) {
      const found = [...event.target.files];
      event.target.value = "";
      await this.send(found);
    },
    // Photographs of single pages are asked about: sent in one by one, each would be a document of its own.
    async send(files) {
      const pages = new Map();
      for (const file of files) if (IMAGE.test(file.name)) pages.set(stem(name(file)), [...(pages.get(stem(name(file))) || []), file]);
      const entries = [];
      for (const group of pages.values()) {
        if (group.length < 2) continue;
        group.sort((a, b) => name(a).localeCompare(name(b), "vi", { numeric: true }));
        const together = await this.ask(group);
        if (together === null) return;
        if (together) entries.push({ key: "s" + Math.random(), name: stem(name(group[0])) + ".pdf", state: "sending", file: group[0], pages: group });
        if (together) files = files.filter((file) => !group.includes(file));
      }
      entries.push(...files.map((file) => ({ key: "s" + Math.random(), name: name(file), state: "sending", file })));
      this.sending.unshift(...entries);
      for (const { key } of entries) await this.sendOne(this.sending.find((one) => one.key === key));
    },
    ask(group) {
      this.group = group;
      this.$refs.dialog.showModal();
      return new Promise((resolve) => (this.resolve = resolve));
    },
    answer(together) {
      const resolve = this.resolve;
      this.resolve = null;
      this.$refs.dialog.close();
      this.group = null;
      resolve?.(together);
    },
    async again(one) {
      one.state = "sending";
      await this.sendOne(one);
    },
    async sendOne(one) {
      const form = new FormData();
      if (one.pages) {
        form.append("name", one.name);
        for (const page of one.pages) form.append("pages", page, page.name);
      } else form.append("file", one.file, one.name);
      try {
        await office.call("POST", one.pages ? "imports/pages" : "imports", form);
        this.sending = this.sending.filter((other) => other.key !== one.key);
        await this.look();
      } catch (error) {
        one.state = "failed";
        one.problem = error.status === 413 ? office.say("up.too_large") : error.status ? error.message : office.say("up.offline");
      }
    },
  },
};
