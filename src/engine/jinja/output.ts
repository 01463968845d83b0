/**
 * Where rendered text goes. `TextOutput` also keeps the map back to the source when asked to; `NativeOutput` keeps values as they
 * are, for YAML.
 */
import { checkLength } from "./budget.ts";
import { pyStr } from "./python.ts";
import type { PyValue } from "./values.ts";

/** A range of the output and the range of the template's source that it came from. */
export interface MapSegment {
  readonly from: number;
  readonly to: number;
  readonly sourceFrom: number;
  readonly sourceTo: number;
  /** Character by character the same: literal text. Otherwise the range came from the whole expression or block. */
  readonly exact: boolean;
}

export interface Output {
  write(value: PyValue, from: number, to: number, exact: boolean): void;
}

export class TextOutput implements Output {
  readonly #parts: string[] = [];
  readonly #segments: MapSegment[] | null;
  #length = 0;

  constructor(options: { map: boolean }) {
    this.#segments = options.map ? [] : null;
  }

  write(value: PyValue, sourceFrom: number, sourceTo: number, exact: boolean): void {
    const text = pyStr(value);
    if (text === "") return;
    const from = this.#length;
    const to = from + text.length;
    checkLength(to);
    this.#parts.push(text);
    this.#length = to;
    if (this.#segments === null) return;
    const last = this.#segments.at(-1);
    if (exact && last?.exact === true && last.sourceTo === sourceFrom)
      this.#segments[this.#segments.length - 1] = { ...last, to, sourceTo };
    else this.#segments.push({ from, to, sourceFrom, sourceTo, exact });
  }

  text(): string {
    return this.#parts.join("");
  }

  map(): readonly MapSegment[] {
    return this.#segments ?? [];
  }
}

export class NativeOutput implements Output {
  readonly values: PyValue[] = [];

  write(value: PyValue, _from: number, _to: number, exact: boolean): void {
    // Text that only line ends and comments keep apart is one piece.
    const last = this.values.length - 1;
    if (exact && this.#lastIsText) this.values[last] = pyStr(this.values[last] ?? "") + pyStr(value);
    else this.values.push(value);
    this.#lastIsText = exact;
  }

  #lastIsText = false;
}
