// Accounts: who may sign in and as what.
const office = window.office;
const ROLES = ["reader", "clerk", "head", "admin"];

export default {
  template: `
  <div class="accounts">
    <h1>{{ say("nav.users") }}</h1>
    <p v-if="local" class="notice">{{ say("no_accounts") }}</p>
    <p role="status" class="said">{{ said }}</p>
    <div class="scroll" tabindex="0" role="region" :aria-label="say('nav.users')"><table v-if="users.length">
      <thead><tr><th scope="col">{{ say("login") }}</th><th scope="col">{{ say("name") }}</th><th scope="col">{{ say("role") }}</th><th scope="col">{{ say("active") }}</th><th scope="col">{{ say("new_password") }}</th></tr></thead>
      <tbody><tr v-for="user in users" :key="user.login">
        <td>{{ user.login }}</td><td>{{ user.name }}</td>
        <td><select :value="user.role" :aria-label="say('role') + ' ' + user.login" @change="change(user, { role: $event.target.value })">
          <option v-for="role in roles" :value="role">{{ say("role." + role) }}</option></select></td>
        <td><button type="button" @click="change(user, { active: !user.active })">{{ say(user.active ? "lock" : "unlock") }}</button>
          {{ user.active ? "" : say("inactive") }}</td>
        <td><form @submit.prevent="password(user, $event)"><input type="password" minlength="10" required autocomplete="new-password" :aria-label="say('new_password') + ' ' + user.login"><button>{{ say("save") }}</button></form></td>
      </tr></tbody></table></div>
    <form v-if="!local" class="grid-form" @submit.prevent="add">
      <h2>{{ say("add_user") }}</h2>
      <label>{{ say("login") }} <input v-model="fresh.login" required maxlength="64" autocomplete="off"></label>
      <label>{{ say("name") }} <input v-model="fresh.name" maxlength="200" autocomplete="off"></label>
      <label>{{ say("password") }} <input type="password" v-model="fresh.password" required minlength="10" autocomplete="new-password"></label>
      <label>{{ say("role") }} <select v-model="fresh.role"><option v-for="role in roles" :value="role">{{ say("role." + role) }}</option></select></label>
      <button class="primary">{{ say("add_user") }}</button>
    </form>
  </div>`,
  props: { local: Boolean },
  data: () => ({ users: [], roles: ROLES, said: "", fresh: { login: "", name: "", password: "", role: "clerk" } }),
  mounted() {
    this.list();
  },
  methods: {
    say: office.say,
    async list() {
      this.users = await office.call("GET", "users");
    },
    async tell(work) {
      try {
        await work();
        this.said = office.say("saved");
      } catch (error) {
        this.said = error.message;
      }
      await this.list();
    },
    change(user, values) {
      return this.tell(() => office.call("PATCH", "users/" + encodeURIComponent(user.login), values));
    },
    password(user, event) {
      const field = event.target.querySelector("input");
      return this.tell(async () => {
        await office.call("PATCH", "users/" + encodeURIComponent(user.login), { password: field.value });
        field.value = "";
      });
    },
    add() {
      return this.tell(async () => {
        await office.call("POST", "users", this.fresh);
        this.fresh = { login: "", name: "", password: "", role: "clerk" };
      });
    },
  },
};
