/** The workshops that come with the page: the folder `src/lessons/workshops`, one YAML file each. */
import type { SourceFile } from "../engine/core/source-file.ts";
import { globbedFiles } from "./globbed.ts";

export function workshopFiles(): SourceFile[] {
  const texts = import.meta.glob<string>("../lessons/workshops/*.yml", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  return globbedFiles(texts, "../lessons/workshops/");
}
