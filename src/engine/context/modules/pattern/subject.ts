/** A text as Python sees it: one number for each character, also for those that JavaScript keeps as two. */
export class Subject {
  readonly text: string;
  readonly codes: Uint32Array;
  /** Place in `text` of each character; null when they are the same. */
  readonly #places: Uint32Array | null;

  constructor(text: string) {
    this.text = text;
    const codes = new Uint32Array(text.length);
    const places = new Uint32Array(text.length + 1);
    let count = 0;
    for (let at = 0; at < text.length; count += 1) {
      const code = text.codePointAt(at) ?? 0;
      codes[count] = code;
      places[count] = at;
      at += code > 0xffff ? 2 : 1;
    }
    places[count] = text.length;
    this.codes = codes.subarray(0, count);
    this.#places = count === text.length ? null : places;
  }

  slice(from: number, to: number): string {
    const places = this.#places;
    return places === null ? this.text.slice(from, to) : this.text.slice(places[from], places[to]);
  }
}
