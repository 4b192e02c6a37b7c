// One's own password.
const office = window.office;
export default {
  template: `
  <form class="signin" @submit.prevent="change">
    <h1>{{ say("own_password") }}</h1>
    <label>{{ say("old_password") }} <input v-model="old" name="old" type="password" required autocomplete="current-password"></label>
    <label>{{ say("new_password") }} <input v-model="fresh" name="new" type="password" required minlength="10" autocomplete="new-password" aria-describedby="password-rule"></label>
    <p id="password-rule" class="quiet">{{ say("password_rule") }}</p>
    <p role="alert" class="problem">{{ problem }}</p><p role="status" class="said">{{ said }}</p>
    <button class="primary" :disabled="busy">{{ say("own_password") }}</button>
  </form>`,
  data: () => ({ old: "", fresh: "", problem: "", said: "", busy: false }),
  methods: {
    say: office.say,
    async change() {
      [this.busy, this.problem, this.said] = [true, "", ""];
      try {
        const me = await office.call("POST", "session/password", { old: this.old, new: this.fresh });
        office.setup.csrf = me.csrf;
        [this.old, this.fresh, this.said] = ["", "", office.say("saved")];
      } catch (error) {
        this.problem = error.status ? error.message : office.say("offline");
      }
      this.busy = false;
    },
  },
};
