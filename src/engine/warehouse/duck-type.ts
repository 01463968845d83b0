/**
 * Reads DuckDB's name of a type, for example `STRUCT(a INTEGER, "value" ENUM('x', 'y')[])`, into a tree.
 *
 * Arrow, which carries results out of the browser's DuckDB, knows fewer types than DuckDB: HUGEINT arrives as DECIMAL(38,0), UUID
 * as text, and an ENUM without its words. The name that `describe` gives says what the values really are.
 */
export interface DuckType {
  /** The whole name as DuckDB wrote it. */
  readonly text: string;
  /** LIST, ARRAY, STRUCT, UNION, MAP, ENUM, DECIMAL, or the name itself: `BIGINT`, `TIMESTAMP WITH TIME ZONE`. */
  readonly kind: string;
  /** Item of a list or array; key and value of a map; fields of a struct; members of a union. */
  readonly children: readonly { readonly name: string; readonly type: DuckType }[];
  /** Digits after the point of a DECIMAL, else 0. */
  readonly scale: number;
  /** The words of an ENUM in their order, else empty. */
  readonly words: readonly string[];
}

export function plainType(text: string): DuckType {
  return { text, kind: text, children: [], scale: 0, words: [] };
}

/** Null when the name is not understood; then the values are read by their Arrow type alone. */
export function parseDuckType(text: string): DuckType | null {
  const reader = new Reader(text);
  const type = reader.type();
  return type && reader.atEnd() ? type : null;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  atEnd(): boolean {
    return this.#at === this.#text.length;
  }

  type(): DuckType | null {
    const start = this.#at;
    let type = this.#base();
    while (type) {
      const suffix = this.#match(/\[(\d*)\]/y);
      if (!suffix) return type;
      const kind: string = suffix[1] === "" ? "LIST" : "ARRAY";
      type = { text: this.#text.slice(start, this.#at), kind, children: [{ name: "", type }], scale: 0, words: [] };
    }
    return null;
  }

  #base(): DuckType | null {
    const start = this.#at;
    const word = this.#match(/"(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_ ]*/y)?.[0];
    if (word === undefined) return null;
    if (!this.#match(/\(/y)) return plainType(word);
    const inside = this.#inside(word);
    if (!inside || !this.#match(/\)/y)) return null;
    return { text: this.#text.slice(start, this.#at), kind: word, children: [], scale: 0, words: [], ...inside };
  }

  #inside(kind: string): Partial<DuckType> | null {
    switch (kind) {
      case "DECIMAL": {
        const digits = this.#match(/(\d+),\s*(\d+)/y);
        return digits ? { scale: Number(digits[2]) } : null;
      }
      case "ENUM": {
        const words = this.#list(() => this.#match(/'((?:[^']|'')*)'/y)?.[1]?.replaceAll("''", "'") ?? null);
        return words && { words };
      }
      case "MAP": {
        const types = this.#list(() => this.type());
        return types && { children: types.map((type, index) => ({ name: index === 0 ? "key" : "value", type })) };
      }
      case "STRUCT":
      case "UNION": {
        const children = this.#list(() => this.#field());
        return children && { children };
      }
      default:
        return null;
    }
  }

  #field(): { name: string; type: DuckType } | null {
    const name = this.#match(/("(?:[^"]|"")*"|[A-Za-z_][A-Za-z0-9_]*) /y)?.[1];
    const type = name === undefined ? null : this.type();
    if (name === undefined || !type) return null;
    return { name: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name, type };
  }

  #list<T>(item: () => T | null): T[] | null {
    const items: T[] = [];
    do {
      const next = item();
      if (next === null) return null;
      items.push(next);
    } while (this.#match(/, /y));
    return items;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
}
