/**
 * The project as a zip: its texts with the user's edits, its data files, and under target/ the artifacts of the last commands.
 *
 * It is plain dbt. Where sources read the page's own data packs, a SOURCES.md says where to get them; everything else is as the user
 * has it. `write-zip` is loaded when it is needed.
 */
import type { DataFile } from "../archive/data-file.ts";
import { NOTE_PATH } from "../archive/workspace-note.ts";
import type { Manifest } from "../engine/core/manifest.ts";
import type { SourceFile } from "../engine/core/source-file.ts";

export interface ExportInput {
  readonly files: readonly SourceFile[];
  readonly data: readonly DataFile[];
  /** Name -> text, below target/. */
  readonly artifacts: Readonly<Record<string, string>>;
  /** What belongs to the workspace and not to dbt, as text; null for the plain project. */
  readonly note?: string | null;
  readonly manifest: Manifest;
  readonly dataUrl: string;
  readonly tier: string;
  /** The command that makes the data where they are no files beside the page; null where they are. */
  readonly makeCommand: string | null;
}

const NOTE = "SOURCES.md";

export async function exportProject(input: ExportInput): Promise<Blob> {
  const { writeZip } = await import("../archive/write-zip.ts");
  const note = input.files.some((file) => file.path === NOTE) ? null : sourcesNote(input);
  const artifacts = Object.entries(input.artifacts)
    .filter(([name]) => /^[\w-]+\.json$/.test(name))
    .map(([name, text]) => ({ path: `target/${name}`, text }));
  const data = await Promise.all(
    input.data.map(async ({ path, content }) => ({ path, bytes: new Uint8Array(await content.arrayBuffer()) })),
  );
  const workspace = input.note ? [{ path: NOTE_PATH, text: input.note }] : [];
  const texts = [...input.files, ...(note === null ? [] : [{ path: NOTE, text: note }]), ...workspace, ...artifacts];
  return new Blob([writeZip(texts, data)], { type: "application/zip" });
}

/** Null when no source reads the page's packs. */
export function sourcesNote({
  manifest,
  dataUrl,
  tier,
  makeCommand,
}: Pick<ExportInput, "manifest" | "dataUrl" | "tier" | "makeCommand">): string | null {
  const files = [...manifest.nodes.values()]
    .flatMap((node) => (node.external_location?.startsWith(`${tier}/`) === true ? [node.external_location] : []))
    .sort();
  if (files.length === 0) return null;
  const folder = dataUrl.endsWith("/") ? dataUrl : `${dataUrl}/`;
  return [
    "# Where the source data lie",
    "",
    ...(makeCommand === null
      ? [
          "The sources of this project are Parquet files. They are not in this archive; the workbench that it came from serves them:",
          "",
          ...[...new Set(files)].map((file) => `- <${folder}${file}>`),
        ]
      : [
          "The sources of this project are Parquet files. The page that it came from had made them itself; in the workbench's repository this makes the same ones:",
          "",
          "```bash",
          makeCommand,
          "```",
        ]),
    "",
    "Put them into one folder and name it when you run dbt (1.10.8 or later, with its DuckDB adapter):",
    "",
    "```bash",
    "STRATA_DATA_DIR=/path/to/that/folder dbt build --profiles-dir .",
    "```",
    "",
  ].join("\n");
}
