/** What every step of reading a project shares. */
import type { Environment } from "../context/environment.ts";
import type { Project } from "../project/project.ts";
import type { Deprecations } from "./deprecations.ts";
import type { Memory } from "./memory.ts";

export interface ParseContext {
  readonly environment: Environment;
  readonly project: Project;
  /** Results of the last time that still hold, as long as neither macros nor settings have changed. */
  readonly memory: Memory;
  readonly deprecations: Deprecations;
}
