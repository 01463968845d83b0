/** The dashboards of a project: one per exposure, and those of `dashboards/` that no exposure names (people's own). */
import type { Json, Manifest, ManifestNode } from "../core/manifest.ts";
import type { NodeId } from "../core/ids.ts";
import type { SourceFile } from "../core/source-file.ts";
import { readDashboard } from "./read-dashboard.ts";

export interface DashboardEntry {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** `dashboard`, `analysis`, …; null for one without an exposure. */
  readonly type: string | null;
  readonly owner: string | null;
  readonly exposure: NodeId | null;
  readonly path: string;
  /** False for an exposure whose file is not there. */
  readonly written: boolean;
  readonly tiles: number;
  readonly errors: number;
  /** Names of the models that the exposure depends on. */
  readonly models: readonly string[];
}

const FOLDER = "dashboards/";
const FILE = /^dashboards\/([\w-]+)\.ya?ml$/;

export function dashboardPath(exposure: ManifestNode): string {
  const named = exposure.meta["dashboard"];
  return typeof named === "string" && FILE.test(named) ? named : `${FOLDER}${exposure.name}.yml`;
}

export function listDashboards(manifest: Manifest, files: readonly SourceFile[]): readonly DashboardEntry[] {
  const byPath = new Map(files.filter((file) => FILE.test(file.path)).map((file) => [file.path, file]));
  const exposures = [...manifest.nodes.values()].filter((node) => node.resource_type === "exposure");
  const taken = new Set(exposures.map(dashboardPath));
  const own = [...byPath.values()].filter((file) => !taken.has(file.path));
  return [
    ...exposures.map((exposure): DashboardEntry => {
      const path = dashboardPath(exposure);
      const file = byPath.get(path);
      const { definition } = exposure;
      const owner = definition?.["owner"];
      return {
        name: exposure.name,
        label: text(definition?.["label"]) ?? exposure.name,
        description: exposure.description,
        type: text(definition?.["type"]),
        owner: isRecord(owner) ? text(owner["name"]) : null,
        exposure: exposure.unique_id,
        path,
        written: file !== undefined,
        ...counts(file),
        models: exposure.depends_on.nodes.flatMap((id) => manifest.nodes.get(id)?.name ?? []),
      };
    }),
    ...own.map((file): DashboardEntry => {
      const name = FILE.exec(file.path)?.[1] ?? file.path;
      const { dashboard } = readDashboard(file);
      return {
        name,
        label: dashboard?.title || name,
        description: dashboard?.intro ?? "",
        type: null,
        owner: null,
        exposure: null,
        path: file.path,
        written: true,
        ...counts(file),
        models: [],
      };
    }),
  ];
}

function counts(file: SourceFile | undefined): Pick<DashboardEntry, "tiles" | "errors"> {
  if (file === undefined) return { tiles: 0, errors: 0 };
  const { dashboard, diagnostics } = readDashboard(file);
  return {
    tiles: dashboard?.tiles.length ?? 0,
    errors: diagnostics.filter((found) => found.severity === "error").length,
  };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function isRecord(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
