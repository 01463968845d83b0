/**
 * Follows edits through what reads them: builds each node beside the real one, compares the two, and goes on only where they differ.
 *
 * Nothing real is touched. The relations of the last build stay where they are and are the baseline; what an edit makes of them stands in
 * schemas of its own (`main__live`). So nothing has to be copied before it is rebuilt, a ripple can be dropped at any moment, and
 * taking an edit back brings nothing out of step. To accept is to build for real, by a command.
 *
 * An incremental model is built in full there: its SQL is what was edited, and a run that only adds would show the new rows in the
 * light of the edit and the old ones in that of before. What cannot be built in full (snapshots, `full_refresh: false`) keeps a history
 * that no trial may write, so the wave goes round it.
 *
 * What was built for the text before is kept as long as nothing that it depends on has changed since.
 */
import type { Diagnostic } from "../core/errors.ts";
import { EngineError } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { CancelSignal } from "../core/signal.ts";
import type { Column, Table } from "../core/table.ts";
import { heldRelations, nameKey } from "../warehouse/held-relations.ts";
import type { RelationName } from "../warehouse/port.ts";
import { renderRelation } from "../warehouse/sql.ts";
import { anyOf } from "./any-signal.ts";
import { goneNodes, isBuilt, jsonText } from "./changed-nodes.ts";
import { keyChoices } from "./diff-key.ts";
import { rowsSql, type ChangeLabels, type RowKind } from "./diff-sql.ts";
import { dropRelation, LIVE_SUFFIX, liveRelationOf, relationOf } from "./live-relations.ts";
import { diffRelations, type RelationDiff, type RelationSum } from "./relation-diff.ts";
import {
  nextStep,
  planRipple,
  type NextStep,
  type RipplePlan,
  type RippleStep,
  type RippleTest,
  type StepEnd,
} from "./ripple-plan.ts";
import type { RipplePorts, RippleProject, RippleRequest } from "./ripple-ports.ts";
import type { RippleNode, RippleState, RippleView } from "./ripple-view.ts";
import { TrialTests, type WaitingTest } from "./trial-tests.ts";
import { sharedColumns } from "./shared-columns.ts";

interface Live {
  /** What it was built from: its own text and the versions of what it reads. */
  readonly from: string;
  readonly version: number;
  readonly state: RippleState;
  readonly end: StepEnd;
  readonly diff: RelationDiff | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly elapsedMs: number | null;
}

const TESTS_AT_ONCE = 8;

export class Ripple {
  readonly #ports: RipplePorts;
  readonly #live = new Map<NodeId, Live>();
  readonly #tests: TrialTests;
  /** Of the baseline; forgotten when something real is built. */
  readonly #sums = new Map<string, RelationSum>();
  readonly #columns = new Map<string, readonly Column[] | null>();
  #builds = 0;
  #version = 0;
  #view: RippleView = emptyView(0);
  #project: RippleProject | null = null;

  constructor(ports: RipplePorts) {
    this.#ports = ports;
    this.#tests = new TrialTests(ports);
  }

  get view(): RippleView {
    return this.#view;
  }

  /** Something real was built: what is known about the baseline may be wrong now. */
  forgetBase(): void {
    this.#sums.clear();
    this.#columns.clear();
    for (const [id, live] of this.#live) this.#live.set(id, { ...live, from: "" });
    this.#tests.forget();
  }

  /** The project could not be read; what was found before stays, and is told to be older. */
  tellProblems(problems: readonly Diagnostic[]): RippleView {
    return this.#tell({ ...this.#view, running: false, problems, nodes: this.#view.nodes.map(asOlder) });
  }

  async run(request: RippleRequest): Promise<RippleView> {
    const { project, base, changed, signal, budget } = request;
    const started = this.#ports.elapsed();
    this.#project = project;
    const gone = goneNodes(project.manifest, base);
    const orphans = gone.flatMap((node) => base.child_map.get(node.unique_id) ?? []);
    const plan = planRipple(project.manifest, [...changed, ...orphans]);
    const ended = new Map<NodeId, StepEnd>();
    const tested = new Set<NodeId>();
    const tests = { ran: 0, left: 0 };
    let firstDiff: number | null = null;
    let current: NodeId | null = null;
    const tell = (running: boolean): RippleView =>
      this.#tell({
        version: 0,
        running,
        nodes: [
          ...gone.map(goneNode),
          ...plan.steps.map((step) => this.#nodeOf(project.manifest, step, ended, current)),
        ],
        flipped: plan.tests.flatMap(({ id }) => (tested.has(id) ? (this.#tests.flipped(id) ?? []) : [])),
        tests_ran: tests.ran,
        tests_left: tests.left,
        elapsed_ms: this.#ports.elapsed() - started,
        first_diff_ms: firstDiff,
        problems: [],
        cancelled: signal.cancelled,
      });
    tell(true);
    const held = await this.#prepare(plan);
    if (held === null) return tell(false);
    const isHeld = (id: NodeId): boolean => {
      const node = project.manifest.nodes.get(id);
      return !node || !isBuilt(node) || node.config.materialized === "ephemeral" || held.has(nameKey(relationOf(node)));
    };
    for (;;) {
      if (signal.cancelled) break;
      const next = nextStep(plan, ended, tested);
      if (next === null) break;
      if (next.kind === "stop") {
        ended.set(next.step.id, next.end);
        this.#settle(next.step.id, next.end);
      } else if (next.kind === "skip-test") {
        tested.add(next.test.id);
        this.#tests.drop(next.test.id);
      } else if (next.kind === "build") {
        const { step } = next;
        if (!isHeld(step.id) && base.nodes.has(step.id)) {
          // There is nothing to compare with, here and below.
          ended.set(step.id, "stopped");
          this.#live.set(step.id, unbuiltNode());
          continue;
        }
        const from = await this.#origin(project, step, ended);
        const known = this.#live.get(step.id);
        if (known && known.from === from && known.end !== "left-out") {
          ended.set(step.id, known.end);
          continue;
        }
        if (budget?.cancelled && !step.root) {
          this.#leaveOut(step.id, ended);
          continue;
        }
        current = step.id;
        tell(true);
        const live = await this.#build(request, step, from, base, ended);
        current = null;
        if (live === "left-out") this.#leaveOut(step.id, ended);
        else if (live === null) break;
        else {
          this.#live.set(step.id, live);
          ended.set(step.id, live.end);
          if (firstDiff === null && !step.root && step.materialized !== "view" && live.diff !== null)
            firstDiff = this.#ports.elapsed() - started;
        }
        tell(true);
      } else {
        // Several at a time: asking what the database holds costs as much as a test.
        const batch: WaitingTest[] = [];
        for (
          let more: NextStep | null = next;
          more?.kind === "test" && batch.length < TESTS_AT_ONCE;
          more = nextStep(plan, ended, tested)
        ) {
          const { test } = more;
          tested.add(test.id);
          const from = this.#testOrigin(project.manifest, test, ended);
          // A test that also reads what is not there could not run before, and cannot now.
          const reads = project.manifest.nodes.get(test.id)?.depends_on.nodes ?? [];
          if (!reads.every((id) => isHeld(id) || ended.get(id) === "changed")) this.#tests.drop(test.id);
          else if (this.#tests.isDone(test.id, from)) tests.ran += 1;
          else batch.push({ test, from });
        }
        if (batch.length === 0) continue;
        const done = budget?.cancelled
          ? 0
          : await this.#tests.run(request, batch, this.#schemas(project.manifest, ended, null));
        for (const { test } of batch.slice(done)) this.#tests.drop(test.id);
        tests.ran += done;
        if (signal.cancelled) break;
        tests.left += batch.length - done;
        tell(true);
      }
    }
    return tell(false);
  }

  /** Rows behind a count of a node's diff. */
  async rows(
    id: NodeId,
    kind: RowKind,
    limit: number,
    labels: ChangeLabels,
    signal: CancelSignal,
  ): Promise<Table | null> {
    const node = this.#project?.manifest.nodes.get(id);
    const diff = this.#live.get(id)?.diff;
    if (!node || !diff) return null;
    const [before, after] = [relationOf(node), liveRelationOf(node)];
    const [columnsBefore, columnsAfter] = [await this.#describe(before), await this.#describe(after, true)];
    if (columnsBefore === null || columnsAfter === null) return null;
    const pair = { before, after, shared: sharedColumns(columnsBefore, columnsAfter) };
    const changed = diff.columns.values.map(({ name }) => name);
    return this.#ports.warehouse.query(rowsSql(pair, diff.key?.columns ?? null, kind, changed, labels), {
      limit,
      signal,
    });
  }

  /** Takes away everything that stands beside the real relations. */
  async drop(): Promise<void> {
    await this.#dropOthers(new Set());
    this.#tests.forget();
    this.#tell(emptyView(0));
  }

  #tell(view: RippleView): RippleView {
    this.#version += 1;
    this.#view = { ...view, version: this.#version };
    this.#ports.onChange(this.#view);
    return this.#view;
  }

  /** Null when the ripple was cancelled, "left-out" when the time was up. */
  async #build(
    { project, signal, budget }: RippleRequest,
    step: RippleStep,
    from: string,
    base: Manifest,
    ended: ReadonlyMap<NodeId, StepEnd>,
  ): Promise<Live | "left-out" | null> {
    const node = project.manifest.nodes.get(step.id);
    if (!node) return null;
    const started = this.#ports.elapsed();
    this.#builds += 1;
    const version = this.#builds;
    const live = (state: RippleState, end: StepEnd, more: Partial<Live> = {}): Live => ({
      from,
      version,
      state,
      end,
      diff: null,
      diagnostics: [],
      elapsedMs: this.#ports.elapsed() - started,
      ...more,
    });
    if (keepsHistory(node)) return live("history", "stopped");
    const known = this.#live.get(step.id);
    try {
      return await this.#ports.inTurn(async (turn) => {
        const stop = anyOf(step.root ? [signal, turn] : [signal, turn, budget]);
        const ask = { signal: stop };
        const [was, is] = [relationOf(node), liveRelationOf(node)];
        const columnsBefore = await this.#describe(was);
        if (node.config.materialized === "incremental") await dropRelation(this.#ports.warehouse, is);
        const results = await project.buildBeside([step.id], {
          command: "build",
          schemas: this.#schemas(project.manifest, ended, node),
          ...ask,
        });
        const result = results.find(({ unique_id: id }) => id === step.id);
        if (!result || result.status !== "success") {
          if (signal.cancelled || turn.cancelled) return null;
          if (budget?.cancelled && !step.root) return "left-out";
          return live("failed", "failed", { diagnostics: result?.diagnostics ?? [], diff: known?.diff ?? null });
        }
        const columnsAfter = (await this.#describe(is, true)) ?? [];
        if (columnsBefore === null) return live("new", "changed");
        const diff = await diffRelations(
          this.#ports.warehouse,
          { relation: was, columns: columnsBefore },
          { relation: is, columns: columnsAfter },
          { keys: keyChoices(project.manifest, node, columnsAfter), known: this.#sums, ...ask },
        );
        if (diff.same) await dropRelation(this.#ports.warehouse, is);
        return live(diff.same ? "same" : "changed", diff.same ? "same" : "changed", { diff });
      });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (signal.cancelled || error.diagnostic.code === "W005")
        return budget?.cancelled && !signal.cancelled ? "left-out" : null;
      return live("failed", "failed", {
        diagnostics: [{ ...error.diagnostic, node: step.id }],
        diff: known?.diff ?? null,
      });
    }
  }

  /** Where the nodes that differ stand, and the one that is being built. */
  #schemas(
    manifest: Manifest,
    ended: ReadonlyMap<NodeId, StepEnd>,
    building: ManifestNode | null,
  ): ReadonlyMap<NodeId, string> {
    const schemas = new Map<NodeId, string>();
    for (const [id, end] of ended) {
      const node = manifest.nodes.get(id);
      if (node && end === "changed") schemas.set(id, `${node.schema}${LIVE_SUFFIX}`);
    }
    if (building) schemas.set(building.unique_id, `${building.schema}${LIVE_SUFFIX}`);
    return schemas;
  }

  async #origin(project: RippleProject, step: RippleStep, ended: ReadonlyMap<NodeId, StepEnd>): Promise<string> {
    const reads = step.reads.map((id) => `${id} ${this.#versionOf(id, ended)}`);
    if (!step.root) return reads.join("\n");
    const node = project.manifest.nodes.get(step.id);
    const compiled = node?.resource_type === "seed" ? null : await project.compile(step.id);
    // A text that does not compile is tried again each time: what is wrong may stand elsewhere.
    if (compiled !== null && !compiled.ok) return `does not compile ${this.#builds}`;
    return [...reads, ownText(project.manifest, step.id), compiled?.value.compiled_code ?? ""].join("\n");
  }

  #testOrigin(manifest: Manifest, test: RippleTest, ended: ReadonlyMap<NodeId, StepEnd>): string {
    return test.reads.map((id) => `${id} ${this.#versionOf(id, ended)}`).join("\n") + ownText(manifest, test.id);
  }

  /** Of what is read in a node's place: its build beside the real one, or the real one. */
  #versionOf(id: NodeId, ended: ReadonlyMap<NodeId, StepEnd>): string {
    return ended.get(id) === "changed" ? String(this.#live.get(id)?.version ?? 0) : "as built";
  }

  #settle(id: NodeId, end: StepEnd): void {
    const known = this.#live.get(id);
    const state: RippleState = end === "failed" ? "blocked" : end === "left-out" ? "left-out" : "stopped";
    this.#live.set(id, {
      from: "",
      version: known?.version ?? 0,
      state,
      end,
      diff: end === "stopped" ? null : (known?.diff ?? null),
      diagnostics: [],
      elapsedMs: null,
    });
  }

  #leaveOut(id: NodeId, ended: Map<NodeId, StepEnd>): void {
    ended.set(id, "left-out");
    this.#settle(id, "left-out");
  }

  #nodeOf(
    manifest: Manifest,
    step: RippleStep,
    ended: ReadonlyMap<NodeId, StepEnd>,
    current: NodeId | null,
  ): RippleNode {
    const node = manifest.nodes.get(step.id);
    const live = this.#live.get(step.id);
    const done = ended.has(step.id);
    const state: RippleState = done ? (live?.state ?? "stopped") : current === step.id ? "running" : "waiting";
    return {
      id: step.id,
      name: node?.name ?? step.id,
      state,
      root: step.root,
      distance: step.distance,
      reads: step.reads,
      diff: live?.diff ?? null,
      older: !done || state === "blocked" || state === "failed" || state === "left-out",
      in_full: step.materialized === "incremental",
      diagnostics: done ? (live?.diagnostics ?? []) : [],
      elapsed_ms: done ? (live?.elapsedMs ?? null) : null,
    };
  }

  /** `fresh` for what was just built. */
  async #describe(relation: RelationName, fresh = false): Promise<readonly Column[] | null> {
    const name = renderRelation(relation);
    const known = fresh ? undefined : this.#columns.get(name);
    if (known !== undefined) return known;
    const columns = await this.#ports.warehouse.describe(relation);
    if (!fresh) this.#columns.set(name, columns);
    return columns;
  }

  /** Takes away what is of no more use, and answers the relations that there are; null when that was cancelled. */
  async #prepare(plan: RipplePlan): Promise<ReadonlySet<string> | null> {
    try {
      await this.#dropOthers(new Set(plan.steps.map(({ id }) => id)));
      return await this.#ports.inTurn(() => heldRelations(this.#ports.warehouse));
    } catch (error) {
      if (error instanceof EngineError && error.diagnostic.code === "W005") return null;
      throw error;
    }
  }

  async #dropOthers(kept: ReadonlySet<NodeId>): Promise<void> {
    const dropped = [...this.#live.keys()].filter((id) => !kept.has(id));
    if (dropped.length === 0) return;
    await this.#ports.inTurn(async () => {
      for (const id of dropped) {
        const node = this.#project?.manifest.nodes.get(id);
        this.#live.delete(id);
        if (node) await dropRelation(this.#ports.warehouse, liveRelationOf(node));
      }
    });
  }
}

function emptyView(version: number): RippleView {
  return {
    version,
    running: false,
    nodes: [],
    flipped: [],
    tests_ran: 0,
    tests_left: 0,
    elapsed_ms: 0,
    first_diff_ms: null,
    problems: [],
    cancelled: false,
  };
}

function asOlder(node: RippleNode): RippleNode {
  return { ...node, older: true };
}

function goneNode(node: ManifestNode): RippleNode {
  return {
    id: node.unique_id,
    name: node.name,
    state: "gone",
    root: true,
    distance: 0,
    reads: [],
    diff: null,
    older: false,
    in_full: false,
    diagnostics: [],
    elapsed_ms: null,
  };
}

function unbuiltNode(): Live {
  return { from: "", version: 0, state: "unbuilt", end: "stopped", diff: null, diagnostics: [], elapsedMs: null };
}

function keepsHistory(node: ManifestNode): boolean {
  if (node.resource_type === "snapshot") return true;
  return node.config.materialized === "incremental" && node.config["full_refresh"] === false;
}

function ownText(manifest: Manifest, id: NodeId): string {
  const node = manifest.nodes.get(id);
  return node ? jsonText([node.checksum, node.raw_code, node.config]) : "";
}
