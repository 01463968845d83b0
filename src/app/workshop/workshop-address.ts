/**
 * One address holds a workshop: a built-in one by its id with choice, tier and seed behind it, one of one's own as the text of its
 * file, packed. What is too long for an address travels as a file.
 */
import { inflateWithin, LINK_LETTERS, packText, PAYLOAD_LETTERS, readPayload } from "../../archive/packed-text.ts";
import { tooLarge } from "../../archive/limits.ts";
import { diagnostic, EngineError, fail, succeed, type Outcome } from "../../engine/core/errors.ts";
import { MOST_LETTERS } from "../../lessons/workshop/workshop-decode.ts";
import { optionOf, type Workshop, type WorkshopData } from "../../lessons/workshop/workshop.ts";
import { href } from "../route.svelte.ts";
import type { DataChoice } from "../../worker/protocol.ts";

export interface WorkshopSettings {
  /** Id of the option that takes place; null where nothing is to be chosen. */
  readonly option: string | null;
  readonly data: WorkshopData;
}

/** The data that lie beside the page are made of this seed. */
const SHIPPED_SEED = 42;
export const TIERS: readonly string[] = ["tiny", "classroom", "large", "full"];

/** What the address says, where it makes sense; else what the workshop says. */
export function settingsOf(workshop: Workshop, query: URLSearchParams): WorkshopSettings {
  const tier = query.get("tier") ?? "";
  const seed = query.get("seed") ?? "";
  return {
    option: optionOf(workshop, query.get("choice")),
    data: {
      tier: TIERS.includes(tier) ? tier : workshop.data.tier,
      seed: /^\d{1,9}$/.test(seed) ? Number(seed) : workshop.data.seed,
    },
  };
}

/** The query that says all of it, so that a link means the same when the workshop itself changes. */
export function queryOf({ option, data }: WorkshopSettings): Readonly<Record<string, string | number | null>> {
  return { choice: option, tier: data.tier, seed: data.seed };
}

/** Null when the text is too long for an address. */
export function workshopHref(
  shelved: { readonly workshop: Workshop; readonly source: string; readonly own: boolean },
  settings: WorkshopSettings,
): string | null {
  const address = href("workshop", shelved.own ? packText(shelved.source) : shelved.workshop.id, queryOf(settings));
  return address.length > LINK_LETTERS ? null : address;
}

/** True for an address that carries a workshop instead of naming one: ids have no dot. */
export function carriesWorkshop(segment: string): boolean {
  return segment.includes(".");
}

export function readCarried(payload: string): Outcome<string> {
  const read = readPayload(payload);
  if (read.kind === "too-long")
    return fail(tooLarge("The link", payload.length, PAYLOAD_LETTERS, "Ask for the workshop as a file instead."));
  if (read.kind === "newer")
    return fail(
      diagnostic("S004", "The workshop was packed by a newer version of Strata, which this page cannot read.", {
        hint: "Reload the page to get the newer version, then open the link again.",
      }),
    );
  try {
    if (read.kind === "damaged") throw new Error("damaged");
    const bytes = inflateWithin(read.bytes, MOST_LETTERS * 4);
    return succeed(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (thrown) {
    if (thrown instanceof EngineError) return fail(thrown.diagnostic);
    return fail(
      diagnostic("S004", "The workshop in this link is cut off or damaged.", {
        hint: "Copy the whole link again, or ask for the workshop as a file: long links are often cut.",
      }),
    );
  }
}

/** The data as the session takes them: without a seed where it is the one of the files beside the page. */
export function choiceOf({ seed }: WorkshopData): DataChoice {
  return seed === SHIPPED_SEED ? {} : { seed };
}

/** Whether these data are in use, as they come: no other size, start or day, with the planted faults. */
export function isInUse(data: WorkshopData, tier: string, choice: DataChoice): boolean {
  const { seed = SHIPPED_SEED, ...others } = choice;
  return tier === data.tier && seed === data.seed && Object.values(others).every((value) => value === undefined);
}
