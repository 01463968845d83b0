/**
 * The parts of the engine that come when they are first asked for: a page that shows a project needs none of them.
 */
import { ALL_MODULES, loadModules } from "./context/modules/on-demand.ts";

/** Imported when first asked for, and only then: under some loaders every import() is a trip to another thread, even of what is known. */
export const parts = {
  parseCommand: once(() => import("./command/parse-command.ts")),
  flags: once(() => import("./command/flags.ts")),
  compile: once(() => withModules(import("./compile/compile.ts"))),
  execute: once(() => withModules(import("./command/execute.ts"))),
  lint: once(() => import("./lint/lint.ts")),
  plan: once(() => import("./graph/plan.ts")),
  run: once(() => withModules(import("./run/run.ts"))),
};

/** A failed load is tried again the next time. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = null;
      throw error;
    }));
}

/** What renders templates for the database may meet any of Python's modules: in a macro of dbt's, in the values of a result. */
async function withModules<T>(part: Promise<T>): Promise<T> {
  await Promise.all([part, loadModules(ALL_MODULES)]);
  return part;
}
