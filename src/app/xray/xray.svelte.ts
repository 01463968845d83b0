/**
 * The X-ray of one model on the page: its plan, the steps that have been computed, where it stands.
 *
 * Steps are asked for one after the other, so that the first ones can be read while later ones run and a cancel keeps what is there.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { StepFacts, XrayView } from "../../worker/protocol.ts";
import type { Session } from "../session/session.svelte.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";

export type XrayPhase =
  | { readonly kind: "idle" }
  | { readonly kind: "opening" }
  | { readonly kind: "stepping"; readonly index: number }
  | { readonly kind: "done" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] };

export class Xray {
  readonly id: NodeId;
  phase: XrayPhase = $state.raw({ kind: "idle" });
  view: XrayView | null = $state.raw(null);
  facts: readonly (StepFacts | null)[] = $state.raw([]);
  /** The model's own text when it was taken apart. */
  text = $state("");
  readonly #session: Session;
  #number = 0;

  constructor(session: Session, id: NodeId) {
    this.#session = session;
    this.id = id;
  }

  get busy(): boolean {
    return this.phase.kind === "opening" || this.phase.kind === "stepping";
  }

  async start(text: string): Promise<void> {
    const number = (this.#number += 1);
    this.view = null;
    this.facts = [];
    this.text = text;
    this.phase = { kind: "opening" };
    const opened = await this.#session.askRows((api) => api.xrayOpen(this.id));
    if (number !== this.#number) return;
    if (!opened.ok) return this.#fail(opened.diagnostics);
    this.view = opened.value;
    this.facts = (opened.value.plan?.steps ?? []).map(() => null);
    await this.#walk(number);
  }

  /** The steps that a cancel left open. */
  async goOn(): Promise<void> {
    await this.#walk((this.#number += 1));
  }

  async #walk(number: number): Promise<void> {
    const { view } = this;
    if (!view?.plan) {
      this.phase = { kind: "done" };
      return;
    }
    for (const index of view.plan.steps.keys()) {
      if (this.facts[index]) continue;
      this.phase = { kind: "stepping", index };
      const step = await this.#session.ask((api) => api.xrayStep(view.ticket, index));
      if (number !== this.#number) return;
      if (!step.ok) return this.#fail(step.diagnostics);
      // The database was started again: what the steps had put there is gone.
      if (step.value === null) return void this.start(this.text);
      const { value } = step;
      this.facts = this.facts.map((facts, at) => (at === index ? value : facts));
    }
    this.phase = { kind: "done" };
  }

  cancel(): void {
    void this.#session.cancel();
  }

  /** Stops where it is and lets go of what lies in the database. */
  close(): void {
    this.#number += 1;
    const { view } = this;
    if (this.busy) this.cancel();
    if (view) void this.#session.ask((api) => api.xrayClose(view.ticket));
  }

  #fail(diagnostics: readonly Diagnostic[]): void {
    if (diagnostics.some(({ code }) => code === "W005")) {
      this.phase = { kind: "cancelled" };
      this.#session.announce(surfaceStrings.xray.cancelled);
    } else this.phase = { kind: "failed", diagnostics };
  }
}
