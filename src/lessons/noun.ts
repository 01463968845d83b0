/** What a row of an answer is called, as the sentences of a check say it. */
import type { Contract } from "./pack.ts";

/** "one row for each customer" -> "customer"; anything longer stays "row". */
export function nounOf(contract: Contract): string {
  return /^one row for (?:each|every) ([a-z]+)$/i.exec(contract.grain.trim())?.[1] ?? "row";
}

export function plural(noun: string): string {
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
