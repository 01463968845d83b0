/** One open file that is no node: its text, what is wrong with it, how it differs from the one that came. */
import type { Diagnostic } from "../../engine/core/errors.ts";
import { distinctDiagnostics } from "../editor/code-marks.ts";
import { nodeOfPath } from "../model/model-files.ts";
import type { Session } from "../session/session.svelte.ts";
import { restoreFile } from "./file-actions.ts";
import { currentText } from "./change-history.svelte.ts";

export class FileDesk {
  readonly path: string;
  readonly #session: Session;
  readonly exists: boolean = $derived.by(() => currentText(this.#session, this.path) !== null);
  readonly text: string = $derived.by(() => currentText(this.#session, this.path) ?? "");
  readonly bundled: string | null = $derived.by(() => this.#session.bundledFile(this.path));
  readonly edited: boolean = $derived.by(() => this.#session.isEdited(this.path));
  readonly problems: readonly Diagnostic[] = $derived.by(() =>
    distinctDiagnostics(this.#session.diagnostics.filter((one) => one.at?.path === this.path)),
  );
  /** The model, seed or other node whose own file this is. */
  readonly node = $derived.by(() =>
    this.#session.project ? nodeOfPath(this.path, this.#session.project.manifest) : null,
  );

  constructor(session: Session, path: string) {
    this.#session = session;
    this.path = path;
  }

  edit(text: string): void {
    this.#session.edit(this.path, text);
  }

  restore(): void {
    restoreFile(this.#session, this.path);
  }
}
