/**
 * The text of a dbt_project.yml -> the folders in which its seeds lie.
 *
 * Needed before the engine reads the project: a seed too long to be read as text must be refused, while any other long CSV is data.
 * So this looks for one key only, written as a list in brackets or line by line; whatever else stands there counts as dbt's default.
 */
const DEFAULT = ["seeds"];
const KEY = /^(?:seed-paths|data-paths)[ \t]*:[ \t]*(.*)$/m;
const ENTRY = /^[ \t]*-[ \t]+(.*)$/;

export function seedFolders(projectFile: string): readonly string[] {
  const found = KEY.exec(projectFile);
  if (found === null) return DEFAULT;
  const value = withoutComment(found[1] ?? "");
  const below = projectFile.slice(found.index + found[0].length).split(/\r?\n/);
  const written = value === "" ? entriesOf(below.slice(1)) : flowList(value, below);
  const folders = written.map((folder) => folder.replace(/^\.\//, "").replace(/\/+$/, "")).filter(Boolean);
  return folders.length > 0 && folders.every((folder) => !folder.includes("{")) ? folders : DEFAULT;
}

function entriesOf(lines: readonly string[]): string[] {
  const entries: string[] = [];
  for (const line of lines) {
    const text = withoutComment(line);
    if (text === "") continue;
    const entry = ENTRY.exec(line)?.[1];
    if (entry === undefined) break;
    entries.push(unquoted(withoutComment(entry)));
  }
  return entries;
}

/** `["a", b]`, which may go on over several lines; a single word is a list of one. */
function flowList(value: string, below: readonly string[]): string[] {
  if (!value.startsWith("[")) return [unquoted(value)];
  const text = [value, ...below.map(withoutComment)].join(" ");
  return text
    .slice(1, Math.max(1, text.indexOf("]")))
    .split(",")
    .map((item) => unquoted(item.trim()));
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, "").trim();
}

function unquoted(text: string): string {
  return text.replace(/^(['"])(.*)\1$/, "$2");
}
