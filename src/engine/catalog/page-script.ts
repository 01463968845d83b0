/**
 * The script of the exported catalogue, as text: it runs in a page of its own, after `createDocSearch` has been written above it.
 * Everything that comes from the project is set as text; there is no markup in it.
 */
export const PAGE_SCRIPT = `
const entries = JSON.parse(document.getElementById("entries").textContent);
const byId = new Map(entries.map((entry) => [entry.id, entry]));
const search = createDocSearch(entries);
const field = document.getElementById("search");
const kind = document.getElementById("kind");
const list = document.getElementById("hits");
const page = document.getElementById("page");
const SHOWN = 200;
let limit = SHOWN;

function make(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key === "text") element.textContent = value;
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}
function label(entry) {
  return entry.kind.replace("_", " ") + (entry.layer ? ", " + entry.layer : "");
}
function hash(id, column) {
  return "#" + encodeURIComponent(id) + (column ? "&" + encodeURIComponent(column) : "");
}
function place() {
  const [id, column] = location.hash.slice(1).split("&").map((part) => decodeURIComponent(part));
  return { id: id || "", column: column || "" };
}
function marked(text, words) {
  const parts = [];
  const lower = text.toLowerCase();
  let at = 0;
  while (words.length > 0 && at < text.length) {
    let next = -1;
    let length = 0;
    for (const word of words) {
      const found = lower.indexOf(word, at);
      if (found >= 0 && (next < 0 || found < next)) [next, length] = [found, word.length];
    }
    if (next < 0) break;
    parts.push(text.slice(at, next), make("mark", { text: text.slice(next, next + length) }));
    at = next + length;
  }
  parts.push(text.slice(at));
  return parts;
}
function around(text, words) {
  const flat = text.replace(/\\s+/g, " ");
  const found = words.length > 0 ? flat.toLowerCase().indexOf(words[0]) : -1;
  const from = Math.max(0, found - 50);
  return (from > 0 ? "… " : "") + flat.slice(from, from + 130) + (flat.length > from + 130 ? " …" : "");
}

function showHits() {
  const started = performance.now();
  const words = search.words(field.value);
  const hits = search.find(field.value).filter((hit) => kind.value === "" || entries[hit.at].kind === kind.value);
  const took = Math.max(1, Math.round(performance.now() - started));
  document.getElementById("count").textContent = hits.length + (hits.length === 1 ? " result" : " results") + " in " + took + " ms";
  const now = place();
  list.replaceChildren(
    ...hits.slice(0, limit).map((hit) => {
      const entry = entries[hit.at];
      const column = hit.column < 0 ? null : entry.columns[hit.column];
      const text = column ? column.description : hit.where === "code" ? around(entry.code, words) : around(entry.description, hit.where === "description" ? words : []);
      const link = make("a", { href: hash(entry.id, column ? column.name : "") },
        make("b", {}, ...marked(column ? entry.name + "." + column.name : entry.title, words)), " ",
        make("span", { text: column ? "column" + (column.type ? ", " + column.type : "") : label(entry) }),
        make("em", {}, ...marked(text, words)));
      if (entry.id === now.id && (column ? column.name : "") === now.column) link.setAttribute("aria-current", "true");
      return make("li", {}, link);
    }),
  );
  if (hits.length > limit) {
    const more = make("a", { href: location.hash || "#", text: hits.length - limit + " more" });
    more.addEventListener("click", (event) => { event.preventDefault(); limit += 1000; showHits(); });
    list.append(make("li", {}, more));
  }
}

function idList(title, ids) {
  if (ids.length === 0) return [];
  const items = ids.map((id) => make("li", {}, byId.has(id) ? make("a", { href: hash(id), text: byId.get(id).title }) : id));
  return [make("h3", { text: title + " (" + ids.length + ")" }), make("ul", { class: "ids" }, ...items)];
}
function reach(id, step) {
  const seen = new Set([id]);
  const queue = [id];
  for (const each of queue) for (const next of (byId.get(each) || { [step]: [] })[step]) if (!seen.has(next)) { seen.add(next); queue.push(next); }
  seen.delete(id);
  return [...seen];
}

function showPage() {
  const { id, column } = place();
  const entry = byId.get(id);
  if (!entry) {
    const counts = new Map();
    for (const each of entries) counts.set(each.kind, (counts.get(each.kind) || 0) + 1);
    page.replaceChildren(
      make("h2", { text: "What there is" }),
      make("dl", {}, ...[...counts].flatMap(([name, count]) => [make("dt", { text: name.replace("_", " ") }), make("dd", { text: count.toLocaleString("en-US") })])),
      ...(id === "" ? [] : [make("p", { text: "There is no " + id + " in this file." })]));
    return;
  }
  const facts = [...(entry.owner ? [["owner", entry.owner]] : []), ...(entry.materialized ? [["materialized", entry.materialized]] : []),
    ...(entry.domain ? [["domain", entry.domain]] : []), ...(entry.tags.length > 0 ? [["tags", entry.tags.join(", ")]] : []), ...entry.facts, ["file", entry.path]];
  const columns = entry.columns.map((each) => make("tr", each.name === column ? { class: "found" } : {},
    make("th", { scope: "row", text: each.name }), make("td", { class: "type", text: each.type }), make("td", { text: each.description }), make("td", { text: each.tests.join(", ") })));
  const up = reach(id, "reads");
  const down = reach(id, "readBy");
  page.replaceChildren(
    make("p", { class: "kind", text: label(entry) }),
    make("h2", { text: entry.title }),
    make("p", { class: "text", text: entry.description || "Nobody has described it." }),
    make("dl", {}, ...facts.flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })])),
    ...(columns.length === 0 ? [] : [make("h3", { text: (entry.kind === "macro" ? "Arguments (" : "Columns (") + columns.length + ")" }),
      make("div", { class: "wide" }, make("table", {}, make("thead", {}, make("tr", {}, ...["Name", "Type", "Description", "Tests"].map((text) => make("th", { scope: "col", text })))), make("tbody", {}, ...columns)))]),
    ...idList("Reads", entry.reads), ...idList("Read by", entry.readBy), ...idList("Tests", entry.tests),
    ...(up.length > entry.reads.length ? idList("Everything before it", up) : []),
    ...(down.length > entry.readBy.length ? idList("Everything after it", down) : []),
    ...(entry.code === "" ? [] : [make("h3", { text: "SQL" }), make("pre", { tabindex: "0" }, make("code", { text: entry.code }))]));
  document.title = entry.title;
  page.scrollTop = 0;
  const found = page.querySelector("tr.found");
  if (found) found.scrollIntoView({ block: "center" });
}

kind.append(make("option", { value: "", text: "all" }), ...[...new Set(entries.map((entry) => entry.kind))].map((name) => make("option", { value: name, text: name.replace("_", " ") })));
field.addEventListener("input", () => { limit = SHOWN; showHits(); });
kind.addEventListener("change", () => { limit = SHOWN; showHits(); });
addEventListener("hashchange", () => { showPage(); showHits(); page.focus(); });
addEventListener("keydown", (event) => { if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); } });
showPage();
showHits();
`;
