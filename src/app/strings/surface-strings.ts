/** The sentences of the surfaces that are loaded when they are first opened. What the page shows at once must not import this. */
import { calibration } from "./calibration.ts";
import { dashboards } from "./dashboards.ts";
import { data } from "./data.ts";
import { docs } from "./docs.ts";
import { editor } from "./editor.ts";
import { instructor } from "./instructor.ts";
import { kept } from "./kept.ts";
import { learn } from "./learn.ts";
import { metrics } from "./metrics.ts";
import { model } from "./model.ts";
import { packs } from "./packs.ts";
import { results } from "./results.ts";
import { ripple } from "./ripple.ts";
import { runs } from "./runs.ts";
import { scratch } from "./scratch.ts";
import { settings } from "./settings.ts";
import { share } from "./share.ts";
import { time } from "./time.ts";
import { workshop } from "./workshop.ts";
import { xray } from "./xray.ts";

export const surfaceStrings = {
  calibration,
  dashboards,
  data,
  docs,
  editor,
  instructor,
  kept,
  learn,
  metrics,
  model,
  packs,
  results,
  ripple,
  runs,
  scratch,
  settings,
  share,
  time,
  workshop,
  xray,
};
