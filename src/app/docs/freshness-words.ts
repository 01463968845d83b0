/** A source's freshness in a mark and a sentence. */
import type { NodeResult } from "../../engine/core/events.ts";
import type { SourceAge } from "../../worker/protocol.ts";
import { docs as words } from "../strings/docs.ts";
import { markOf, type Mark } from "../ui/status.ts";

export function freshnessMark(age: SourceAge | undefined, result: NodeResult | undefined): Mark {
  const status = result?.status ?? age?.status;
  if (status === "pass" || status === "warn" || status === "error" || status === "runtime error") return markOf(status);
  return "idle";
}

export function freshnessWord(age: SourceAge | undefined, result: NodeResult | undefined): string {
  switch (result?.status ?? age?.status) {
    case "pass":
      return "fresh";
    case "warn":
      return "late";
    case "error":
      return "too old";
    case "runtime error":
      return "could not be asked";
    default:
      return words.notChecked;
  }
}

export function freshnessText(age: SourceAge | undefined, result: NodeResult | undefined): string {
  const word = freshnessWord(age, result);
  if (age) return `${word}: ${words.ageText(age.age_s)} old, newest row ${instant(age.max_loaded_at)}`;
  return result?.message ? `${word}: ${result.message}` : word;
}

/** "2025-12-31 10:00" in UTC, as the data have it. */
export function instant(text: string): string {
  return text.slice(0, 16).replace("T", " ");
}
