/**
 * A dashboard's YAML -> the dashboard, and what is wrong with it. A tile that cannot be understood is left out with its finding; the
 * others stay, so that somebody who writes sees the rest.
 */
import { diagnostic, type Diagnostic } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import {
  asList,
  isReadable,
  isRecord,
  readYaml,
  type YamlFile,
  type YamlRecord,
  type YamlValue,
} from "../project/yaml.ts";
import {
  FORMATS,
  MARKS,
  type Dashboard,
  type DashboardFilter,
  type DashboardTile,
  type Direction,
  type Mark,
  type TileMetric,
} from "./dashboard.ts";

const DASHBOARD_KEYS = ["title", "intro", "filters", "tiles"];
const FILTER_KEYS = ["name", "label", "kind", "column", "options"];
const TILE_KEYS =
  "title reading mark width height sql metric entity days x y series format unit better compared horizontal columns drill".split(
    " ",
  );
const KINDS = ["select", "dates", "day"] as const;
const DIRECTIONS: readonly Direction[] = ["up", "down", "neutral"];
const NAME = /^[a-z_][a-z0-9_]*$/i;
const METRIC_DAYS = 365;

type Path = readonly (string | number)[];

export interface ReadDashboard {
  /** Null when nothing can be shown. */
  readonly dashboard: Dashboard | null;
  readonly diagnostics: readonly Diagnostic[];
}

export function readDashboard(file: SourceFile): ReadDashboard {
  const yaml = readYaml(file);
  if (!isReadable(yaml)) return { dashboard: null, diagnostics: yaml.diagnostics };
  const reader = new Reader(yaml);
  if (!isRecord(yaml.value)) {
    reader.wrong([], `The dashboard "${file.path}" is not a list of keys.`, 'Begin with "title:" and "tiles:".');
    return { dashboard: null, diagnostics: reader.found };
  }
  return { dashboard: reader.dashboard(yaml.value), diagnostics: [...yaml.diagnostics, ...reader.found] };
}

class Reader {
  readonly found: Diagnostic[] = [];
  readonly #yaml: YamlFile;

  constructor(yaml: YamlFile) {
    this.#yaml = yaml;
  }

  wrong(path: Path, message: string, hint: string): void {
    this.found.push(diagnostic("P003", message, { hint, at: this.#yaml.spanOf(path) }));
  }

  dashboard(root: YamlRecord): Dashboard | null {
    this.#known(root, DASHBOARD_KEYS, [], "a dashboard");
    const title = this.#text(root, "title", []);
    if (title === "") this.wrong([], 'The dashboard has no "title".', 'Give it one line: "title: Sales pipeline".');
    const tiles = asList(root["tiles"]).flatMap((value, index) => this.#tile(value, index) ?? []);
    if (asList(root["tiles"]).length === 0)
      this.wrong(
        [],
        'The dashboard has no "tiles".',
        'A tile needs a "title", a "mark" and "sql" or a "metric"; the template of a new dashboard has three.',
      );
    const filters = asList(root["filters"]).flatMap((value, index) => this.#filter(value, index) ?? []);
    return { title, intro: this.#text(root, "intro", []), filters, tiles };
  }

  #filter(value: YamlValue, index: number): DashboardFilter | null {
    const path = ["filters", index];
    if (!isRecord(value)) {
      this.wrong(path, `Filter ${index + 1} is not a list of keys.`, 'Give it a "name" and a "column".');
      return null;
    }
    this.#known(value, FILTER_KEYS, path, "a filter");
    const name = this.#text(value, "name", path);
    if (!NAME.test(name)) {
      this.wrong(
        [...path, "name"],
        `Filter ${index + 1} has no usable "name".`,
        "Use letters, digits and underscores: queries call it {{ filters.name }}.",
      );
      return null;
    }
    const kind = this.#choice(value, "kind", path, KINDS, "select");
    const options = value["options"];
    if (kind === "select" && options === undefined)
      this.wrong(
        path,
        `The filter "${name}" has no "options".`,
        "Give it a query whose first column lists the choices, or a list of them.",
      );
    return {
      name,
      label: this.#text(value, "label", path) || name.replaceAll("_", " "),
      kind,
      column: this.#text(value, "column", path) || name,
      options: Array.isArray(options) ? options.map(String) : typeof options === "string" ? options : null,
    };
  }

  #tile(value: YamlValue, index: number): DashboardTile | null {
    const path = ["tiles", index];
    if (!isRecord(value)) {
      this.wrong(path, `Tile ${index + 1} is not a list of keys.`, 'Give it a "title", a "mark" and "sql".');
      return null;
    }
    this.#known(value, TILE_KEYS, path, "a tile");
    const title = this.#text(value, "title", path);
    const called = title === "" ? `Tile ${index + 1}` : `The tile "${title}"`;
    if (title === "") this.wrong(path, `${called} has no "title".`, "Say in a few words what it shows.");
    const mark = this.#choice<Mark>(value, "mark", path, MARKS, "table");
    const sql = this.#text(value, "sql", path);
    const metric = this.#metric(value, path, called);
    if (sql === "" && metric === null) {
      if (value["metric"] === undefined)
        this.wrong(
          path,
          `${called} has neither "sql" nor "metric".`,
          'Write a query with ref(), or name a metric as "revenue.mrr".',
        );
      return null;
    }
    const needsAxes = metric === null && mark !== "number" && mark !== "table";
    const x = this.#text(value, "x", path) || (metric === null ? null : "metric_date");
    const y = this.#text(value, "y", path) || (metric === null ? null : "value");
    if (needsAxes && (x === null || y === null)) {
      this.wrong(path, `${called} has the mark "${mark}" but no "x" and "y".`, "Name the columns of its query.");
      return null;
    }
    return {
      id: `${index + 1}`,
      title,
      reading: this.#text(value, "reading", path),
      mark,
      width: this.#whole(value, "width", path, mark === "number" ? 3 : 6, 12),
      height: this.#whole(value, "height", path, mark === "number" ? 1 : 2, 6),
      sql: sql || null,
      metric,
      x,
      y,
      series: this.#text(value, "series", path) || null,
      format: this.#choice(value, "format", path, FORMATS, "number"),
      unit: this.#text(value, "unit", path) || null,
      better: this.#choice(value, "better", path, DIRECTIONS, "neutral"),
      compared: this.#text(value, "compared", path) || (metric === null ? null : "a month before"),
      horizontal: value["horizontal"] === true,
      columns: isRecord(value["columns"])
        ? Object.fromEntries(Object.entries(value["columns"]).map(([name, column]) => [name, String(column)]))
        : {},
      drill: this.#text(value, "drill", path) || null,
    };
  }

  #metric(tile: YamlRecord, path: Path, called: string): TileMetric | null {
    const text = this.#text(tile, "metric", path);
    if (text === "") return null;
    const [domain = "", name = "", ...rest] = text.split(".");
    if (!NAME.test(domain) || !NAME.test(name) || rest.length > 0) {
      this.wrong(
        [...path, "metric"],
        `${called} names the metric "${text}".`,
        'Write the domain, a point and the name: "revenue.mrr".',
      );
      return null;
    }
    const days = this.#whole(tile, "days", path, METRIC_DAYS, 4000);
    return { domain, name, entity: this.#text(tile, "entity", path) || null, days };
  }

  #known(record: YamlRecord, keys: readonly string[], path: Path, what: string): void {
    for (const key of Object.keys(record))
      if (!keys.includes(key))
        this.found.push(
          diagnostic("P009", `The key "${key}" is not known in ${what}.`, {
            hint: `Known are: ${keys.join(", ")}.`,
            at: this.#yaml.spanOf([...path, key]),
            severity: "warning",
          }),
        );
  }

  #text(record: YamlRecord, key: string, path: Path): string {
    const value = record[key];
    if (value === undefined || value === null) return "";
    if (typeof value === "object") {
      this.wrong(
        [...path, key],
        `The value of "${key}" is not a text.`,
        "Write it on one line, or as a block after |.",
      );
      return "";
    }
    return String(value).trim();
  }

  #whole(record: YamlRecord, key: string, path: Path, fallback: number, most: number): number {
    const value = record[key];
    if (value === undefined) return fallback;
    const number = Number(value);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    this.wrong([...path, key], `"${key}" is ${String(value)}.`, `Give a whole number from 1 to ${most}.`);
    return fallback;
  }

  #choice<T extends string>(record: YamlRecord, key: string, path: Path, known: readonly T[], fallback: T): T {
    const value = record[key];
    if (value === undefined) return fallback;
    const found = known.find((each) => each === value);
    if (found !== undefined) return found;
    this.wrong([...path, key], `"${key}" is "${String(value)}".`, `It may be: ${known.join(", ")}.`);
    return fallback;
  }
}
