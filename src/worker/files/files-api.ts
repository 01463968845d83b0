/** Files and relations for the page. The engine's code for renames is loaded when the first one is planned. */
import { diagnostic, fail, succeed } from "../../engine/core/errors.ts";
import { quoteIdentifier } from "../../engine/index.ts";
import type { Bench } from "../workbench.ts";
import { readSchemas, schemaColumns } from "./held-schemas.ts";
import type { FilesApi } from "./protocol.ts";

export function filesApi(bench: Bench): FilesApi {
  return {
    planRename: (id, to) =>
      bench.withEngine(async ({ manifest }) => {
        const { planRename } = await import("../../engine/refactor/rename-model.ts");
        return planRename(bench.files(), manifest, id, to);
      }),

    renamedFiles: (id, to, paths) =>
      bench.withEngine(async ({ manifest }) => {
        const { planRename, renamedFiles } = await import("../../engine/refactor/rename-model.ts");
        const plan = planRename(bench.files(), manifest, id, to);
        if (!plan.ok) return plan;
        const choice = { paths: new Set(paths.references), mentions: new Set(paths.mentions) };
        return succeed(Object.fromEntries(renamedFiles(bench.files(), plan.value, choice)));
      }),

    heldSchemas: () =>
      bench.withEngine(async (engine) => {
        const running = bench.running();
        return succeed(running === null ? null : await readSchemas(running, engine));
      }),

    relationQuery: (schema, name) =>
      bench.withEngine(async ({ project }) => {
        const { database } = project.target;
        if (bench.running() === null)
          return fail(
            diagnostic("W007", "The database has not started yet.", {
              hint: "It starts by itself; look at the status bar below.",
            }),
          );
        const relation = [database, schema, name].map(quoteIdentifier).join(".");
        // A name may hold what Jinja would read as its own.
        return succeed(`{% raw %}select * from ${relation}{% endraw %}`);
      }),

    formatSql: (text) =>
      bench.withEngine(async () => {
        const { formatSql } = await import("../../engine/refactor/format-sql.ts");
        return succeed(formatSql(text));
      }),

    heldColumns: () =>
      bench.withEngine(async (engine) => {
        const running = bench.running();
        return succeed(running === null ? new Map() : await schemaColumns(running, engine));
      }),
  };
}
