/** Rows of a lesson's SQL, asked of the project that lessons stand on. */
import type { Outcome } from "../../engine/core/errors.ts";
import type { QueryResult } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";

export function lessonQuery(
  session: Session,
  sql: string,
  options: { readonly limit?: number } = {},
): Promise<Outcome<QueryResult>> {
  return session.askRows((api) => api.lessonQuery(sql, options));
}
