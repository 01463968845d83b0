/** dbt's own macros: the folder `src/engine/macros/dbt`. */
import type { SourceFile } from "../engine/core/source-file.ts";
import { globbedFiles } from "./globbed.ts";

export function builtinMacros(): SourceFile[] {
  const texts = import.meta.glob<string>("../engine/macros/dbt/*.sql", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  return globbedFiles(texts, "../engine/macros/");
}
