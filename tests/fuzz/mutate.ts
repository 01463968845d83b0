/** Damaged texts from a seed number: the same seed gives the same damage on every machine. */

export type Random = () => number;

/** Mulberry32: 32 bits of state, good enough to damage texts. Numbers from 0 up to 1. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

/** `text` after one to four small accidents. `words` are what may turn up in the wrong place. */
export function damage(random: Random, text: string, words: readonly string[]): string {
  let damaged = text;
  const accidents = 1 + Math.floor(random() * 4);
  for (let count = 0; count < accidents; count += 1) damaged = accident(random, damaged, words);
  return damaged;
}

function accident(random: Random, text: string, words: readonly string[]): string {
  const from = Math.floor(random() * (text.length + 1));
  const to = Math.min(text.length, from + Math.floor(random() * 12));
  const before = text.slice(0, from);
  const after = text.slice(to);
  const cut = text.slice(from, to);
  switch (Math.floor(random() * 8)) {
    case 0:
      return before + after;
    case 1:
      return before + cut + cut + after;
    case 2:
      return before + pick(random, words) + text.slice(from);
    case 3:
      return before + pick(random, words) + after;
    case 4:
      return before;
    case 5:
      return before + String.fromCodePoint(pick(random, [0, 9, 39, 0x7f, 0xa0, 0x2028, 0xfeff, 0x1f600])) + after;
    case 6: {
      const lines = text.split("\n");
      const line = Math.floor(random() * lines.length);
      lines.splice(line, 1, `${" ".repeat(Math.floor(random() * 4))}${lines[line] ?? ""}`);
      return lines.join("\n");
    }
    default:
      return before + cut.repeat(1 + Math.floor(random() * 40)) + after;
  }
}
