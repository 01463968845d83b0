/**
 * Which projects this device holds and which one is open: the bundled one, or one from outside in a workspace of its own.
 *
 * Opening reads everything first, keeps it second and shows it last, so that a refused archive changes nothing at all. What the
 * engine works on is the session's business; it lends `show`, which swaps the project under every surface.
 */
import { fileOfSource, pathForSource, type DataFile, type ProjectFiles } from "../../archive/data-file.ts";
import { LIMITS, tooLarge } from "../../archive/limits.ts";
import { severalProjects } from "../../archive/project-choice.ts";
import type { ProjectInput, ReadProject } from "../../archive/read-project.ts";
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { KeptProject } from "../../store/kept.ts";
import type { Store } from "../../store/store.ts";

export const BUNDLED = "main";

export interface OpenedProject {
  readonly project: KeptProject;
  readonly content: ProjectFiles;
}

/** What the session lends. */
export interface ProjectHost {
  read(input: ProjectInput, folder: string | null): Promise<Outcome<ReadProject>>;
  /** Puts a project under every surface; null is the bundled one. */
  show(opened: OpenedProject | null): Promise<Outcome<null>>;
  setData(data: readonly DataFile[]): Promise<Outcome<null>>;
}

const CURRENT = "workspace";

export class Projects {
  /** Opened projects that this device keeps, newest first. */
  list: readonly KeptProject[] = $state.raw([]);
  /** The one that is shown; null for the bundled one. */
  opened: OpenedProject | null = $state.raw(null);
  /** An archive with several projects side by side: which of them? Null when nothing is to be asked. */
  question: { readonly input: ProjectInput; readonly folders: readonly string[] } | null = $state.raw(null);
  /** What is being read or shown just now: the name of a file, for a progress bar. */
  busy: string | null = $state(null);
  readonly #store: Promise<Store>;
  readonly #host: ProjectHost;

  constructor(store: Promise<Store>, host: ProjectHost) {
    this.#store = store;
    this.#host = host;
  }

  get workspace(): string {
    return this.opened?.project.workspace ?? BUNDLED;
  }

  /** Data files of the opened project. */
  get data(): readonly DataFile[] {
    return this.opened?.content.data ?? [];
  }

  /** What was open when the page was left. Trouble with it is told, and the bundled project is shown. */
  async restore(): Promise<Diagnostic | null> {
    const store = await this.#store;
    try {
      await store.deleteRemoved(Date.now());
      this.list = await store.listProjects();
      const workspace = await store.getSetting<string>(CURRENT);
      if (workspace === undefined || workspace === BUNDLED) return null;
      this.opened = await store.loadProject(workspace);
      return this.opened ? null : gone(workspace);
    } catch (error) {
      return diagnostic("S002", `The opened projects could not be read: ${messageOf(error)}`, {
        severity: "warning",
        hint: "Reload the page. The bundled project is shown meanwhile.",
      });
    }
  }

  /** `folder` chooses among several projects in one archive. */
  async open(input: ProjectInput, folder: string | null = null): Promise<Outcome<ReadProject>> {
    this.question = null;
    return this.#while(input.name, async () => {
      const read = await this.#host.read(input, folder);
      if (!read.ok) return read;
      const { name, origin, files, data, otherFolders } = read.value;
      if (read.value.folder === null) {
        this.question = { input, folders: otherFolders };
        return fail(severalProjects(otherFolders));
      }
      const opened_at = Date.now();
      const taken = new Set(this.list.map((project) => project.workspace));
      const project: KeptProject = {
        workspace: freeName(`${name}-${opened_at.toString(36)}`, taken),
        name,
        origin,
        opened_at,
        file_count: files.length + data.length,
        removed_at: null,
      };
      const content = { files, data };
      const kept = await (await this.#store).addProject(project, content);
      if (!kept.ok) return kept;
      const shown = await this.#show({ project, content });
      if (!shown.ok) {
        // Nobody can see it, so it is not kept either.
        await (await this.#store).markRemoved(project.workspace, 0);
        return shown;
      }
      this.list = await (await this.#store).listProjects();
      return read;
    });
  }

  /** The bundled project from now on, told to the store alone: for when the engine cannot be asked to show it. */
  async giveUp(): Promise<void> {
    this.opened = null;
    await (await this.#store).setSetting(CURRENT, BUNDLED);
  }

  async switchTo(workspace: string): Promise<Outcome<null>> {
    if (workspace === this.workspace) return succeed(null);
    if (workspace === BUNDLED) return this.#while(BUNDLED, () => this.#show(null));
    return this.#while(workspace, async () => {
      const opened = await (await this.#store).loadProject(workspace);
      return opened ? this.#show(opened) : fail(gone(workspace));
    });
  }

  /** Until the next start it can be brought back with `bringBack`. */
  async remove(workspace: string): Promise<Outcome<null>> {
    if (workspace === this.workspace) {
      const away = await this.switchTo(BUNDLED);
      if (!away.ok) return away;
    }
    return this.#mark(workspace, Date.now());
  }

  bringBack(workspace: string): Promise<Outcome<null>> {
    return this.#mark(workspace, null);
  }

  /** Makes a file the data of a source: of the given one, or of the one whose name it bears. Resolves to the source. */
  async attach(
    name: string,
    content: Blob,
    manifest: Manifest,
    source: ManifestNode | null,
  ): Promise<Outcome<ManifestNode>> {
    const { opened } = this;
    if (!opened)
      return fail(notAttachable(name, "the bundled project has its own data", "Open a project of yours first."));
    if (!/\.(csv|parquet)$/i.test(name))
      return fail(notAttachable(name, "it is neither CSV nor Parquet", "Choose a file that ends in .csv or .parquet."));
    if (content.size > LIMITS.dataBytes) return fail(tooLarge(`The file "${name}"`, content.size, LIMITS.dataBytes));
    const fault = await contentFault(name, content);
    if (fault !== null) return fail(notAttachable(name, fault, "Export it again as Parquet, or as CSV in UTF-8."));
    const reader = source ?? sourcesOf(manifest).find((node) => fileOfSource(node, [{ path: name }]) !== null) ?? null;
    if (!reader) {
      const names = sourcesOf(manifest).map((node) => `${node.identifier ?? node.name}.csv`);
      return fail(
        notAttachable(
          name,
          "no source of the project has its name",
          names.length === 0
            ? "The project declares no sources; CSV files in seeds/ are its data."
            : `Names that fit: ${names.slice(0, 6).join(", ")}. Or attach it at the source itself.`,
        ),
      );
    }
    const path = pathForSource(reader, name);
    const before = opened.content.data.find((file) => file.path === path);
    const file: DataFile = { path, content, version: (before?.version ?? 0) + 1 };
    const saved = await (await this.#store).saveData(opened.project.workspace, file);
    if (!saved.ok) return saved;
    const told = await this.#setData([...opened.content.data.filter((other) => other.path !== path), file]);
    return told.ok ? succeed(reader) : told;
  }

  async detach(path: string): Promise<Outcome<null>> {
    const { opened } = this;
    if (!opened) return succeed(null);
    const gone = await (await this.#store).deleteData(opened.project.workspace, path);
    if (!gone.ok) return gone;
    return this.#setData(opened.content.data.filter((file) => file.path !== path));
  }

  async #setData(data: readonly DataFile[]): Promise<Outcome<null>> {
    const { opened } = this;
    if (!opened) return succeed(null);
    this.opened = { project: opened.project, content: { ...opened.content, data } };
    return this.#host.setData(data);
  }

  async #show(opened: OpenedProject | null): Promise<Outcome<null>> {
    const shown = await this.#host.show(opened);
    if (!shown.ok) return shown;
    // That the choice is not remembered costs a click after a reload; the project itself is kept.
    await (await this.#store).setSetting(CURRENT, this.workspace);
    return shown;
  }

  async #mark(workspace: string, at: number | null): Promise<Outcome<null>> {
    const store = await this.#store;
    const marked = await store.markRemoved(workspace, at);
    if (!marked.ok) return marked;
    this.list = await store.listProjects();
    return succeed(null);
  }

  async #while<T>(name: string, work: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
    if (this.busy !== null) {
      return fail(
        diagnostic("S003", `"${this.busy}" is still being opened.`, { hint: "Try again when it is on the screen." }),
      );
    }
    this.busy = name;
    try {
      return await work();
    } finally {
      this.busy = null;
    }
  }
}

/** The source tables of the project itself and of its packages, by name. */
export function sourcesOf(manifest: Manifest): ManifestNode[] {
  return [...manifest.nodes.values()]
    .filter((node) => node.resource_type === "source")
    .sort((a, b) => (a.unique_id < b.unique_id ? -1 : 1));
}

/** Null when the content is what the name says. */
async function contentFault(name: string, content: Blob): Promise<string | null> {
  const magic = async (from: number) =>
    new TextDecoder("latin1").decode(await content.slice(from, from + 4).arrayBuffer());
  if (/\.parquet$/i.test(name)) {
    const whole = content.size > 12 && (await magic(0)) === "PAR1" && (await magic(content.size - 4)) === "PAR1";
    return whole ? null : "it is no whole Parquet file";
  }
  const head = new Uint8Array(await content.slice(0, 65_536).arrayBuffer());
  if (head.length === 0) return "it is empty";
  try {
    // A letter may be cut in two at the end of the piece; `stream` takes that as it comes.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return text.includes("\0") ? "it holds NUL characters" : null;
  } catch {
    return "it is not text in UTF-8";
  }
}

function notAttachable(name: string, reason: string, hint: string): Diagnostic {
  return diagnostic("D005", `The file "${name}" cannot be attached: ${reason}.`, { hint });
}

function gone(workspace: string): Diagnostic {
  return diagnostic("S002", `The opened project "${workspace}" is no longer on this device.`, {
    severity: "warning",
    hint: "Open its zip or folder again. The browser may have cleared this page's storage, or another tab removed it.",
  });
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return free;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
