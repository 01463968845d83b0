/** What the page asks to walk through a model, one common table after the other. */
import type { Outcome } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { StepFacts } from "../../engine/xray/xray-facts.ts";
import type { XrayPlan } from "../../engine/xray/xray-plan.ts";

export type { JoinFacts, KeyFacts, PartFacts, Stage, StageKind, StepFacts } from "../../engine/xray/xray-facts.ts";
export type { XrayPlan, XrayStepPlan } from "../../engine/xray/xray-plan.ts";
export type { Closed as XrayClosed } from "../../engine/xray/sql-parts.ts";

export interface XrayView {
  /** Given back with every step: another X-ray ends the one before. */
  readonly ticket: number;
  /** Null when the text is not one query of the kind that can be walked through. */
  readonly plan: XrayPlan | null;
  /** The nodes behind the relations that the steps read, by dotted name in lower case. */
  readonly nodes: Readonly<Record<string, NodeId>>;
}

export interface XrayApi {
  /** Compiles the model, builds what it reads and is missing, and takes its query apart. */
  xrayOpen(id: NodeId): Promise<Outcome<XrayView>>;
  /** Computes one step and looks at it. Null when another X-ray was opened since, or the database was started again. */
  xrayStep(ticket: number, index: number): Promise<Outcome<StepFacts | null>>;
  /** Lets go of what the steps put into the database. */
  xrayClose(ticket: number): Promise<Outcome<null>>;
}
