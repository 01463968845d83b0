/** The lessons' content: the folder `src/lessons/content`; and the pack that authors begin with, `src/lessons/template`. */
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

export function templateFiles(): SourceFile[] {
  const texts = import.meta.glob<string>("../lessons/template/**/*.{md,yml,sql}", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  return globbedFiles(texts, "../lessons/template/");
}
