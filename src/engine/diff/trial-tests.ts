/**
 * The tests of a ripple: run on what was built on trial, and, where nobody knows how they ended before, on the real relations too.
 */
import { EngineError } from "../core/errors.ts";
import type { NodeResult } from "../core/events.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest } from "../core/manifest.ts";
import { anyOf } from "./any-signal.ts";
import type { RipplePorts, RippleRequest } from "./ripple-ports.ts";
import type { RippleTest } from "./ripple-plan.ts";
import type { FlippedTest, TestVerdict } from "./ripple-view.ts";

/** A test on its way, and what it is run on. */
export interface WaitingTest {
  readonly test: RippleTest;
  readonly from: string;
}

type TestRequest = Pick<RippleRequest, "project" | "signal" | "budget">;

const FAILING_ROWS = 50;

export class TrialTests {
  readonly #ports: Pick<RipplePorts, "inTurn" | "verdictOf">;
  readonly #tested = new Map<NodeId, { readonly from: string; readonly flipped: FlippedTest | null }>();
  /** Before the edit. */
  readonly #verdicts = new Map<NodeId, TestVerdict>();

  constructor(ports: Pick<RipplePorts, "inTurn" | "verdictOf">) {
    this.#ports = ports;
  }

  /** Whether a test has run on just this. */
  isDone(id: NodeId, from: string): boolean {
    return this.#tested.get(id)?.from === from;
  }

  flipped(id: NodeId): FlippedTest | null {
    return this.#tested.get(id)?.flipped ?? null;
  }

  drop(id: NodeId): void {
    this.#tested.delete(id);
  }

  /** Real relations were built: how tests ended on them is not known any more. */
  forget(): void {
    this.#tested.clear();
    this.#verdicts.clear();
  }

  /** How many of the tests came to an end: all, or none when they were cancelled. */
  async run(
    { project, signal, budget }: TestRequest,
    batch: readonly WaitingTest[],
    live: ReadonlyMap<NodeId, string>,
  ): Promise<number> {
    const { manifest } = project;
    try {
      return await this.#ports.inTurn(async (turn) => {
        const stop = anyOf([signal, turn, budget]);
        const run = async (
          ids: readonly NodeId[],
          schemas: ReadonlyMap<NodeId, string>,
        ): Promise<ReadonlyMap<NodeId, NodeResult> | null> => {
          if (ids.length === 0) return new Map();
          const asked = { command: "test", schemas, failingRows: FAILING_ROWS, signal: stop } as const;
          const results = await project.buildBeside(ids, asked);
          return stop.cancelled ? null : new Map(results.map((result) => [result.unique_id, result]));
        };
        const now = await run(
          batch.map(({ test }) => test.id),
          live,
        );
        if (now === null) return 0;
        for (const { test } of batch) {
          const known = this.#verdicts.get(test.id) ?? this.#ports.verdictOf(test.id);
          if (known !== null) this.#verdicts.set(test.id, known);
        }
        // A unit test reads no table: before the edit it stood as the last run left it.
        const unknown = batch.filter(
          ({ test }) => !this.#verdicts.has(test.id) && manifest.nodes.get(test.id)?.resource_type === "test",
        );
        const before = await run(
          unknown.map(({ test }) => test.id),
          new Map(),
        );
        if (before === null) return 0;
        for (const [id, { status }] of before) {
          const verdict = asVerdict(status);
          if (verdict !== null) this.#verdicts.set(id, verdict);
        }
        for (const { test, from } of batch) {
          const result = now.get(test.id);
          const flipped = result ? this.#flip(manifest, test, result) : null;
          this.#tested.set(test.id, { from, flipped });
        }
        return batch.length;
      });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return 0;
    }
  }

  #flip(manifest: Manifest, test: RippleTest, result: NodeResult): FlippedTest | null {
    const node = manifest.nodes.get(test.id);
    const was = this.#verdicts.get(test.id) ?? null;
    const is = asVerdict(result.status);
    if (!node || is === null || was === is || (was === null && is === "pass")) return null;
    const attached = node.attached_node;
    return {
      id: test.id,
      name: node.name,
      node: attached !== null && test.reads.includes(attached) ? attached : (test.reads[0] ?? attached),
      before: was,
      now: is,
      failures: result.failures,
      message: result.message,
      rows: result.failing_rows ?? null,
    };
  }
}

function asVerdict(status: NodeResult["status"]): TestVerdict | null {
  return status === "pass" || status === "warn" || status === "fail" || status === "error" ? status : null;
}
