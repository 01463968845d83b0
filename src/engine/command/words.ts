/** Splits a command line as a shell does: quotes keep spaces together, a backslash keeps the next character. */
import { EngineError } from "../core/errors.ts";

export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote !== null) {
      if (character === quote) quote = null;
      else if (character === "\\" && quote === '"' && index + 1 < line.length)
        word = (word ?? "") + line.charAt((index += 1));
      else word = (word ?? "") + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= "";
    } else if (character === "\\" && index + 1 < line.length) {
      word = (word ?? "") + line.charAt((index += 1));
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== null) {
    throw new EngineError("C001", `A ${quote === '"' ? "double" : "single"} quote is opened and never closed.`, {
      hint: "Close the quote at the end of its value.",
    });
  }
  if (word !== null) words.push(word);
  return words;
}
