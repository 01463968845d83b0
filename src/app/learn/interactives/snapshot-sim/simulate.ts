/**
 * What a run of a dbt snapshot makes of a source: rows and the history so far -> the history after it. The same rules as the snapshot
 * macros of this engine and of dbt on DuckDB: only open versions are compared, versions end by an update that finds them by their hash,
 * and new rows are then inserted without a further look, which is why a key that comes back can overlap itself.
 *
 * Moments are texts such as "2025-01-02 15:00:00", which sort as they pass.
 */
export interface SourceRow {
  readonly key: string;
  readonly value: string;
  readonly updatedAt: string;
}

export interface KeptVersion {
  readonly key: string;
  readonly value: string;
  readonly validFrom: string;
  /** Null while open. */
  readonly validTo: string | null;
  /** Of the mode new_record only, else null. */
  readonly deleted: boolean | null;
  /** Stands for dbt_scd_id: what would be hashed. */
  readonly id: string;
  /** Number of the run that made it, and of the one that closed it. */
  readonly madeBy: number;
  readonly closedBy: number | null;
}

export type Strategy = "timestamp" | "check";
export type HardDeletes = "ignore" | "invalidate" | "new_record";

export interface SnapshotConfig {
  readonly strategy: Strategy;
  readonly hardDeletes: HardDeletes;
}

export interface Picture {
  /** The moment of the run. */
  readonly at: string;
  readonly source: readonly SourceRow[];
}

/** The history after all runs. */
export function historyAfter(pictures: readonly Picture[], config: SnapshotConfig): readonly KeptVersion[] {
  return pictures.reduce<readonly KeptVersion[]>(
    (history, picture, index) => afterRun(history, picture, index + 1, config),
    [],
  );
}

function afterRun(
  history: readonly KeptVersion[],
  { at, source }: Picture,
  run: number,
  config: SnapshotConfig,
): readonly KeptVersion[] {
  const records = config.hardDeletes === "new_record";
  const timeOf = (row: SourceRow) => (config.strategy === "timestamp" ? row.updatedAt : at);
  const fresh = (row: SourceRow): KeptVersion => ({
    key: row.key,
    value: row.value,
    validFrom: timeOf(row),
    validTo: null,
    deleted: records ? false : null,
    id: `${row.key}|${timeOf(row)}`,
    madeBy: run,
    closedBy: null,
  });
  const open = history.filter((version) => version.validTo === null);
  const ends = new Map<string, string>();
  const inserts: KeptVersion[] = [];

  for (const row of source) {
    const own = open.filter((version) => version.key === row.key);
    if (own.length === 0) inserts.push(fresh(row));
    for (const version of own) {
      const changed = config.strategy === "timestamp" ? version.validFrom < row.updatedAt : version.value !== row.value;
      if (!changed && version.deleted !== true) continue;
      inserts.push(fresh(row));
      ends.set(version.id, timeOf(row));
    }
  }
  if (config.hardDeletes !== "ignore") {
    for (const version of open) {
      if (source.some((row) => row.key === version.key) || version.deleted === true) continue;
      ends.set(version.id, at);
      if (records)
        inserts.push({
          ...version,
          validFrom: at,
          validTo: null,
          deleted: true,
          id: `${version.id}|${at}`,
          madeBy: run,
          closedBy: null,
        });
    }
  }
  const closed = history.map((version) => {
    const end = version.validTo === null ? ends.get(version.id) : undefined;
    return end === undefined ? version : { ...version, validTo: end, closedBy: run };
  });
  return [...closed, ...inserts].sort(
    (one, other) => order(one.key, other.key) || order(one.validFrom, other.validFrom) || one.madeBy - other.madeBy,
  );
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  const [left, right] = [Number(one), Number(other)];
  if (Number.isFinite(left) && Number.isFinite(right) && left !== right) return left - right;
  return one < other ? -1 : 1;
}

export interface KeyFault {
  readonly key: string;
  readonly kind: "overlap" | "inverted" | "gap" | "gone";
}

/** What a reader of the history would stumble over; "gone" is a key that ended, which is no fault where it was deleted. */
export function faultsIn(history: readonly KeptVersion[]): readonly KeyFault[] {
  return [...new Set(history.map((version) => version.key))].flatMap((key) => {
    const own = history.filter((version) => version.key === key);
    const kinds = new Set<KeyFault["kind"]>();
    let end: string | null | undefined;
    for (const version of own) {
      if (version.validTo !== null && version.validTo <= version.validFrom) kinds.add("inverted");
      if (end === null || (end !== undefined && version.validFrom < end)) kinds.add("overlap");
      else if (end !== undefined && version.validFrom > end) kinds.add("gap");
      end =
        end === null || version.validTo === null
          ? null
          : end === undefined || version.validTo > end
            ? version.validTo
            : end;
    }
    if (end !== null) kinds.add("gone");
    return [...kinds].map((kind) => ({ key, kind }));
  });
}

/** The statements of a later run, one for each part that the configuration has. */
export function statementsOf(config: SnapshotConfig, key: string, value: string, now: string): readonly string[] {
  const begins = config.strategy === "timestamp" ? "source.updated_at" : `timestamp '${now}'`;
  const changed =
    config.strategy === "timestamp"
      ? "open_version.dbt_valid_from < source.updated_at"
      : `open_version.${value} is distinct from source.${value}`;
  const differs =
    config.hardDeletes === "new_record" ? `(${changed} or open_version.dbt_is_deleted = 'True')` : changed;
  const parts = [
    `-- inserts: keys without an open version, and what has changed
select source.*, ${begins} as dbt_valid_from, null as dbt_valid_to
from source
left join open_version on open_version.${key} = source.${key}
where open_version.${key} is null
    or ${differs}`,
    `-- updates: the old version ends where the new one begins
update snapshot set dbt_valid_to = ${begins}
from source
where open_version.${key} = source.${key}
    and ${differs}`,
  ];
  if (config.hardDeletes !== "ignore")
    parts.push(`-- deletes: open versions that the source lacks end now
update snapshot set dbt_valid_to = timestamp '${now}'
where ${key} not in (select ${key} from source)${config.hardDeletes === "new_record" ? "\n    and dbt_is_deleted <> 'True'" : ""}`);
  if (config.hardDeletes === "new_record")
    parts.push(`-- and a row says so
select open_version.* replace (
    timestamp '${now}' as dbt_valid_from,
    'True' as dbt_is_deleted
)
from open_version
where ${key} not in (select ${key} from source)
    and dbt_is_deleted <> 'True'`);
  return parts;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "2025-01-02 15:00:00" -> "2 Jan 15:00"; midnight is the day alone. */
export function shortMoment(moment: string): string {
  const match = /^\d{4}-(\d\d)-(\d\d)(?: (\d\d:\d\d))?/.exec(moment);
  if (match === null) return moment;
  const time = match[3] === undefined || match[3] === "00:00" ? "" : ` ${match[3]}`;
  return `${Number(match[2])} ${MONTHS[Number(match[1]) - 1] ?? ""}${time}`;
}
