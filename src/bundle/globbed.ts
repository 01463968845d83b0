/** What `import.meta.glob` gives (path from the globbing file -> text) as source files, with paths below `root`. */
import type { SourceFile } from "../engine/core/source-file.ts";

export function globbedFiles(texts: Record<string, string>, root: string): SourceFile[] {
  return Object.entries(texts)
    .map(([path, text]) => ({ path: path.slice(root.length), text }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
