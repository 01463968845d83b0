/**
 * The workspaces that this device holds and which one is shown: "main" on the bundled project, copies of it, and projects from outside.
 *
 * Opening reads everything first, keeps it second and shows it last, so that a refused archive changes nothing at all. What the
 * engine works on is the session's business; it lends `show`, which swaps the project under every surface.
 */
import type { DataFile, ProjectFiles } from "../../archive/data-file.ts";
import type { ProjectInput, ReadProject } from "../../archive/read-project.ts";
import type { WorkspaceNote } from "../../archive/workspace-note.ts";
import { diagnostic, fail, succeed, type Diagnostic, type Outcome } from "../../engine/core/errors.ts";
import type { Manifest, ManifestNode } from "../../engine/core/manifest.ts";
import type { SourceFile } from "../../engine/core/source-file.ts";
import type { KeptProject } from "../../store/kept.ts";
import type { Store } from "../../store/store.ts";
import type { Overlay } from "../../worker/protocol.ts";

export const BUNDLED = "main";

export interface OpenedProject {
  readonly project: KeptProject;
  readonly content: ProjectFiles;
}

/** The workspace under every surface. */
export interface Shown {
  readonly workspace: string;
  /** What the device keeps about it; null for "main", which every device has. */
  readonly project: KeptProject | null;
  /** The files of a project from outside; null where the bundled project lies below. */
  readonly files: readonly SourceFile[] | null;
  readonly data: readonly DataFile[];
}

const HOME: Shown = { workspace: BUNDLED, project: null, files: null, data: [] };

/** What the session lends. */
export interface ProjectHost {
  read(input: ProjectInput, folder: string | null): Promise<Outcome<ReadProject>>;
  /** Puts a workspace under every surface. */
  show(shown: Shown): Promise<Outcome<null>>;
  setData(data: readonly DataFile[]): Promise<Outcome<null>>;
  /** Writes a file of the shown workspace; null deletes it. */
  edit(path: string, text: string | null): void;
  /** Saves what is not saved yet. */
  flush(): Promise<void>;
  /** The edits of the shown workspace, also those that could not be saved. */
  overlay(): Overlay;
}

const CURRENT = "workspace";

export class Projects {
  /** Workspaces besides "main" that this device keeps, newest first. */
  list: readonly KeptProject[] = $state.raw([]);
  shown: Shown = $state.raw(HOME);
  /** What the user calls "main"; null while it bears its own name. */
  mainTitle: string | null = $state(null);
  /** The shown project when it is one from outside; null for the bundled one and its copies. */
  readonly opened: OpenedProject | null = $derived(
    this.shown.project && this.shown.files
      ? { project: this.shown.project, content: { files: this.shown.files, data: this.shown.data } }
      : null,
  );
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
    return this.shown.workspace;
  }

  /** Data files of the shown workspace. */
  get data(): readonly DataFile[] {
    return this.shown.data;
  }

  /** What was open when the page was left. Trouble with it is told, and the bundled project is shown. */
  async restore(): Promise<Diagnostic | null> {
    const store = await this.#store;
    try {
      await store.deleteRemoved(Date.now());
      this.list = await store.listProjects();
      this.mainTitle = await store.mainTitle();
      const workspace = await store.getSetting<string>(CURRENT);
      const found = workspace === undefined ? null : await this.#load(workspace);
      this.shown = found ?? (await this.#home());
      return workspace === undefined || found ? null : gone(workspace);
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
      const [{ severalProjects }, { separate }] = await Promise.all([
        import("../../archive/project-choice.ts"),
        import("../../archive/workspace-note.ts"),
      ]);
      if (read.value.folder === null) {
        this.question = { input, folders: otherFolders };
        return fail(severalProjects(otherFolders));
      }
      const note = read.value.note ?? null;
      const { files: below, overlay } = note ? separate(files, note) : { files, overlay: {} };
      const project = {
        ...this.#newProject(name, origin, files.length + data.length),
        ...(note?.title ? { title: this.#freeTitle(note.title) } : {}),
        ...(note?.bundled ? { bundled: true as const } : {}),
      };
      const attached = note?.bundled ? attachedIn(read.value, note) : data;
      const added = await this.#add(project, { files: note?.bundled ? [] : below, data: attached }, overlay, note);
      return added.ok ? read : added;
    });
  }

  /**
   * A new workspace on the bundled project, with these edits on it, and shows it. `note` brings progress along.
   */
  async createOnBundled(name: string, title: string, overlay: Overlay): Promise<Outcome<null>> {
    return this.#while(title, () => {
      const project = { ...this.#newProject(name, "", 0), title: this.#freeTitle(title), bundled: true as const };
      return this.#add(project, { files: [], data: [] }, overlay, null);
    });
  }

  /** A copy with the edits, data and progress of another workspace; its runs stay there. Shows the copy. */
  async copy(workspace: string, name: string, title: string): Promise<Outcome<null>> {
    return this.#while(title, async () => {
      if (workspace === this.workspace) await this.#host.flush();
      const store = await this.#store;
      const from = this.list.find((project) => project.workspace === workspace);
      if (!from && workspace !== BUNDLED) return fail(gone(workspace));
      const fresh = this.#newProject(from?.name ?? name, from?.origin ?? "", from?.file_count ?? 0);
      const project: KeptProject = {
        ...fresh,
        title: this.#freeTitle(title),
        ...(from === undefined || from.bundled ? { bundled: true } : {}),
      };
      const edits = workspace === this.workspace ? this.#host.overlay() : {};
      const copied = await store.copyWorkspace(workspace, project);
      if (!copied.ok) return copied;
      for (const [path, text] of Object.entries(edits)) {
        const saved = await store.saveFile(project.workspace, path, text);
        if (!saved.ok) return saved;
      }
      this.list = await store.listProjects();
      const loaded = await this.#load(project.workspace);
      return loaded ? this.#show(loaded) : fail(gone(project.workspace));
    });
  }

  /** Keeps the shown workspace again, after what was kept is gone: its files and data are still here. */
  async keepAgain(): Promise<Outcome<null>> {
    const store = await this.#store;
    const { workspace, project, files, data } = this.shown;
    if (project) {
      const kept = await store.addProject(project, { files: files ?? [], data });
      if (!kept.ok) return kept;
    }
    for (const file of project ? [] : data) {
      const kept = await store.saveData(workspace, file);
      if (!kept.ok) return kept;
    }
    await store.setSetting(CURRENT, workspace);
    this.list = await store.listProjects();
    return succeed(null);
  }

  /** An empty title gives the workspace its project's name back. */
  async rename(workspace: string, title: string): Promise<Outcome<null>> {
    const store = await this.#store;
    const trimmed = title.trim().slice(0, 80);
    const renamed = await store.renameWorkspace(workspace, trimmed === "" ? null : trimmed);
    if (!renamed.ok) return renamed;
    if (workspace === BUNDLED) this.mainTitle = trimmed === "" ? null : trimmed;
    this.list = await store.listProjects();
    const project = this.list.find((one) => one.workspace === this.workspace);
    if (project) this.shown = { ...this.shown, project };
    return succeed(null);
  }

  /** The bundled project from now on, told to the store alone: for when the engine cannot be asked to show it. */
  async giveUp(): Promise<void> {
    this.shown = await this.#home();
    await (await this.#store).setSetting(CURRENT, BUNDLED);
  }

  async switchTo(workspace: string): Promise<Outcome<null>> {
    if (workspace === this.workspace) return succeed(null);
    return this.#while(workspace, async () => {
      const loaded = await this.#load(workspace);
      return loaded ? this.#show(loaded) : fail(gone(workspace));
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

  /**
   * Makes a file the data of a source: of the given one, or of the one whose name it bears; in a workspace on the bundled project, of a
   * source that is declared for it. Resolves to the name of the source.
   */
  async attach(name: string, content: Blob, manifest: Manifest, source: ManifestNode | null): Promise<Outcome<string>> {
    const { shown } = this;
    const { planAttach, planOwnSource } = await import("./attach-file.ts");
    const planned =
      shown.files === null ? await planOwnSource(name, content) : await planAttach(name, content, manifest, source);
    if (!planned.ok) return planned;
    const { path, declaration } = planned.value;
    const before = shown.data.find((file) => file.path === path);
    const file: DataFile = { path, content, version: (before?.version ?? 0) + 1 };
    const saved = await (await this.#store).saveData(shown.workspace, file);
    if (!saved.ok) return saved;
    // A declaration that the user has worked on stays.
    if (declaration && !before) this.#host.edit(declaration.path, declaration.text);
    const told = await this.#setData([...shown.data.filter((other) => other.path !== path), file]);
    return told.ok ? succeed(planned.value.source) : told;
  }

  async detach(path: string): Promise<Outcome<null>> {
    const { shown } = this;
    const gone = await (await this.#store).deleteData(shown.workspace, path);
    if (!gone.ok) return gone;
    if (shown.files === null) this.#host.edit((await import("./attach-file.ts")).declarationPath(path), null);
    return this.#setData(shown.data.filter((file) => file.path !== path));
  }

  async #setData(data: readonly DataFile[]): Promise<Outcome<null>> {
    this.shown = { ...this.shown, data };
    return this.#host.setData(data);
  }

  async #add(
    project: KeptProject,
    content: ProjectFiles,
    overlay: Overlay,
    note: WorkspaceNote | null,
  ): Promise<Outcome<null>> {
    const store = await this.#store;
    const { workspace } = project;
    const kept = await store.addProject(project, content);
    if (!kept.ok) return kept;
    const giveUp = async (problem: Outcome<never>) => {
      // Nobody can see it, so it is not kept either.
      await store.markRemoved(workspace, 0);
      return problem;
    };
    for (const [path, text] of Object.entries(overlay)) {
      const saved = await store.saveFile(workspace, path, text);
      if (!saved.ok) return giveUp(saved);
    }
    for (const [lesson, progress] of Object.entries(note?.progress ?? {}))
      await store.saveProgress(workspace, lesson, progress);
    for (const attempt of note?.attempts ?? []) await store.addAttempt(workspace, attempt);
    const files = project.bundled ? null : content.files;
    const shown = await this.#show({ workspace, project, files, data: content.data });
    if (!shown.ok) return giveUp(shown);
    this.list = await store.listProjects();
    return shown;
  }

  #newProject(name: string, origin: string, file_count: number): KeptProject {
    const opened_at = Date.now();
    const taken = new Set([BUNDLED, ...this.list.map((project) => project.workspace)]);
    const workspace = freeName(`${name}-${opened_at.toString(36)}`, taken);
    return { workspace, name, origin, opened_at, file_count, removed_at: null };
  }

  /** Two workspaces that are called alike could not be told apart. */
  #freeTitle(title: string): string {
    const trimmed = title.trim().slice(0, 80);
    const taken = new Set([this.mainTitle, ...this.list.map((project) => project.title ?? project.name)]);
    let free = trimmed;
    for (let number = 2; taken.has(free); number += 1) free = `${trimmed} ${number}`;
    return free;
  }

  async #home(): Promise<Shown> {
    return { ...HOME, data: await (await this.#store).loadData(BUNDLED) };
  }

  async #load(workspace: string): Promise<Shown | null> {
    if (workspace === BUNDLED) return this.#home();
    const found = await (await this.#store).loadProject(workspace);
    if (!found) return null;
    const { project, content } = found;
    return { workspace, project, files: project.bundled ? null : content.files, data: content.data };
  }

  async #show(next: Shown): Promise<Outcome<null>> {
    const shown = await this.#host.show(next);
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

/** The data files of a workspace on the bundled project; a CSV comes out of an archive as a text. */
function attachedIn({ files, data }: ReadProject, { attached }: WorkspaceNote): DataFile[] {
  const texts = files.map(({ path, text }): DataFile => ({ path, content: new Blob([text]), version: 1 }));
  return [...data, ...texts].filter(({ path }) => attached.includes(path));
}

function gone(workspace: string): Diagnostic {
  return diagnostic("S002", `The workspace "${workspace}" is no longer on this device.`, {
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
