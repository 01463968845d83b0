/** What the data page does, with what it says about it. */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import type { DataChoice } from "../../worker/protocol.ts";

const words = surfaceStrings.data;

/** A choice of a company on the day on which the clock stands. */
export function dayFor(choice: DataChoice, asOf: string | undefined): DataChoice {
  return asOf === undefined ? choice : { ...choice, asOf };
}

/** Another company; its tables are loaded at once unless told otherwise. */
export async function useCompany(
  session: Session,
  tier: string,
  choice: DataChoice,
  { load = true }: { readonly load?: boolean } = {},
): Promise<void> {
  const used = await session.useData(tier, choice);
  if (!used.ok) {
    tellProblem(session, words.refused, used.diagnostics[0]);
    return;
  }
  session.toast(words.changed(words.tierName(tier)));
  if (load) await loadTables(session);
}

export async function loadTables(session: Session): Promise<void> {
  const outcome = await session.loadData();
  if (outcome.ok) session.announce(words.loaded);
  else if (outcome.diagnostics[0]?.code !== "W005") tellProblem(session, words.loadFailed, outcome.diagnostics[0]);
}

/** The clock at another day; null is the last one. `offer` a build, unless something runs with the step anyway. */
export async function goTo(session: Session, date: string | null, offer = true): Promise<boolean> {
  const { asOf: _before, ...choice } = session.dataChoice;
  const moved = await session.useData(session.tier, date === null ? choice : { ...choice, asOf: date });
  if (!moved.ok) {
    tellProblem(session, words.refused, moved.diagnostics[0]);
    return false;
  }
  session.toast(
    words.moved(session.asOfDate ?? ""),
    offer ? { label: words.build, run: () => void session.command("dbt build") } : null,
    offer ? { detail: words.movedDetail } : {},
  );
  return true;
}

function tellProblem(session: Session, message: string, problem: Diagnostic | undefined): void {
  session.toast(message, null, {
    tone: "fail",
    detail: problem?.message,
    ...(problem === undefined ? {} : { code: problem.code }),
  });
}
