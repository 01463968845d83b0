/** The page's workbench without a page: small projects of one's own on native DuckDB, with one thread. */
import { readBuiltins } from "../../src/cli/project-files.ts";
import type { Outcome } from "../../src/engine/core/errors.ts";
import type { SourceFile } from "../../src/engine/core/source-file.ts";
import { openNodeWarehouse } from "../../src/engine/warehouse/node.ts";
import { Workbench, type StoppableWarehouse } from "../../src/worker/workbench.ts";

export type SmallWarehouse = StoppableWarehouse & { dead: boolean };

export interface SmallWorkbench {
  readonly workbench: Workbench;
  /** The databases in the order of their opening: one that is `dead` is replaced at the next question. */
  readonly opened: readonly SmallWarehouse[];
  readonly close: () => Promise<void>;
}

/** Opens a project without source data. `onQuery` hears every query that is asked of the database. */
export async function openSmall(
  files: readonly SourceFile[],
  onQuery: (sql: string) => void = () => undefined,
): Promise<SmallWorkbench> {
  const opened: SmallWarehouse[] = [];
  const never = (): Promise<never> => Promise.reject(new Error("Not asked here."));
  const workbench = new Workbench({
    bundled: [],
    builtins: await readBuiltins(),
    lentMacros: never,
    openParser: never,
    openWarehouse: async () => {
      const database = await openNodeWarehouse({ threads: 1, settings: { threads: "1" } });
      const ask = database.query.bind(database);
      const query: typeof ask = (sql, options) => {
        onQuery(sql);
        return ask(sql, options);
      };
      const warehouse = Object.assign(database, { dead: false, query }) as unknown as SmallWarehouse;
      opened.push(warehouse);
      return warehouse;
    },
    createLoader: () => ({ ensure: () => Promise.resolve([]) }),
    planData: never,
    wall: () => 0,
    elapsed: () => 0,
  });
  const project = { files, data: [] };
  await workbench.open({ workspace: "shop", project, overlay: {}, tier: "tiny", dataUrl: "https://example.test/" });
  return {
    workbench,
    opened,
    close: async () => {
      for (const database of opened) await database.close();
    },
  };
}

export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.diagnostics));
  return outcome.value;
}
