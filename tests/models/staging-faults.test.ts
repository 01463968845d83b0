/**
 * Staging undoes the faults that the sources are known to have: over a faulty company it gives what it gives over the same company
 * without faults. What cannot be undone is flagged in `dq_flags`, and what is left for later layers is listed here, with the reason.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNativeEngine } from "../../src/cli/native-engine.ts";
import { writeData } from "../../src/datagen/node.ts";
import { readWish } from "../../src/datagen/request.ts";
import { tableRows } from "../../src/engine/index.ts";
import { testedKeys } from "../../src/engine/lineage/key-tests.ts";
import type { Engine, ManifestNode } from "../../src/engine/index.ts";

interface Left {
  /** Columns in which a row that bears no flag may differ. */
  readonly columns?: readonly string[];
  /** Rows that are not there may be as many as the lines of these faults on this table. */
  readonly missing?: readonly string[];
  readonly why: string;
}

const PAID_IN_ITS_OWN_CURRENCY =
  "F09: an amount stays in the currency in which it was charged; it is converted where it meets others.";

/** Staging model -> what the faulty company's rows may differ in. */
const LEFT: Readonly<Record<string, Left>> = {
  stg_app_database__device_telemetry_daily: {
    missing: ["F03", "F15"],
    why: "Days that were never delivered, or not yet, cannot be made up; later layers show them as unknown.",
  },
  stg_app_database__tap_events: { missing: ["F03"], why: "What arrives after the as-of date is not there yet." },
  stg_app_database__web_sessions: {
    columns: ["utm_source", "utm_medium", "utm_campaign"],
    why: "F17: a lost campaign tag cannot be found again.",
  },
  stg_crm_deal_stage_history: { columns: ["recorded_at"], why: "F03: when it was recorded is what is late." },
  stg_facebook_ads__ad_actions: {
    columns: ["action_count"],
    why: "F16: what the platform claims is kept as its claim, and compared with our own conversions later.",
  },
  stg_google_ads__campaign_stats: {
    columns: ["spend_local"],
    missing: ["F15"],
    why: "F15: a day that was never delivered; F09: spend in the account's own currency, beside spend in USD.",
  },
  stg_google_ads__keyword_stats: { columns: ["spend_local"], why: PAID_IN_ITS_OWN_CURRENCY },
  stg_hubspot__contacts: { columns: ["is_deleted"], why: "F11: a deleted contact says that it is deleted." },
  stg_stripe__balance_transactions: { columns: ["exchange_rate"], why: PAID_IN_ITS_OWN_CURRENCY },
  stg_stripe__charges: { columns: ["currency", "amount"], why: PAID_IN_ITS_OWN_CURRENCY },
  stg_stripe__customers: { columns: ["currency"], why: PAID_IN_ITS_OWN_CURRENCY },
  stg_stripe__disputes: { columns: ["currency", "amount"], why: PAID_IN_ITS_OWN_CURRENCY },
  stg_stripe__events: { missing: ["F04"], why: "What is delivered after the as-of date is not there yet." },
  stg_stripe__invoice_items: { columns: ["currency", "amount"], why: PAID_IN_ITS_OWN_CURRENCY },
  stg_stripe__invoice_line_items: { columns: ["currency", "amount"], why: PAID_IN_ITS_OWN_CURRENCY },
  stg_stripe__invoices: {
    columns: ["currency", "amount_due", "amount_paid", "amount_remaining", "subtotal", "total"],
    why: PAID_IN_ITS_OWN_CURRENCY,
  },
  stg_stripe__payment_intents: { columns: ["currency", "amount", "amount_received"], why: PAID_IN_ITS_OWN_CURRENCY },
};

/** What also happens to a company whose records are right, and is worth a flag. */
const RESTATED = "The platform still restates its last days.";
const FLAGGED_ANYWAY: Readonly<Record<string, string>> = {
  stg_facebook_ads__ad_actions: RESTATED,
  stg_google_ads__campaign_stats: RESTATED,
  stg_google_ads__keyword_stats: RESTATED,
  stg_linkedin_ads__campaign_daily: RESTATED,
  stg_stripe__customers: "A customer that was entered by hand, without the id of its account.",
  stg_stripe__events: "A webhook that was answered only after some tries.",
};

/** Say when the data were loaded, or what is wrong with them; not what they are. */
const NOT_COMPARED: ReadonlySet<string> = new Set(["_stg_loaded_at", "ingested_at", "dq_flags"]);

interface Row {
  readonly values: Readonly<Record<string, string>>;
  readonly isFlagged: boolean;
}

interface Staged {
  /** The source tables that the model reads. */
  readonly tables: readonly string[];
  /** By the key that is tested. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly repeatedKeys: number;
}

type Company = ReadonlyMap<string, Staged>;

let folder = "";
let clean: Company;
let faulty: Company;
/** `table fault` -> rows with that fault. */
const planted = new Map<string, number>();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "strata-staging-"));
  clean = await stage("clean");
  faulty = await stage("faulty");
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function stage(kind: "clean" | "faulty"): Promise<Company> {
  const out = join(folder, kind);
  const request = readWish({ tier: "tiny", clean: kind === "clean" });
  await writeData({ request, out, everything: true, force: true });
  const native = await openNativeEngine({
    projectDir: "src/models",
    path: ":memory:",
    env: { STRATA_DATA_DIR: join(out, "tiny") },
  });
  try {
    const { log, exitCode } = await native.engine.command(
      "build --select tag:staging seed_status_mapping seed_excluded_accounts --resource-type model seed",
    );
    expect(exitCode, log.join("\n")).toBe(0);
    if (kind === "faulty") await readPlanted(native.engine, join(out, "tiny", "truth__fault_manifest.parquet"));
    const found = new Map<string, Staged>();
    for (const node of native.engine.manifest.nodes.values()) {
      if (node.resource_type === "model" && node.config.tags.includes("staging"))
        found.set(node.name, await readStaged(native.engine, node));
    }
    return found;
  } finally {
    await native.close();
  }
}

async function rowsOf(engine: Engine, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const answer = await engine.query(sql, { limit: 1_000_000 });
  if (!answer.ok) throw new Error(answer.diagnostics[0]?.message);
  return tableRows(answer.value.table);
}

async function readPlanted(engine: Engine, path: string): Promise<void> {
  const sql = `select table_name, fault_id, count(distinct row_key) as lines from read_parquet('${path}') group by all`;
  for (const row of await rowsOf(engine, sql))
    planted.set(`${String(row["table_name"])} ${String(row["fault_id"])}`, Number(row["lines"]));
}

async function readStaged(engine: Engine, node: ManifestNode): Promise<Staged> {
  const compiledTests = new Map<string, string>();
  for (const id of engine.manifest.child_map.get(node.unique_id) ?? []) {
    const outcome = engine.manifest.nodes.get(id)?.resource_type === "test" ? await engine.compile(id) : null;
    if (outcome?.ok) compiledTests.set(id, outcome.value.compiled_code);
  }
  const [key] = testedKeys(engine.manifest, node, (found) => compiledTests.get(found.unique_id) ?? null);
  if (!key) throw new Error(`No test holds the key of "${node.name}".`);
  const rows = new Map<string, Row>();
  let repeatedKeys = 0;
  for (const row of await rowsOf(engine, `select * from {{ ref('${node.name}') }}`)) {
    const id = key.columns.map((column) => String(row[column])).join("|");
    if (rows.has(id)) repeatedKeys += 1;
    const compared = Object.entries(row).filter(([column]) => !NOT_COMPARED.has(column));
    rows.set(id, {
      values: Object.fromEntries(compared.map(([column, value]) => [column, String(value)])),
      isFlagged: Number(row["dq_flags"] ?? 0) !== 0,
    });
  }
  const tables = node.depends_on.nodes.flatMap((id) => {
    const source = engine.manifest.nodes.get(id);
    return source?.resource_type === "source" ? [`${source.source_name ?? ""}__${source.name}`] : [];
  });
  return { tables, rows, repeatedKeys };
}

/** What the models' rows over the two companies say, model by model; only models of which there is something to say. */
function said(say: (name: string, before: Staged, after: Staged) => readonly string[]): string[] {
  return [...clean].flatMap(([name, before]) => {
    const after = faulty.get(name);
    return after ? say(name, before, after).map((text) => `${name}: ${text}`) : [`${name} is gone`];
  });
}

test("a repeated delivery is staged once", () => {
  expect(
    said((_, before, after) => [before, after].flatMap(({ repeatedKeys }) => (repeatedKeys > 0 ? ["repeats"] : []))),
  ).toEqual([]);
});

test("no clean row is lost", () => {
  expect(
    said((name, before, after) => {
      const lost = [...before.rows.keys()].filter((key) => !after.rows.has(key));
      const faults = LEFT[name]?.missing ?? [];
      const allowed = before.tables
        .flatMap((table) => faults.map((fault) => planted.get(`${table} ${fault}`) ?? 0))
        .reduce((sum, lines) => sum + lines, 0);
      return lost.length > allowed ? [`${lost.length} rows are missing, ${lost[0] ?? ""} for one`] : [];
    }),
  ).toEqual([]);
});

test("no row that does not belong to the company is left without a flag", () => {
  expect(
    said((_, before, after) =>
      [...after.rows].flatMap(([key, { isFlagged }]) => (before.rows.has(key) || isFlagged ? [] : [key])),
    ),
  ).toEqual([]);
});

test("a faulty value is put right, emptied or flagged", () => {
  expect(
    said((name, before, after) => {
      const left = new Set(LEFT[name]?.columns);
      return [...after.rows].flatMap(([key, row]) => {
        const right = before.rows.get(key);
        if (!right || row.isFlagged) return [];
        return Object.entries(row.values).flatMap(([column, value]) =>
          value === right.values[column] || left.has(column)
            ? []
            : [`${column} of ${key} is ${value} instead of ${String(right.values[column])}`],
        );
      });
    }),
  ).toEqual([]);
});

test("hardly anything of a clean company is flagged", () => {
  expect(
    said((name, before) => {
      if (name in FLAGGED_ANYWAY) return [];
      const flagged = [...before.rows].filter(([, { isFlagged }]) => isFlagged);
      return flagged.length > 0 ? [`${flagged.length} rows are flagged, ${flagged[0]?.[0] ?? ""} for one`] : [];
    }),
  ).toEqual([]);
});

test("nothing is said to be left that is not", () => {
  expect(Object.keys({ ...LEFT, ...FLAGGED_ANYWAY }).filter((name) => !clean.has(name))).toEqual([]);
});
