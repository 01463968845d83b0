/**
 * Every sentence that the page says before a surface is loaded: frame, lineage, dock. The surfaces that come later have theirs in
 * `surface-strings.ts`; this folder is all that a translation needs. Texts with a number or a name in
 * them are functions. What comes from the engine (diagnostics, the log) is worded there.
 */
import { dock } from "./dock.ts";
import { errors } from "./errors.ts";
import { files } from "./files.ts";
import { lineage } from "./lineage.ts";
import { projects } from "./projects.ts";
import { shell } from "./shell.ts";
import { titles } from "./titles.ts";
import { tour } from "./tour.ts";
import { workspaces } from "./workspaces.ts";

export const strings = {
  files,
  shell,
  lineage,
  dock,
  projects,
  errors,
  titles,
  tour,
  workspaces,
};
