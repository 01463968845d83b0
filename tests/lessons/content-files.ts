/** The bundled lesson content as the reader of packs wants it. */
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { SourceFile } from "../../src/engine/core/source-file.ts";

export const CONTENT = new URL("../../src/lessons/content", import.meta.url).pathname;

export function contentFiles(folder: string = CONTENT): readonly SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path).replaceAll("\\", "/"), text: readFileSync(path, "utf8") }));
}
