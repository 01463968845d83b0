/**
 * Every sentence that the interface says, by surface, so that a translation is one folder. Texts with a number or a name in
 * them are functions. What comes from the engine (diagnostics, the log) is worded there.
 */
import { calibration } from "./calibration.ts";
import { dashboards } from "./dashboards.ts";
import { data } from "./data.ts";
import { dock } from "./dock.ts";
import { docs } from "./docs.ts";
import { errors } from "./errors.ts";
import { editor } from "./editor.ts";
import { files } from "./files.ts";
import { kept } from "./kept.ts";
import { learn } from "./learn.ts";
import { lineage } from "./lineage.ts";
import { model } from "./model.ts";
import { projects } from "./projects.ts";
import { results } from "./results.ts";
import { ripple } from "./ripple.ts";
import { runs } from "./runs.ts";
import { scratch } from "./scratch.ts";
import { settings } from "./settings.ts";
import { share } from "./share.ts";
import { shell } from "./shell.ts";
import { time } from "./time.ts";
import { tour } from "./tour.ts";
import { workspaces } from "./workspaces.ts";
import { xray } from "./xray.ts";

export const strings = {
  editor,
  files,
  shell,
  lineage,
  dock,
  model,
  results,
  scratch,
  xray,
  learn,
  projects,
  dashboards,
  data,
  calibration,
  errors,
  ripple,
  runs,
  docs,
  settings,
  share,
  tour,
  workspaces,
  time,
  kept,
};
