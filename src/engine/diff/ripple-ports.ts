/** What a ripple is given: the project, the database in turn with others, and what the last runs left. Types only. */
import type { NodeResult } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Warehouse } from "../warehouse/port.ts";
import type { Reading } from "./changed-nodes.ts";
import type { RippleView, TestVerdict } from "./ripple-view.ts";

/** The part of an engine that a ripple needs. */
export interface RippleProject extends Reading {
  buildBeside(
    ids: readonly NodeId[],
    options: {
      readonly command: "build" | "test";
      readonly schemas: ReadonlyMap<NodeId, string>;
      readonly failingRows?: number;
      readonly signal?: CancelSignal;
    },
  ): Promise<readonly NodeResult[]>;
}

export interface RipplePorts {
  readonly warehouse: Warehouse;
  /** Monotonic milliseconds. */
  elapsed(): number;
  /** Each step in turn with other work on the database. */
  inTurn<T>(work: (signal: CancelSignal) => Promise<T>): Promise<T>;
  /** How a test ended in the last real run, when nothing that it reads was built since. */
  verdictOf(test: NodeId): TestVerdict | null;
  onChange(view: RippleView): void;
}

export interface RippleRequest {
  readonly project: RippleProject;
  /** The manifest that the baseline was built from. */
  readonly base: Manifest;
  readonly changed: readonly NodeId[];
  /** Ends the ripple. */
  readonly signal: CancelSignal;
  /** Ends it for all but the edited nodes themselves; null for no limit. */
  readonly budget: CancelSignal | null;
}
