/**
 * A CSV or Parquet file -> the source that reads it, and where it is kept; or why it cannot be data.
 *
 * In a project from outside a file becomes the data of a source that the project declares. The bundled project's own sources have
 * their data, so there a file gets a source of its own, `source('attached', '<name>')`, declared by a YAML file among the edits: the
 * export is then plain dbt, with the file beside it.
 */
import { ATTACHED_SOURCE, fileOfSource, pathForSource } from "../../archive/data-file.ts";
import { LIMITS, tooLarge } from "../../archive/limits.ts";
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import { sourcesOf } from "./source-nodes.ts";

export interface AttachPlan {
  /** Where the file is kept. */
  readonly path: string;
  /** `<source>.<table>`, as source() names it. */
  readonly source: string;
  /** The file that declares the source, where it has to be written. */
  readonly declaration: { readonly path: string; readonly text: string } | null;
}

const DECLARED_IN = "models/attached";

/** For the project from outside: the given source, or the one whose name the file bears. */
export async function planAttach(
  name: string,
  content: Blob,
  manifest: Manifest,
  source: ManifestNode | null,
): Promise<Outcome<AttachPlan>> {
  const fault = await fileFault(name, content);
  if (fault) return fail(fault);
  const reader = source ?? sourcesOf(manifest).find((node) => fileOfSource(node, [{ path: name }]) !== null) ?? null;
  if (!reader) {
    const names = sourcesOf(manifest).map((node) => `${node.identifier ?? node.name}.csv`);
    return fail(
      notAttachable(
        name,
        "no source of the project has its name",
        names.length === 0
          ? "The project declares no sources; CSV files in seeds/ are its data."
          : `Names that fit: ${names.slice(0, 6).join(", ")}. Or attach it at the source itself.`,
      ),
    );
  }
  return succeed({
    path: pathForSource(reader, name),
    source: `${reader.source_name ?? ""}.${reader.name}`,
    declaration: null,
  });
}

/** For the bundled project: a source of its own. A file of the same name is replaced. */
export async function planOwnSource(name: string, content: Blob): Promise<Outcome<AttachPlan>> {
  const fault = await fileFault(name, content);
  if (fault) return fail(fault);
  const table = tableName(name);
  const path = `data/${ATTACHED_SOURCE}__${table}.${/\.parquet$/i.test(name) ? "parquet" : "csv"}`;
  return succeed({
    path,
    source: `${ATTACHED_SOURCE}.${table}`,
    declaration: { path: declarationPath(path), text: declaration(table, path, name) },
  });
}

/** Where the source of an attached file is declared: `data/attached__orders.csv` -> `models/attached/attached__orders.yml`. */
export function declarationPath(path: string): string {
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\.[a-z]+$/i, "");
  return `${DECLARED_IN}/${stem}.yml`;
}

/** `Export of Monday.csv` -> `export_of_monday`. */
export function tableName(fileName: string): string {
  const words = fileName
    .replace(/\.[a-z]+$/i, "")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60);
  return words === "" ? "file" : /^\d/.test(words) ? `t_${words}` : words;
}

function declaration(table: string, path: string, fileName: string): string {
  const described = fileName.replace(/[^\w .()-]+/g, " ").trim();
  return [
    "version: 2",
    "",
    "sources:",
    `  - name: ${ATTACHED_SOURCE}`,
    `    schema: ${ATTACHED_SOURCE}`,
    "    tables:",
    `      - name: ${table}`,
    `        description: "The file ${described}, attached on this device. One row per row of the file."`,
    "        meta:",
    `          external_location: "${path}"`,
    "",
  ].join("\n");
}

async function fileFault(name: string, content: Blob): Promise<Diagnostic | null> {
  if (!/\.(csv|parquet)$/i.test(name))
    return notAttachable(name, "it is neither CSV nor Parquet", "Choose a file that ends in .csv or .parquet.");
  if (content.size > LIMITS.dataBytes) return tooLarge(`The file "${name}"`, content.size, LIMITS.dataBytes);
  const fault = await contentFault(name, content);
  return fault === null ? null : notAttachable(name, fault, "Export it again as Parquet, or as CSV in UTF-8.");
}

/** Null when the content is what the name says. */
async function contentFault(name: string, content: Blob): Promise<string | null> {
  const magic = async (from: number) =>
    new TextDecoder("latin1").decode(await content.slice(from, from + 4).arrayBuffer());
  if (/\.parquet$/i.test(name)) {
    const whole = content.size > 12 && (await magic(0)) === "PAR1" && (await magic(content.size - 4)) === "PAR1";
    return whole ? null : "it is no whole Parquet file";
  }
  const head = new Uint8Array(await content.slice(0, 65_536).arrayBuffer());
  if (head.length === 0) return "it is empty";
  try {
    // A letter may be cut in two at the end of the piece; `stream` takes that as it comes.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return text.includes("\0") ? "it holds NUL characters" : null;
  } catch {
    return "it is not text in UTF-8";
  }
}

function notAttachable(name: string, reason: string, hint: string): Diagnostic {
  return diagnostic("D005", `The file "${name}" cannot be attached: ${reason}.`, { hint });
}
