/** The lessons' content: the folder `src/lessons/content`. */
import type { SourceFile } from "../engine/core/source-file.ts";
import { globbedFiles } from "./globbed.ts";

export function lessonFiles(): SourceFile[] {
  const texts = import.meta.glob<string>("../lessons/content/**/*.{md,yml,yaml,sql,csv}", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  return globbedFiles(texts, "../lessons/content/");
}
