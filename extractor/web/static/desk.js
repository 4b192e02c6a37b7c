// Files are dropped here and read; below stand the documents of the store.
const office = window.office;
const name = (file) => file.webkitRelativePath || file.relativePath || file.name;

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
    <section v-if="shownUploads.length" aria-live="polite">
      <h2>{{ say("sent_files") }}</h2>
      <ul class="uploads">
        <li v-for="one in shownUploads" :key="one.key" :class="one.state">
          <span class="file">{{ one.name }}</span>
          <span class="said">{{ told(one) }}</span>
          <progress v-if="one.state === 'reading' && one.pages" :max="one.pages" :value="one.pages_done" :aria-label="one.name"></progress>
          <progress v-else-if="['sending','waiting','reading'].includes(one.state)" :aria-label="one.name"></progress>
          <a v-if="one.outcome" :href="link('/review/' + one.outcome.notice)">{{ say("open") }}</a>
          <button v-if="one.file && one.state === 'failed'" type="button" @click="again(one)">{{ say("up.again") }}</button>
          <span v-for="warning in one.outcome?.warnings || []" class="warning">{{ warning }}</span>
        </li>
      </ul>
    </section>
    <section>
      <div class="bar"><h2>{{ say("documents") }}</h2>
        <label class="find">{{ say("find_document") }} <input type="search" v-model="sought"></label></div>
      <p v-if="loaded && !documents.length" class="quiet">{{ say("no_documents") }}</p>
      <div v-else class="scroll" tabindex="0" role="region" :aria-label="say('documents')"><table class="documents">
        <thead><tr><th scope="col">{{ say("document") }}</th><th scope="col">{{ say("col.subject") }}</th><th scope="col">{{ say("col.issuer") }}</th>
          <th scope="col">{{ say("issued") }}</th><th scope="col">{{ say("progress") }}</th></tr></thead>
        <tbody><tr v-for="one in visible" :key="one.id">
          <td><a :href="link('/review/' + one.id)">{{ one.number || one.doc_id }}</a></td>
          <td>{{ one.subject }}</td><td>{{ one.issuer }}</td><td class="day">{{ day(one.issued_on) }}</td>
          <td><span class="chip" :class="one.proposed ? 'open' : 'done'">{{ one.proposed ? one.proposed + " " + say("to_review") : say("reviewed") }}</span>
            <span class="quiet"> / {{ one.proposed + one.accepted }}</span></td>
        </tr></tbody>
      </table></div>
    </section>
  </div>`,
  data: () => ({ uploads: [], sending: [], documents: [], loaded: false, over: false, sought: "", timer: null }),
  computed: {
    shownUploads() {
      return [...this.sending, ...this.uploads.map((one) => ({ ...one, key: "u" + one.id }))].slice(0, 60);
    },
    visible() {
      const wanted = this.sought.toLowerCase().normalize("NFC").split(/\s+/).filter(Boolean);
      const holds = (one) => [one.number, one.doc_id, one.subject, one.issuer].join(" ").toLowerCase();
      return this.documents.filter((one) => wanted.every((word) => holds(one).includes(word))).slice(0, 300);
    },
  },
  async mounted() {
    await Promise.all([this.look(), this.list()]);
  },
  beforeUnmount() {
    clearTimeout(this.timer);
  },
  methods: {
    say: office.say, may: office.may, link: office.link, day: office.day,
    async list() {
      this.documents = await office.call("GET", "documents");
      this.loaded = true;
    },
    async look() {
      if (!office.may("import")) return;
      const busy = (ones) => ones.filter((one) => ["waiting", "reading"].includes(one.state)).length;
      try {
        const before = busy(this.uploads);
        this.uploads = await office.call("GET", "imports?limit=50");
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
    async send(files) {
      const entries = files.map((file) => ({ key: "s" + Math.random(), name: name(file), state: "sending", file }));
      this.sending.unshift(...entries);
      for (const { key } of entries) await this.sendOne(this.sending.find((one) => one.key === key));
    },
    async again(one) {
      one.state = "sending";
      await this.sendOne(one);
    },
    async sendOne(one) {
      const form = new FormData();
      form.append("file", one.file, one.name);
      try {
        await office.call("POST", "imports", form);
        this.sending = this.sending.filter((other) => other.key !== one.key);
        await this.look();
      } catch (error) {
        one.state = "failed";
        one.problem = error.status === 413 ? office.say("up.too_large") : error.status ? error.message : office.say("up.offline");
      }
    },
  },
};
