/** What running one node comes to, before it is numbered, timed and told. */
import type { Diagnostic } from "../core/errors.ts";
import type { NodeResult, NodeStatus } from "../core/events.ts";
import type { Table } from "../core/table.ts";

export interface StepOutcome {
  readonly status: NodeStatus;
  readonly failures: number | null;
  readonly message: string | null;
  readonly rows: number | null;
  /** The word for the log: OK, or `INSERT 5` for seeds. */
  readonly response: string;
  readonly adapterResponse: Readonly<Record<string, string | number>>;
  readonly compiled: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Rows that a data test found, when they were asked for. */
  readonly failingRows?: Table;
  /** True for a node that is skipped because an ephemeral model above it could not be compiled: dbt counts that as an error. */
  readonly ephemeralTrouble?: boolean;
}

/** What a materialization made. */
export interface Built {
  readonly kind: "table" | "view";
  /** Whether the relation was made anew, so that its indexes are gone. */
  readonly fresh: boolean;
}

export const SUCCESS: StepOutcome = {
  status: "success",
  failures: null,
  message: null,
  rows: null,
  response: "OK",
  adapterResponse: {},
  compiled: null,
  diagnostics: [],
};

export function skipped(message: string): StepOutcome {
  return { ...SUCCESS, status: "skipped", message };
}

export function failed(diagnostics: readonly Diagnostic[], compiled: string | null): StepOutcome {
  return {
    ...SUCCESS,
    status: "error",
    message: diagnostics.map((found) => found.message).join("\n"),
    diagnostics,
    compiled,
  };
}

/** What this engine cannot compile or build yet, such as a Python model: told as an error of the node alone. */
export function isLater(result: Pick<NodeResult, "status" | "diagnostics">): boolean {
  return result.status === "error" && result.diagnostics.every(({ code }) => code === "P012");
}
