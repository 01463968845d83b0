/**
 * A zip or folder from outside -> the texts of a lesson pack, or the reason why it is refused. Null when it holds no pack, so that it
 * may be a project.
 *
 * The pack is the folder of the pack.yml that lies least deep. What belongs to no lesson (pictures, hidden files, what a disk writes)
 * is left out without being unpacked. Limits are far below those of a project: a pack is text that people read.
 */
import { diagnostic, EngineError, fail, succeed, type Outcome } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import { tooLarge } from "./limits.ts";
import { decodeText, type ProjectInput } from "./read-project.ts";
import { pathFault, tidyPath, unsafePath } from "./safe-path.ts";
import { bombSigns, errorOf, listZip, TooLong, unpack } from "./zip-reader.ts";

const MB = 1_000_000;

export const PACK_LIMITS = {
  archiveBytes: 16 * MB,
  files: 2_000,
  /** One file. */
  fileBytes: MB / 2,
  /** All files that are kept. */
  allBytes: 8 * MB,
} as const;

interface ReadPack {
  /** Name of the file or folder. */
  readonly origin: string;
  /** With paths from the folder of pack.yml. */
  readonly files: readonly SourceFile[];
  readonly leftOut: number;
}

interface Listed {
  readonly path: string;
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

const ROOT = "pack.yml";
const TEXT = /\.(?:md|ya?ml|sql|csv)$/i;
const SMALLER = "Leave out what no lesson needs; a pack is text. Larger data belong into the project.";

export async function readPackFiles(input: ProjectInput): Promise<Outcome<ReadPack | null>> {
  try {
    const listed = input.kind === "zip" ? await listedInZip(input.content) : listedInFolder(input);
    const root = packRoot(listed.map(({ path }) => path));
    return root === null ? succeed(null) : succeed({ origin: input.name, ...(await readBelow(root, listed)) });
  } catch (thrown) {
    if (thrown instanceof EngineError) return fail(thrown.diagnostic);
    if (thrown instanceof TooLong)
      return fail(tooLarge(`The file "${thrown.path}"`, thrown.bytes, PACK_LIMITS.fileBytes, SMALLER));
    if (thrown instanceof DOMException)
      return fail(
        diagnostic("S004", `A file could not be read: ${thrown.message}`, {
          hint: "It may have been moved or locked meanwhile; choose it again.",
        }),
      );
    throw thrown;
  }
}

async function readBelow(root: string, listed: readonly Listed[]): Promise<Pick<ReadPack, "files" | "leftOut">> {
  const paths = new Set<string>();
  const chosen: { readonly path: string; readonly file: Listed }[] = [];
  for (const file of listed) {
    // One path that leads out of its folder refuses the whole: whoever made that archive meant something else.
    const fault = pathFault(file.path);
    if (fault !== null) throw errorOf(unsafePath(file.path, fault));
    const path = tidyPath(file.path);
    if (paths.has(path)) throw errorOf(unsafePath(path, "stands twice in the archive"));
    paths.add(path);
    if (path.startsWith(root) && TEXT.test(path) && !isHidden(path))
      chosen.push({ path: path.slice(root.length), file });
  }
  if (chosen.length > PACK_LIMITS.files)
    throw errorOf(
      diagnostic(
        "S006",
        `The pack has ${String(chosen.length)} files; this page takes at most ${String(PACK_LIMITS.files)}.`,
        {
          hint: "Split it into several packs.",
        },
      ),
    );
  const files: SourceFile[] = [];
  let bytes = 0;
  for (const { path, file } of chosen) {
    if (file.bytes > PACK_LIMITS.fileBytes) throw new TooLong(path, file.bytes);
    bytes += file.bytes;
    if (bytes > PACK_LIMITS.allBytes) throw errorOf(tooLarge("The pack", bytes, PACK_LIMITS.allBytes, SMALLER));
    // Editors of other systems begin a text with a mark that no YAML key begins with.
    const text = decodeText(path, await file.read())
      .replace(/^\uFEFF/, "")
      .replaceAll("\r\n", "\n");
    files.push({ path, text });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, leftOut: listed.length - files.length };
}

/** The folder of the pack with its slash, empty for the top; null where a dbt project lies at least as near to the top. */
function packRoot(paths: readonly string[]): string | null {
  const folders = (name: string): string[] =>
    paths
      .filter((path) => (path === name || path.endsWith(`/${name}`)) && !isHidden(path))
      .map((path) => path.slice(0, path.length - name.length))
      .sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1));
  const [pack] = folders(ROOT);
  const [project] = folders("dbt_project.yml");
  if (pack === undefined || (project !== undefined && depthOf(project) <= depthOf(pack))) return null;
  return pack;
}

function depthOf(folder: string): number {
  return folder.split("/").length;
}

function isHidden(path: string): boolean {
  return path.split("/").some((part) => (part.startsWith(".") && part !== "." && part !== "..") || part === "__MACOSX");
}

async function listedInZip(content: Blob): Promise<readonly Listed[]> {
  const archive = new Uint8Array(await content.arrayBuffer());
  const entries = listZip(archive).filter((entry) => !entry.isFolder && !entry.isLink);
  if (!entries.some(({ path }) => path === ROOT || path.endsWith(`/${ROOT}`))) return [];
  if (content.size > PACK_LIMITS.archiveBytes)
    throw errorOf(tooLarge("The archive", content.size, PACK_LIMITS.archiveBytes, SMALLER));
  let unpacked = 0;
  return entries.map((entry) => ({
    path: entry.path,
    bytes: entry.bytes,
    read: () => {
      const sign = bombSigns(entry, MB / 4);
      if (sign) throw errorOf(sign);
      const count = (bytes: number) => {
        unpacked += bytes;
        return unpacked > PACK_LIMITS.allBytes ? tooLarge("The pack", unpacked, PACK_LIMITS.allBytes, SMALLER) : null;
      };
      return Promise.resolve(unpack(archive, entry, { bytes: PACK_LIMITS.fileBytes, count }));
    },
  }));
}

function listedInFolder(input: Extract<ProjectInput, { kind: "folder" }>): readonly Listed[] {
  return input.files.map(({ path, content }) => ({
    path: path.replace(/^\//, ""),
    bytes: content.size,
    read: async () => new Uint8Array(await content.arrayBuffer()),
  }));
}
