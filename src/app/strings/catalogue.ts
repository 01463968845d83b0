/**
 * Every sentence that the interface says, by surface, so that a translation is one folder. Texts with a number or a name in
 * them are functions. What comes from the engine (diagnostics, the log) is worded there.
 */
import { calibration } from "./calibration.ts";
import { data } from "./data.ts";
import { dock } from "./dock.ts";
import { errors } from "./errors.ts";
import { learn } from "./learn.ts";
import { lineage } from "./lineage.ts";
import { model } from "./model.ts";
import { projects } from "./projects.ts";
import { results } from "./results.ts";
import { shell } from "./shell.ts";

export const strings = { shell, lineage, dock, model, results, learn, projects, data, calibration, errors };
