/**
 * Which tables are made together, and how they are divided between two makers that run beside each other.
 *
 * In go the names that somebody wants, out come shares. In halves both makers live the customers' lives, which nearly every table needs;
 * beyond that each part of the company belongs to one of them: finding customers, selling and billing to the second, and the studios,
 * which have lives of their own; the rest to the first, where the telemetry is. Otherwise the second has the studios alone. A table may
 * be made for its faults alone, when the list of all faults is wanted.
 */
import { isDamaged } from "./faults/plant.ts";
import { faultManifest } from "./schema/truth.ts";
import { tableName } from "./schema/table-schema.ts";

/** Lists what was planted in all other tables, so it comes after them. */
export const MANIFEST = tableName(faultManifest);

export interface Share {
  /** Names of tables to hand out, without the manifest. */
  readonly wanted: ReadonlySet<string>;
  /** Names of tables whose faults are to be listed. */
  readonly listed: ReadonlySet<string>;
}

/** Everything in one share: `wanted` out of all that there are. */
export function wholeShare(names: readonly string[], wanted: (name: string) => boolean, clean: boolean): Share {
  const tables = names.filter((name) => name !== MANIFEST);
  return {
    wanted: new Set(tables.filter(wanted)),
    listed: new Set(clean || !wanted(MANIFEST) ? [] : tables.filter(isDamaged)),
  };
}

const FIRST_SYSTEMS: readonly string[] = ["app_database", "crm", "reference"];
/** Visits to the web site belong to how customers are found, and what each seller is to win to who sells. */
const SECOND_TABLES: readonly string[] = ["app_database__web_sessions", "reference__quotas"];

function isOfFirst(name: string): boolean {
  return !SECOND_TABLES.includes(name) && FIRST_SYSTEMS.some((system) => name.startsWith(`${system}__`));
}

/** The one company with lives of its own. */
function isOfStudios(name: string): boolean {
  return name.startsWith("monstera__");
}

/**
 * About half of the work each. Where little besides the makers needs a processor, this is the soonest way, though all lives are lived
 * twice.
 */
export function halfShares(whole: Share): readonly [first: Share, second: Share] {
  return divided(whole, isOfFirst);
}

/** The same for files: those of the second take longer to be written, so the first makes the studios as well. */
export function fileShares(whole: Share): readonly [first: Share, second: Share] {
  return divided(whole, (name) => isOfFirst(name) || isOfStudios(name));
}

/**
 * The studios apart from all others: no life is lived twice. On two processors this is sooner than halves, since a browser's database
 * and compiler keep one of them busy.
 */
export function unequalShares(whole: Share): readonly [first: Share, second: Share] {
  return divided(whole, (name) => !isOfStudios(name));
}

function divided(
  { wanted, listed }: Share,
  isFirst: (name: string) => boolean,
): readonly [first: Share, second: Share] {
  const part = (mine: (name: string) => boolean): Share => ({
    wanted: new Set([...wanted].filter(mine)),
    listed: new Set([...listed].filter(mine)),
  });
  return [part(isFirst), part((name) => !isFirst(name))];
}
