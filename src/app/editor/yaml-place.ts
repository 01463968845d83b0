/**
 * Where in a property file the cursor stands, by indentation alone: the keys and list dashes above it. A parser would refuse the text
 * while somebody types.
 *
 * `models: / - name: a / columns: / - na|` is the path `models [] columns []`, with the key `na` being typed.
 */
export interface YamlPlace {
  /** Keys from the root; `[]` for an entry of a list. */
  readonly path: readonly string[];
  /** The key whose value is being typed; null while a key or a bare list entry is. */
  readonly key: string | null;
  /** What is typed of the key or value. */
  readonly typed: string;
  readonly from: number;
  /** The line so far is a list entry without a key: `- uni|`. */
  readonly entry: boolean;
  /** Keys that the mapping around the cursor has already. */
  readonly siblings: readonly string[];
  /** `name` of the entries around, by the key of their list: the model and the column that one is in. */
  readonly names: Readonly<Record<string, string>>;
}

interface Open {
  readonly indent: number;
  readonly segment: string;
  readonly keys: string[];
  name: string | null;
}

const LINE = /^(\s*)((?:-\s+)*)(?:([\w.+-]+|"[^"]*"|'[^']*')\s*:(?:\s+(.*)|)$)?/;

export function yamlPlaceAt(text: string, offset: number): YamlPlace | null {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(start, offset);
  if (/(^|\s)#/.test(before)) return null;
  const reader = new Reader();
  let foldedBelow = -1;
  for (const line of text.slice(0, start).split("\n")) {
    const indent = /^\s*/.exec(line)![0].length;
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    // A text block holds prose, whatever it looks like.
    if (foldedBelow >= 0 && indent > foldedBelow) continue;
    const key = reader.read(line);
    foldedBelow = key !== null && /:\s*[|>][-+\d]*\s*$/.test(line) ? key : -1;
  }
  const indent = /^\s*/.exec(before)![0].length;
  if (foldedBelow >= 0 && indent > foldedBelow) return null;

  const here = /^(\s*)((?:-\s+)*)(?:([\w.+-]+|"[^"]*"|'[^']*')\s*:\s+)?(.*)$/.exec(before)!;
  const [, , dashes = "", written, rest = ""] = here;
  const typed = /[\w.+'"-]*$/.exec(rest)![0];
  // Words before the one at the cursor: prose. A list in brackets starts anew after each comma.
  const ahead = rest.slice(0, rest.length - typed.length);
  if (ahead.trim() !== "" && !/[[,]\s*$/.test(ahead)) return null;
  reader.dashes(indent, dashes);
  const around = reader.around(indent + dashes.length);
  const place = (key: string | null): YamlPlace => ({
    path: reader.path,
    key,
    typed,
    from: offset - typed.length,
    entry: dashes !== "" && written === undefined,
    siblings: [...around.keys],
    names: reader.names,
  });
  return place(written === undefined ? null : written.replace(/['"]/g, ""));
}

class Reader {
  readonly #root: Open = { indent: -1, segment: "", keys: [], name: null };
  #open: Open[] = [];

  get path(): string[] {
    return this.#open.map((one) => one.segment);
  }

  get names(): Record<string, string> {
    return Object.fromEntries(
      this.#open.flatMap((one, index) => {
        const list = this.#open[index - 1];
        return one.segment === "[]" && one.name !== null && list ? [[list.segment, one.name]] : [];
      }),
    );
  }

  /** Takes a whole line in; the indentation of its key, or null when it has none. */
  read(line: string): number | null {
    const [, indentation = "", dashes = "", written, value = ""] = LINE.exec(line)!;
    this.dashes(indentation.length, dashes || (/^\s*-$/.test(line) ? "- " : ""));
    if (written === undefined) return null;
    const indent = indentation.length + dashes.length;
    const key = written.replace(/['"]/g, "");
    const around = this.around(indent);
    const plain = value.replace(/\s+#.*$/, "").trim();
    around.keys.push(key);
    if (key === "name") around.name = plain.replace(/^['"]|['"]$/g, "");
    if (plain === "" || /^[|>]/.test(plain)) this.#open.push({ indent, segment: key, keys: [], name: null });
    return indent;
  }

  dashes(indent: number, dashes: string): void {
    for (const match of dashes.matchAll(/-\s+/g)) {
      const at = indent + match.index;
      // A list may stand as far left as the key that it belongs to.
      while (this.#top.indent > at || (this.#top.indent === at && this.#top.segment === "[]")) this.#open.pop();
      this.#open.push({ indent: at, segment: "[]", keys: [], name: null });
    }
  }

  /** The mapping that a key at this indentation is in. */
  around(indent: number): Open {
    while (this.#top.indent >= indent && this.#open.length > 0) this.#open.pop();
    return this.#top;
  }

  get #top(): Open {
    return this.#open.at(-1) ?? this.#root;
  }
}
