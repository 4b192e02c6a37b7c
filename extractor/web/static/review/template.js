// What the page of a notice and its rows looks like.
export default `
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
  </div>`;
