/**
 * Which reading of the project each node was last built from, and how its tests ended: run events in, answers out.
 *
 * A node that was never built here counts as built from the reading that was open first; its table may come from a visit before.
 */
import type { TestVerdict } from "../../engine/diff/ripple-view.ts";
import type { RunEvent } from "../../engine/core/events.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Engine } from "../../engine/index.ts";
import type { Bench } from "../workbench.ts";

export class BuiltFrom {
  readonly #bench: Bench;
  #key = "";
  #first: { readonly engine: Engine; readonly files: ReadonlyMap<string, string> } | null = null;
  readonly #engines = new Map<NodeId, Engine>();
  readonly #built = new Map<NodeId, number>();
  readonly #verdicts = new Map<NodeId, { readonly verdict: TestVerdict; readonly at: number; readonly text: string }>();
  #count = 0;
  #running: Engine | null = null;
  /** Told when something real was built. */
  onBuilt: () => void = () => undefined;

  constructor(bench: Bench) {
    this.#bench = bench;
    bench.hear((event) => this.#hear(event));
  }

  /** Remembers the open project as the base, unless there is one of the same data. True when it is a new one. */
  watch(): boolean {
    const engine = this.#current();
    const request = this.#bench.request();
    if (!engine || !request) return false;
    // Other data or another day are no edit: what follows from them is built by a command.
    const key = JSON.stringify([request.workspace, request.tier, request.data ?? null]);
    if (this.#first !== null && this.#key === key) return false;
    this.#key = key;
    this.rebase();
    return true;
  }

  /** The project as it is now becomes the base. */
  rebase(): void {
    const engine = this.#current();
    if (!engine) return;
    this.#first = { engine, files: new Map(this.#bench.files().map(({ path, text }) => [path, text])) };
    this.#engines.clear();
  }

  get base(): { readonly engine: Engine; readonly files: ReadonlyMap<string, string> } | null {
    return this.#first;
  }

  engineOf(id: NodeId): Engine | null {
    return this.#engines.get(id) ?? this.#first?.engine ?? null;
  }

  /** How a test ended, when it was not edited and nothing that it reads was built since. */
  verdictOf(id: NodeId): TestVerdict | null {
    const known = this.#verdicts.get(id);
    const node = this.#current()?.manifest.nodes.get(id);
    if (!known || !node || known.text !== textOf(node)) return null;
    return node.depends_on.nodes.every((parent) => (this.#built.get(parent) ?? 0) < known.at) ? known.verdict : null;
  }

  #hear(event: RunEvent): void {
    if (event.kind === "run-started") {
      if (this.#first === null) this.watch();
      this.#running = this.#current();
    }
    if (event.kind !== "node-finished") return;
    const { unique_id: id, status } = event.result;
    const engine = this.#running ?? this.#current();
    const node = engine?.manifest.nodes.get(id);
    if (!engine || !node) return;
    this.#count += 1;
    if (node.resource_type === "test" || node.resource_type === "unit_test") {
      if (status === "pass" || status === "warn" || status === "fail" || status === "error")
        this.#verdicts.set(id, { verdict: status, at: this.#count, text: textOf(node) });
      return;
    }
    if (status !== "success") return;
    this.#built.set(id, this.#count);
    if (this.#first?.engine === engine) this.#engines.delete(id);
    else this.#engines.set(id, engine);
    this.onBuilt();
  }

  #current(): Engine | null {
    let engine: Engine | null = null;
    // The work is done before `withEngine` returns; only its answer comes later.
    void this.#bench.withEngine((open) => {
      engine = open;
      return Promise.resolve({ ok: true, value: null });
    });
    return engine;
  }
}

function textOf(node: {
  readonly raw_code: string;
  readonly test_metadata: unknown;
  readonly config: unknown;
}): string {
  return JSON.stringify([node.raw_code, node.test_metadata, node.config], (_key, part: unknown) =>
    typeof part === "bigint" ? String(part) : part,
  );
}
