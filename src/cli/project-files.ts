/** Reads the text files of a dbt project folder, and the engine's built-in macros. */
import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "../engine/index.ts";

const TEXT = /\.(sql|ya?ml|csv|md|py)$/i;
const SKIPPED = new Set(["target", "logs", "node_modules", ".git", "dbt_internal_packages"]);

/** Paths are relative to `folder`, with forward slashes, in a fixed order. */
export async function readProjectFiles(folder: string, profilesFolder: string | null = null): Promise<SourceFile[]> {
  const files = await readTree(folder);
  if (profilesFolder === null) return files;
  const text = await readFile(join(profilesFolder, "profiles.yml"), "utf8");
  return [...files.filter((file) => file.path !== "profiles.yml"), { path: "profiles.yml", text }];
}

export async function readBuiltins(): Promise<SourceFile[]> {
  return readTree(join(dirname(fileURLToPath(import.meta.url)), "..", "engine", "macros"));
}

async function readTree(folder: string): Promise<SourceFile[]> {
  const paths: string[] = [];
  // `dbt deps` links local packages; a link that leads to a folder above itself is not followed again.
  const visit = async (current: string, above: readonly string[]): Promise<void> => {
    const real = await realpath(current);
    if (above.includes(real)) return;
    for (const entry of await readdir(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      const kind = entry.isSymbolicLink() ? await stat(path).catch(() => null) : entry;
      if (kind?.isDirectory() === true && !SKIPPED.has(entry.name)) await visit(path, [...above, real]);
      else if (kind?.isFile() === true && (TEXT.test(entry.name) || entry.name === ".dbtignore")) paths.push(path);
    }
  };
  await visit(folder, []);
  const files = await Promise.all(
    paths.map(async (path) => ({
      path: relative(folder, path).split(sep).join("/"),
      text: await readFile(path, "utf8"),
    })),
  );
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
