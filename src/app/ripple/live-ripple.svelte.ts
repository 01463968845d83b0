/**
 * Live mode: edits and finished runs in, the ripple of now out.
 *
 * One object per session, whatever page shows it. It watches the edits by itself from the first time that it is asked for, so an edit
 * made in another place is followed as well. Typing waits for nothing here: a ripple starts after a pause, and a newer one ends it.
 */
import { untrack } from "svelte";
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { FlippedTest, Overlay, RippleFile, RippleNode, RippleView } from "../../worker/protocol.ts";
import { changeHistory } from "../files/change-history.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { preferences } from "../settings/preferences.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { acceptCommands, baselineCommand } from "./ripple-commands.ts";

const PAUSE_MS = 200;
const words = surfaceStrings.ripple;

export class LiveRipple {
  view: RippleView | null = $state.raw(null);
  /** From the pause in typing until the last node is known. */
  busy = $state(false);
  accepting = $state(false);
  /** The ripple as a whole could not be done. */
  problems: readonly Diagnostic[] = $state.raw([]);
  /** What differs from the files of the last build. */
  files: readonly RippleFile[] = $state.raw([]);
  readonly #session: Session;
  #number = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #followed: Overlay | null = null;
  #unlimited = false;

  readonly nodes: ReadonlyMap<NodeId, RippleNode> = $derived(
    new Map(this.view?.nodes.map((node) => [node.id, node]) ?? []),
  );
  readonly flippedOf: ReadonlyMap<NodeId, readonly FlippedTest[]> = $derived.by(() => {
    const byNode = new Map<NodeId, FlippedTest[]>();
    for (const flip of this.view?.flipped ?? []) {
      if (flip.node === null) continue;
      byNode.set(flip.node, [...(byNode.get(flip.node) ?? []), flip]);
    }
    return byNode;
  });
  readonly leftOut: number = $derived(this.view?.nodes.filter(({ state }) => state === "left-out").length ?? 0);
  /** There is something that can be accepted or taken back. */
  readonly pending: boolean = $derived((this.view?.nodes.length ?? 0) > 0 || (this.view?.problems.length ?? 0) > 0);

  constructor(session: Session) {
    this.#session = session;
    $effect.root(() => {
      // A worker that was started again knows nothing of the one before.
      $effect(() => {
        if (session.engine.kind === "ready") untrack(() => void this.#watch());
      });
      $effect(() => {
        void session.overlay;
        void session.workspace;
        if (this.live) untrack(() => this.#soon());
      });
      // Something was built for real: what an edit changes is measured against it.
      $effect(() => {
        if (session.run.running || session.run.background || session.run.finishedAt === null) return;
        untrack(() => this.live && this.#followed !== null && this.#soon());
      });
    });
  }

  get live(): boolean {
    return preferences.live;
  }

  setLive(live: boolean): void {
    preferences.set({ live });
    if (!live) this.stop();
  }

  stop(): void {
    clearTimeout(this.#timer);
    if (this.busy) void this.#session.ask((api) => api.rippleStop());
  }

  /** Goes on where the time was up, without a limit. */
  rest(): void {
    this.#unlimited = true;
    void this.#follow();
  }

  /** Builds for real what the ripple built on trial. */
  async accept(): Promise<void> {
    const { view } = this;
    const { manifest } = this.#session.project ?? {};
    if (!view || !manifest || this.accepting) return;
    this.accepting = true;
    try {
      let good = true;
      for (const command of acceptCommands(view, manifest)) {
        const result = await this.#session.command(command);
        good = good && result !== null && result.exitCode !== 2 && !result.cancelled && !hasErrors(result.results);
      }
      if (!good) {
        this.#session.toast(words.acceptFailed, null, { tone: "warn" });
        return;
      }
      const accepted = await this.#session.ask((api) => api.rippleAccept());
      if (accepted.ok) this.#take(accepted.value);
      this.files = [];
      this.#session.toast(words.accepted);
    } finally {
      this.accepting = false;
    }
  }

  /** Files back to what the last build was made from; the tables never left it. */
  async revert(): Promise<void> {
    const found = await this.#session.ask((api) => api.rippleFiles());
    if (!found.ok || found.value.length === 0) return;
    const files = found.value;
    const undo = changeHistory(this.#session).step("restored", words.revertLabel, () => {
      for (const { path, before } of files) this.#session.edit(path, before);
    });
    this.#session.toast(words.reverted(files.length), { label: words.undo, run: undo });
    this.#soon(0);
  }

  /** The first build of a model with everything around it. */
  async buildBase(id: NodeId): Promise<void> {
    const node = this.#session.project?.manifest.nodes.get(id);
    if (node) await this.#session.command(baselineCommand(node));
  }

  #soon(pause = PAUSE_MS): void {
    clearTimeout(this.#timer);
    this.#unlimited = false;
    this.#timer = setTimeout(() => void this.#follow(), pause);
  }

  async #watch(): Promise<void> {
    this.#number += 1;
    this.view = null;
    this.busy = false;
    const watched = await this.#session.ask((api) => api.rippleWatch());
    if (watched.ok && this.view === null) this.#take(watched.value);
    if (this.live && Object.keys(this.#session.overlay).length > 0) this.#soon();
  }

  async #follow(): Promise<void> {
    // A command has the database; its end starts this again.
    if (this.#session.run.running && !this.#session.run.background) return;
    const number = ++this.#number;
    const budgetMs = this.#unlimited ? null : preferences.liveSeconds * 1000;
    this.busy = true;
    this.#followed = this.#session.overlay;
    const ended = this.#session.ask((api) => api.ripple({ budgetMs }));
    void this.#hearNews(number);
    const outcome = await ended;
    if (number !== this.#number) return;
    this.busy = false;
    if (!outcome.ok) {
      this.problems = outcome.diagnostics;
      return;
    }
    this.problems = [];
    this.#take(outcome.value);
    const files = await this.#session.ask((api) => api.rippleFiles());
    if (number !== this.#number) return;
    if (files.ok) this.files = files.value;
    const { nodes, flipped } = outcome.value;
    const differing = nodes.filter(({ state }) => state === "changed" || state === "new").length;
    if (nodes.length > 0) this.#session.announce(words.announce(nodes.length, differing, flipped.length));
  }

  /** Views of a ripple on its way. They stop with the next key: another ripple will follow. */
  async #hearNews(number: number): Promise<void> {
    while (number === this.#number && this.busy && this.#followed === this.#session.overlay) {
      const after = this.view?.version ?? 0;
      const news = await this.#session.ask((api) => api.rippleNews(after));
      if (number !== this.#number || !news.ok) return;
      if (this.busy) this.#take(news.value);
    }
  }

  #take(view: RippleView): void {
    this.view = view;
  }
}

const known = new WeakMap<Session, LiveRipple>();

/** The live mode of a session; the first call starts to watch its edits. */
export function liveRipple(session: Session): LiveRipple {
  let live = known.get(session);
  if (!live) known.set(session, (live = new LiveRipple(session)));
  return live;
}

function hasErrors(results: readonly { readonly status: string }[]): boolean {
  return results.some(({ status }) => status === "error" || status === "skipped");
}
