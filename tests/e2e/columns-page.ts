/** The columns of a model, and how often the SQL parser behind them was fetched. */
import type { Site } from "./server.ts";

export const columnsOf = (model: string) => `#/model/model.strata.${model}?tab=columns`;

export function parserRequests(site: Site): number {
  return site.requests.filter(({ path }) => /polyglot_sql.*\.wasm$/.test(path)).length;
}
