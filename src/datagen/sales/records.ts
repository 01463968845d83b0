/** What the simulator knows of selling: the vocabulary of this room. Times inside a record are of the plan and may lie ahead. */
import type { Company, Contact } from "../market/market.ts";
import type { Account } from "../world/world.ts";
import type { StageEntry } from "./course.ts";
import type { Owner } from "./owners.ts";
import type { Pipeline } from "./pipelines.ts";

export interface Deal {
  /** HubSpot's number, given in order of opening. */
  readonly id: number;
  readonly pipeline: Pipeline;
  readonly company: Company | null;
  /** The person with whom it was opened. */
  readonly contact: Contact;
  /** Others of the company who were known by then. */
  readonly colleagues: readonly Contact[];
  /** Who opened it; `standIn` says who has it later. */
  readonly owner: Owner;
  readonly name: string;
  readonly openedAt: number;
  /** Opening first, closing last; ascending by time. */
  readonly course: readonly StageEntry[];
  /** Annual value in cents as it was written down, ascending by time. The last one of a won deal is what was signed. */
  readonly amounts: readonly { readonly at: number; readonly cents: number }[];
  /** When it was thought to close, ascending by time of writing; the last one is when it did. */
  readonly closeDates: readonly { readonly at: number; readonly closeAt: number }[];
  readonly lostReason: string;
}

export interface Sales {
  readonly owners: readonly Owner[];
  /** Opened by the end of the as-of day, in order of opening. */
  readonly deals: readonly Deal[];
  /** Customers with an account manager: the larger ones, with their lives up to the as-of day. */
  readonly cared: readonly { readonly account: Account; readonly company: Company; readonly contact: Contact }[];
}

/** How a deal stands at a time: the last stage that it has entered. */
export function stageAt({ course }: Deal, time: number): StageEntry {
  let last = course[0];
  for (const entry of course) if (entry.at <= time) last = entry;
  if (last === undefined) throw new RangeError("A deal has a first stage.");
  return last;
}
