/** A piece of a text around what was looked for, and the text cut into marked and unmarked parts. */
export interface Part {
  readonly text: string;
  readonly marked: boolean;
}

const BEFORE = 50;

/** One line of at most `length` characters that shows the first word found. */
export function snippet(text: string, words: readonly string[], length = 150): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const lower = flat.toLowerCase();
  const found = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
  const at = found.length === 0 ? 0 : Math.min(...found);
  const from = at < length - 30 ? 0 : Math.max(0, at - BEFORE);
  const end = Math.min(flat.length, from + length);
  return `${from > 0 ? "… " : ""}${flat.slice(from, end)}${end < flat.length ? " …" : ""}`;
}

export function parts(text: string, words: readonly string[]): Part[] {
  const lower = text.toLowerCase();
  const cut: Part[] = [];
  let at = 0;
  while (at < text.length) {
    let next = -1;
    let length = 0;
    for (const word of words) {
      const found = word === "" ? -1 : lower.indexOf(word, at);
      if (found >= 0 && (next < 0 || found < next || (found === next && word.length > length)))
        [next, length] = [found, word.length];
    }
    if (next < 0) break;
    if (next > at) cut.push({ text: text.slice(at, next), marked: false });
    cut.push({ text: text.slice(next, next + length), marked: true });
    at = next + length;
  }
  if (at < text.length) cut.push({ text: text.slice(at), marked: false });
  return cut;
}
