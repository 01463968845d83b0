/**
 * Which data the bundled project stands on: the tier of the page's address, else what was chosen on this device, else the classroom.
 *
 * Kept in localStorage and not in the database: it is a handful of numbers, and it must be known before the engine opens the project.
 */
import type { DataChoice } from "../../worker/protocol.ts";

const KEY = "strata.data";
const TIER = "classroom";

export class ChosenData {
  tier: string = $state(TIER);
  choice: DataChoice = $state.raw({});

  /** `tier` is the address's; null when it names none. */
  constructor(tier: string | null) {
    const kept = readKept();
    // An address that was sent by somebody means the tier as it comes.
    if (tier !== null && tier !== kept?.tier) this.tier = tier;
    else if (kept) {
      this.tier = kept.tier;
      this.choice = kept.choice;
    }
  }

  set(tier: string, choice: DataChoice): void {
    this.tier = tier;
    this.choice = choice;
    try {
      if (tier === TIER && Object.keys(choice).length === 0) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, JSON.stringify({ tier, choice }));
    } catch {
      // Without storage the choice lasts as long as the tab.
    }
  }
}

function readKept(): { readonly tier: string; readonly choice: DataChoice } | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof kept !== "object" || kept === null || !("tier" in kept) || typeof kept.tier !== "string") return null;
    const choice = "choice" in kept && typeof kept.choice === "object" && kept.choice !== null ? kept.choice : {};
    return { tier: kept.tier, choice: decode(choice as Record<string, unknown>) };
  } catch {
    return null;
  }
}

/** Only what has the right form; the engine judges the rest. */
function decode(given: Readonly<Record<string, unknown>>): DataChoice {
  const forms = {
    seed: "number",
    clean: "boolean",
    customers: "number",
    locations: "number",
    start: "string",
    asOf: "string",
  };
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => forms[name as keyof typeof forms] === typeof value),
  );
}
