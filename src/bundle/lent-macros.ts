/**
 * The packages that a project may call for without bringing them along: the folders of `src/engine/macros` beside dbt's own.
 *
 * Most projects in the page need none, so this is a chunk of its own: import it dynamically.
 */
import type { SourceFile } from "../engine/core/source-file.ts";
import { globbedFiles } from "./globbed.ts";

export function lentMacros(): SourceFile[] {
  const texts = import.meta.glob<string>(["../engine/macros/*/*.sql", "!../engine/macros/dbt/*.sql"], {
    query: "?raw",
    import: "default",
    eager: true,
  });
  return globbedFiles(texts, "../engine/macros/");
}
