/** HubSpot's numbers have nine digits. Some people are entered twice, and merged when somebody sees it. */
import { DAY_SECONDS } from "../kit/calendar.ts";
import type { Draws } from "../kit/random.ts";
import { at } from "../kit/sites.ts";
import type { PersonDraft } from "./drafts.ts";
import { SITES } from "./sites.ts";

export const CONTACT_ID_BASE = 201000000;
export const COMPANY_ID_BASE = 301000000;

const S = SITES.person;
const TWICE_SHARE = 0.024;
const CHAIN_SHARE = 0.12;

export interface Duplicate {
  readonly createdAt: number;
  readonly mergedAt: number;
}

/** The second records of a person, in the order in which they are merged away. */
export function duplicatesOf(
  draws: Draws,
  { createdAt, origin }: Pick<PersonDraft, "createdAt" | "origin">,
): Duplicate[] {
  if (origin === "application" || !draws.chance(at(S.duplicate), TWICE_SHARE)) return [];
  const again = createdAt + draws.between(at(S.duplicateDelay), 2, 60) * DAY_SECONDS;
  const mergedAt = again + draws.between(at(S.mergeDelay), 5, 120) * DAY_SECONDS + 1800;
  const first = { createdAt: again, mergedAt };
  if (!draws.chance(at(S.chain), CHAIN_SHARE)) return [first];
  return [first, { createdAt: again + 2 * DAY_SECONDS, mergedAt: mergedAt + 9 * DAY_SECONDS }];
}
