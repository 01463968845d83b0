/** A calibration report as lines of text for a terminal, in columns. */
import { grouped } from "./grouped.ts";
import { TOTAL_BUDGET_BYTES, downloadBytes } from "./pack-sizes.ts";
import type { Band, Kpi, Report, Unit } from "./report.ts";

const MARKS = { "in band": "ok", "too low": "LOW", "too high": "HIGH", "not measured": "-" } as const;

export function reportText(report: Report): string {
  const { tier, seed, customers, as_of_date: asOf, clean, generator_version: version } = report;
  const parts = [
    `Tier ${tier}, seed ${String(seed)}, ${grouped(customers)} customers, as of ${asOf}, ${clean ? "clean" : "with faults"}, generator ${version}`,
    columns([["", "KPI", "value", "band", ""], ...report.kpis.map(kpiCells)], [1, 1, -1, 1, 1]),
  ];
  if (report.packs.length > 0) parts.push(packText(report));
  if (report.faults.length > 0)
    parts.push(
      columns(
        [
          ["fault", "", "lines", "tables"],
          ...report.faults.map(({ id, title, lines, tables }) => [id, title, grouped(lines), String(tables)]),
        ],
        [1, 1, -1, -1],
      ),
    );
  return parts.join("\n\n");
}

function kpiCells({ verdict, title, value, unit, band, detail }: Kpi): string[] {
  return [MARKS[verdict], title, value === null ? "" : amount(value, unit), bandText(band, unit), detail];
}

export function bandText({ low, high }: Band, unit: Unit): string {
  return low === high ? amount(low, unit) : `${amount(low, unit)} to ${amount(high, unit)}`;
}

export function amount(value: number, unit: Unit): string {
  if (unit === "percent") return `${(value * 100).toFixed(1)} %`;
  if (unit === "months") return `${value.toFixed(1)} months`;
  return unit === "factor" ? value.toFixed(2) : String(value);
}

function packText({ packs, tier }: Report): string {
  const isWeighed = tier === "classroom";
  const rows = packs.map(({ pack, tables, rows: count, bytes, budget }) => [
    isWeighed && budget !== null && bytes > budget ? "HIGH" : "",
    pack,
    grouped(tables),
    grouped(count),
    bytes === 0 ? "" : megabytes(bytes),
    budget === null || !isWeighed ? "" : megabytes(budget),
  ]);
  const total = downloadBytes(packs);
  return columns(
    [
      ["", "pack", "tables", "rows", "size", "budget"],
      ...rows,
      [
        isWeighed && total > TOTAL_BUDGET_BYTES ? "HIGH" : "",
        "download",
        "",
        "",
        megabytes(total),
        isWeighed ? megabytes(TOTAL_BUDGET_BYTES) : "",
      ],
    ],
    [1, 1, -1, -1, -1, -1],
  );
}

/** `sides`: 1 writes a column from the left, -1 from the right. */
function columns(rows: readonly (readonly string[])[], sides: readonly number[]): string {
  const widths = sides.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows
    .map((row) =>
      sides
        .map((side, at) => {
          const cell = row[at] ?? "";
          return side > 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
