// Signing in.
const office = window.office;
export default {
  template: `
  <form class="signin" @submit.prevent="enter">
    <h1>{{ say("sign_in") }}</h1>
    <label>{{ say("login") }} <input v-model="login" name="login" required autocomplete="username" autofocus></label>
    <label>{{ say("password") }} <input v-model="password" name="password" type="password" required autocomplete="current-password"></label>
    <p role="alert" class="problem">{{ problem }}</p>
    <button class="primary" :disabled="busy">{{ say("sign_in") }}</button>
  </form>`,
  props: { next: String },
  data: () => ({ login: "", password: "", problem: "", busy: false }),
  methods: {
    say: office.say,
    async enter() {
      this.busy = true;
      try {
        await office.call("POST", "session", { login: this.login, password: this.password });
        location.assign(office.link(this.next));
      } catch (error) {
        this.problem = error.status ? error.message : office.say("up.offline");
        this.busy = false;
      }
    },
  },
};
