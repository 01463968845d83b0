/**
 * Are the tables that a lesson works on there, and what is needed to get them? Asked of the database when it is ready and
 * after every command, since a lesson must not run against tables that somebody dropped or that a restart lost.
 */
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { Manifest } from "../../engine/core/manifest.ts";
import type { Session } from "../session/session.svelte.ts";

export type TablesState = "unknown" | "missing" | "building" | "built" | "failed";

export class LessonTables {
  readonly names: readonly string[];
  state: TablesState = $state("unknown");
  missing: readonly string[] = $state.raw([]);
  readonly #session: Session;
  /** Why lessons cannot be done here at all, such as another project being open; null when they can. */
  refused: Diagnostic | null = $state.raw(null);
  #beside = false;
  #asked = 0;
  /** Whether the start state was made once: what somebody drops later is theirs to build again. */
  #stoodUp = false;

  constructor(names: readonly string[], session: Session) {
    this.names = names;
    this.#session = session;
  }

  /** The command that builds what is missing, as a person would type it. Without tests: a lesson needs the tables, and soon. */
  get command(): string {
    const names = this.missing.length === 0 ? this.names : this.missing;
    return `dbt build --select ${names.map((name) => `+${name}`).join(" ")} --resource-type model seed snapshot`;
  }

  /**
   * Asks the database again, and puts in place what came with the page, unless it was told to stop meanwhile; an answer that was
   * overtaken is dropped.
   */
  async refresh(isStopped: () => boolean = () => false): Promise<void> {
    if (!(await this.#ask()) || isStopped()) return;
    if (this.missing.length === 0 || this.#stoodUp) return this.#tell();
    // Something else builds just now, such as what a picture of the lesson reads; it is asked again when that has ended.
    if (!this.#session.run.running) await this.#standUp();
  }

  /** Asks the database again and leaves it as it is. */
  async look(): Promise<void> {
    if (await this.#ask()) this.#tell();
  }

  /** False when there is no answer that counts. */
  async #ask(): Promise<boolean> {
    const asked = (this.#asked += 1);
    const manifest = this.#session.project?.manifest;
    if (manifest === undefined || this.#session.warehouse.kind !== "ready") return false;
    const found = await this.#session.ask((api) => api.lessonTables(this.names));
    if (asked !== this.#asked || this.state === "building") return false;
    this.refused = found.ok ? null : (found.diagnostics[0] ?? null);
    if (!found.ok) {
      this.state = "failed";
      return false;
    }
    this.#beside = found.value.beside;
    this.missing = found.value.missing;
    return true;
  }

  #tell(): void {
    this.state = this.missing.length === 0 ? "built" : this.state === "failed" ? "failed" : "missing";
  }

  /** Makes what is soon made without being told to; the rest is left to the learner's command. */
  async #standUp(): Promise<void> {
    this.#stoodUp = true;
    this.state = "building";
    await this.#session.askRows((api) => api.lessonStandUp(this.names));
    this.state = "unknown";
    await this.refresh();
  }

  /** Builds what is missing. Resolves to true when the tables are there. */
  async build(): Promise<boolean> {
    if (this.state === "built") return true;
    if (this.#session.run.running) return false;
    this.state = "building";
    // Beside a changed project the tables lie in schemas of their own, which the command line does not know.
    const cancelled = this.#beside
      ? !(await this.#session.askRows((api) => api.lessonBuild(this.names))).ok
      : (await this.#session.command(this.command))?.cancelled === true;
    this.state = "unknown";
    await this.refresh();
    if (this.current() === "missing" && !cancelled) this.state = "failed";
    return this.current() === "built";
  }

  /** `state` as a call, because a comparison with the field itself is narrowed across an await. */
  current(): TablesState {
    return this.state;
  }
}

export function nodeIdOf(manifest: Manifest, name: string): NodeId | null {
  for (const node of manifest.nodes.values())
    if (node.name === name && node.relation_name !== null) return node.unique_id;
  return null;
}
