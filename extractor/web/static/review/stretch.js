// Stretches of a notice's text, as [start, end] in code points: its clauses, where a row can be cut, and their boxes on a page.
const ENDS = ";.:!?\n";
const blank = (letter) => letter === undefined || /\s/.test(letter);
// The clauses of a text: what stands between the marks at which a sentence or an item of a list ends. A mark inside a number or an abbreviation is none.
export function clauses(letters) {
  const found = [];
  let start = 0;
  for (let i = 0; i <= letters.length; i++) {
    const ends = i === letters.length || letters[i] === "\n" || (ENDS.includes(letters[i]) && blank(letters[i + 1]) && !numbers(letters, start, i));
    if (!ends) continue;
    let [from, to] = [start, Math.min(i + 1, letters.length)];
    while (from < to && blank(letters[from])) from++;
    while (to > from && blank(letters[to - 1])) to--;
    if (to > from) found.push([from, to]);
    start = i + 1;
  }
  return found;
}
// Whether nothing but the number of an item stands before a mark: "2." or "III.".
const numbers = (letters, start, end) => /^\s*([\p{L}\p{N}]{1,4}\.?)*$/u.test(letters.slice(start, end).join("")) && end - start < 8;
// Where a row's evidence can be cut in two, each with the words on both sides.
export function cuts(letters, start, end) {
  const near = (from, to) => letters.slice(Math.max(from, start), Math.min(to, end)).join("").replace(/\s+/g, " ").trim();
  const found = [];
  for (let i = start + 8; i < end - 8; i++) {
    if (!(";.,:".includes(letters[i]) && blank(letters[i + 1])) && !(blank(letters[i]) && /^(và|đồng thời)\s/i.test(letters.slice(i + 1, i + 11).join("")))) continue;
    found.push({ at: i + 1, before: near(i - 60, i + 1), after: near(i + 1, i + 60) });
  }
  return found;
}
// The boxes of a stretch on a page whose words are [start, end, left, top, right, bottom]; those of one line make one box.
export function boxes(words, [start, end]) {
  const lines = [];
  for (const [from, to, left, top, right, bottom] of words) {
    if (to <= start || from >= end) continue;
    const line = lines.at(-1);
    if (line && left >= line[0] && Math.min(bottom, line[3]) - Math.max(top, line[1]) > 0.4 * (bottom - top)) {
      lines[lines.length - 1] = [Math.min(line[0], left), Math.min(line[1], top), Math.max(line[2], right), Math.max(line[3], bottom)];
    } else lines.push([left, top, right, bottom]);
  }
  return lines.map(([left, top, right, bottom]) => [left - 2, top - 2, right + 2, bottom + 2]);
}
