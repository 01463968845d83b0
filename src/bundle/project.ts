/** The dbt project that comes with the workbench: the folder `src/models`, without what runs wrote into it. */
import type { SourceFile } from "../engine/core/source-file.ts";
import { globbedFiles } from "./globbed.ts";

export function bundledProject(): SourceFile[] {
  const texts = import.meta.glob<string>(
    ["../models/**/*.{sql,yml,yaml,csv,md}", "!../models/{target,logs,dbt_packages}/**"],
    { query: "?raw", import: "default", eager: true },
  );
  return globbedFiles(texts, "../models/");
}
