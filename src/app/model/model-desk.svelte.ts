/**
 * One open model: which of its files is shown, its compiled SQL, its rows, and everything that is wrong with it.
 *
 * Texts live in the session. This keeps only answers about them, and drops what no longer speaks about the present text: marks of a
 * preview go with the next key, the compiled SQL of before stays until a newer one is there.
 */
import { untrack } from "svelte";
import type { Diagnostic } from "../../engine/core/errors.ts";
import type { NodeId } from "../../engine/core/ids.ts";
import type { ManifestNode } from "../../engine/core/manifest.ts";
import { lineColumn } from "../../engine/core/source-file.ts";
import type { Column } from "../../engine/core/table.ts";
import type { CompiledView } from "../../worker/protocol.ts";
import { restoreFile } from "../files/file-actions.ts";
import { distinctDiagnostics } from "../editor/code-marks.ts";
import type { Editor } from "../editor/create-editor.ts";
import { compiledOffset, linkFromCompiled, linkFromSource, type Link, type Range } from "../editor/source-link.ts";
import { NO_RESULT, shownOf, type ResultState } from "../results/result-state.ts";
import { href, navigate } from "../route.svelte.ts";
import type { Session } from "../session/session.svelte.ts";
import { strings } from "../strings/catalogue.ts";
import { surfaceStrings } from "../strings/surface-strings.ts";
import { buildCommand, rowsQuery } from "./build-command.ts";
import { ColumnOrigins } from "./column-origins.svelte.ts";
import { filesOf, nodeOfPath, pathOfId, testsOf } from "./model-files.ts";
import { nodeStanding, testStanding } from "./node-status.ts";

const NO_LINK: Link = { source: [], compiled: [] };

interface Found {
  /** The text that the findings speak about. */
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

export class ModelDesk {
  readonly id: NodeId;
  readonly origins: ColumnOrigins;
  readonly #session: Session;

  /** Chosen in the file switch; null for the model's own file. */
  #chosen: string | null = $state(null);
  /** The last node of this id; a file that does not parse takes its node away, not its page. */
  #lastNode: ManifestNode | null = $state.raw(null);
  compiled: CompiledView | null = $state.raw(null);
  compiling = $state(false);
  /** The tab below the code. */
  bottom: "results" | "chart" | "explain" | "problems" | "log" = $state("results");
  result: ResultState = $state.raw(NO_RESULT);
  columns: readonly Column[] | null = $state.raw(null);
  lit: Link = $state.raw(NO_LINK);
  #compileFound: Found | null = $state.raw(null);
  #previewFound: Found | null = $state.raw(null);

  #sourceEditor: Editor | null = null;
  #compiledEditor: Editor | null = null;
  #pending: { path: string; offset: number } | null = null;
  #previewNumber = 0;
  #compileNumber = 0;

  readonly node: ManifestNode | null = $derived.by(
    () => this.#session.project?.manifest.nodes.get(this.id) ?? this.#lastNode,
  );
  readonly ownPath: string | null = $derived.by(
    () => this.node?.original_file_path ?? pathOfId(this.id, this.#session.project?.files ?? []),
  );
  readonly path: string | null = $derived(this.#chosen ?? this.ownPath);
  readonly text: string = $derived.by(() => (this.path === null ? "" : this.#session.file(this.path)));
  readonly isOwnFile: boolean = $derived(this.path !== null && this.path === this.ownPath);
  /** The model's own text, whatever file is shown. */
  readonly #ownText: string = $derived.by(() => (this.ownPath === null ? "" : this.#session.file(this.ownPath)));
  readonly compiles: boolean = $derived(
    ["model", "snapshot", "test", "analysis"].includes(this.node?.resource_type ?? "model"),
  );

  readonly files = $derived.by(() => {
    const project = this.#session.project;
    return project ? filesOf(this.node, this.ownPath, project.manifest, project.files) : [];
  });
  readonly tests: readonly ManifestNode[] = $derived.by(() => {
    const manifest = this.#session.project?.manifest;
    return manifest ? testsOf(this.id, manifest) : [];
  });
  readonly standing = $derived.by(() =>
    nodeStanding(
      this.#session.run.states.get(this.id),
      this.#session.results.get(this.id),
      this.#session.stale.has(this.id),
    ),
  );
  readonly testStanding = $derived.by(() =>
    testStanding(this.tests.map((test) => this.#session.results.get(test.unique_id))),
  );
  readonly buildCommand: string = $derived.by(() => {
    const manifest = this.#session.project?.manifest;
    return this.node && manifest
      ? buildCommand(this.node, manifest, this.#session.results, this.#session.stale)
      : `dbt build --select ${this.id.split(".").at(-1)}`;
  });

  /** What the results pane shows: a failure goes with the text that failed. */
  readonly shownResult: ResultState = $derived.by(() => {
    const { result } = this;
    if (result.kind !== "failed" || this.#previewFound?.text === this.#ownText) return result;
    return result.before ? { kind: "rows", shown: result.before } : NO_RESULT;
  });
  readonly rowsAreOlder: boolean = $derived.by(() => {
    const shown = shownOf(this.shownResult);
    return shown !== null && shown.text !== this.#ownText;
  });

  /** Everything that is wrong with this model and its files, each trouble once. */
  readonly problems: readonly Diagnostic[] = $derived.by(() => {
    const paths = new Set(
      this.files
        .filter((file) => file.group === "own" || file.group === "properties" || file.group === "tests")
        .map((file) => file.path),
    );
    if (this.path !== null) paths.add(this.path);
    const testIds = new Set<string>(this.tests.map((test) => test.unique_id));
    const mine = this.#session.diagnostics.filter(
      (one) =>
        one.node === this.id ||
        (one.node !== null && testIds.has(one.node)) ||
        (one.at !== null && paths.has(one.at.path)),
    );
    const fresh = (found: Found | null): readonly Diagnostic[] =>
      found && found.text === this.#ownText ? found.diagnostics : [];
    return distinctDiagnostics([...mine, ...fresh(this.#compileFound), ...fresh(this.#previewFound)]);
  });
  /** Problems that stand in the file that is shown. */
  readonly here: readonly Diagnostic[] = $derived(this.problems.filter((one) => one.at?.path === this.path));
  readonly broken: boolean = $derived.by(
    () =>
      this.#compileFound !== null &&
      this.#compileFound.text === this.#ownText &&
      this.#compileFound.diagnostics.length > 0,
  );

  constructor(session: Session, id: NodeId) {
    this.#session = session;
    this.id = id;
    this.origins = new ColumnOrigins(session, id, () => this.compiles);
    $effect(() => {
      const node = session.project?.manifest.nodes.get(id);
      if (node) this.#lastNode = node;
    });
    // Compiled again whenever the engine has read the project anew: also an edit of a macro changes this model's SQL.
    $effect(() => {
      if (session.project && this.compiles && this.ownPath !== null) untrack(() => void this.#compile());
    });
    $effect(() => {
      const built = session.results.get(id);
      const ready = session.warehouse.kind === "ready";
      if (ready && built?.status === "success") untrack(() => void this.#describe());
    });
  }

  get name(): string {
    return this.node?.name ?? this.id.split(".").at(-1) ?? this.id;
  }

  get edited(): boolean {
    return this.path !== null && this.#session.isEdited(this.path);
  }

  get bundledText(): string | null {
    return this.path === null ? null : this.#session.bundledFile(this.path);
  }

  /** Follows the address; whoever wants another file goes to `addressOf(path)`. */
  choose(path: string): void {
    if (path === this.path) return;
    this.#chosen = path === this.ownPath ? null : path;
    this.#sourceEditor = null;
    this.lit = NO_LINK;
  }

  addressOf(path: string, offset: number | null = null): string {
    return href("model", this.id, { file: path === this.ownPath ? null : path, at: offset });
  }

  edit(text: string): void {
    if (this.path === null) return;
    this.#closeUndo(this.path);
    this.#session.edit(this.path, text);
  }

  /** Back to the bundled file, with a way back to one's own text. */
  restore(): void {
    const { path } = this;
    if (path === null) return;
    this.#closeUndo(path);
    restoreFile(this.#session, path);
  }

  /** Rows of the text as it stands, saved or not. */
  async preview(): Promise<void> {
    if (this.result.kind === "running") return;
    const before = shownOf(this.result);
    const number = (this.#previewNumber += 1);
    const text = this.#ownText;
    this.result = { kind: "running", before };
    if (this.bottom !== "chart") this.bottom = "results";
    const query = this.node ? rowsQuery(this.node) : null;
    const outcome = query === null ? await this.#session.preview(this.id, { text }) : await this.#session.query(query);
    if (number !== this.#previewNumber) return;
    if (outcome.ok) {
      this.result = { kind: "rows", shown: { result: outcome.value, text, at: Date.now() } };
      this.#previewFound = null;
      const { table, elapsed_ms } = outcome.value;
      this.#session.announce(surfaceStrings.results.extent(table.rowCount, table.truncated, elapsed_ms));
      return;
    }
    if (outcome.diagnostics.some((one) => one.code === "W005")) {
      this.result = before ? { kind: "rows", shown: before } : NO_RESULT;
      this.#session.announce(surfaceStrings.results.cancelled);
      return;
    }
    this.#previewFound = { text, diagnostics: outcome.diagnostics };
    this.result = { kind: "failed", diagnostics: outcome.diagnostics, before };
  }

  async build(): Promise<void> {
    await this.#session.command(this.buildCommand);
  }

  cancel(): void {
    void this.#session.cancel();
  }

  /** `models/a.sql, line 2, column 5`, or null when the finding has no place in the project. */
  placeOf(diagnostic: Diagnostic): string | null {
    const at = diagnostic.at;
    if (!at) return null;
    const { line, column } = lineColumn(this.#session.file(at.path), at.from);
    return surfaceStrings.model.problems.goTo(at.path, line, column);
  }

  /** Shows the place of a finding; one in another model's own file opens that model. */
  goTo(diagnostic: Diagnostic): void {
    const manifest = this.#session.project?.manifest;
    if (!diagnostic.at || !manifest) return;
    const { path, from } = diagnostic.at;
    const owner = path === this.ownPath ? this.id : nodeOfPath(path, manifest);
    if (owner !== null && owner !== this.id) navigate(href("model", owner, { at: from }));
    else navigate(this.addressOf(path, from), { replace: true });
  }

  reveal(path: string, offset: number): void {
    if (path === this.path && this.#sourceEditor) {
      this.#sourceEditor.reveal(offset, true);
      return;
    }
    this.#pending = { path, offset };
    this.choose(path);
  }

  // ——— the two editors

  sourceReady(editor: Editor): void {
    this.#sourceEditor = editor;
    const { node } = this;
    if (this.#pending && this.#pending.path === this.path) editor.reveal(this.#pending.offset, true);
    // A source or a test is an entry in a file that has others, too.
    else if (node && node.span.from > 0 && node.span.path === this.path) editor.reveal(node.span.from, false);
    this.#pending = null;
  }

  async format(): Promise<void> {
    await this.#sourceEditor?.format();
  }

  sourceGone(): void {
    this.#sourceEditor = null;
  }

  compiledReady(editor: Editor | null): void {
    this.#compiledEditor = editor;
  }

  sourceCursor(offset: number, line: Range): void {
    this.lit =
      this.compiled && this.isOwnFile && !this.broken ? linkFromSource(this.compiled.map, offset, line) : NO_LINK;
  }

  compiledCursor(offset: number, line: Range): void {
    if (this.compiled && this.isOwnFile && !this.broken) this.lit = linkFromCompiled(this.compiled.map, offset, line);
  }

  sourceScrolled(offset: number): void {
    if (!this.compiled || !this.isOwnFile) return;
    const to = compiledOffset(this.compiled.map, offset);
    if (to !== null) this.#compiledEditor?.scrollTo(to);
  }

  /** An undo of an older restore would throw away what was typed since. */
  #closeUndo(path: string): void {
    const message = strings.files.restored(path);
    for (const toast of this.#session.toasts.list) if (toast.message === message) this.#session.toasts.close(toast.id);
  }

  async #compile(): Promise<void> {
    const number = (this.#compileNumber += 1);
    this.compiling = true;
    const text = this.#ownText;
    const outcome = await this.#session.compile(this.id);
    if (number !== this.#compileNumber) return;
    this.compiling = false;
    this.#compileFound = { text, diagnostics: outcome.ok ? [] : outcome.diagnostics };
    if (outcome.ok) this.compiled = outcome.value;
    this.lit = NO_LINK;
  }

  async #describe(): Promise<void> {
    const outcome = await this.#session.describe(this.id);
    if (outcome.ok) this.columns = outcome.value;
  }
}
