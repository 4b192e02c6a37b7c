// The columns of a row, as their fields show them and as people type them.
const office = window.office;
export const CELLS = ["task", "assignees", "coordinators", "supervisor", "report_to", "due", "due_time", "due_bound", "due_start", "due_text", "recurrence", "product"];
export const TRACKED = ["status", "done_on", "note"];
export const NAMES = new Set(["assignees", "coordinators", "report_to"]);
export const DATES = new Set(["due", "due_start", "done_on"]);
// A value as its field shows it and as a person types it: names with semicolons, days as 20/9/2020.
export const shown = (key, value) => (Array.isArray(value) ? value.join("; ") : DATES.has(key) ? office.day(value) : value ?? "");
export const plain = (key, value) => (key === "decision" || key === "status" || key === "due_bound" ? value && office.say(`${key.replace("due_", "")}.${value}`) : shown(key, value));
export const REPEATS = ["FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=20", "FREQ=MONTHLY;BYMONTHDAY=25", "FREQ=MONTHLY;BYMONTHDAY=-1",
  "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY"];
export const KEYS = [["j k ↓ ↑", "key.jk"], ["e Enter", "key.e"], ["a", "key.a"], ["r", "key.r"], ["o", "key.o"], ["u", "key.u"], ["s", "key.s"], ["x", "key.x"], ["m", "key.m"],
  ["[ ]", "key.clause"], ["{ }", "key.extend"], ["n", "key.n"], ["h", "key.h"], ["i", "key.i"], ["Ctrl+Enter", "key.save"], ["Alt+↓", "key.day"], ["Esc", "key.esc"], ["?", "key.help"]];

