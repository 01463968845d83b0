/**
 * Workspaces: projects that were opened from outside with their files as they were opened, copies of the bundled project, and the
 * data files of each.
 *
 * The record that names a project is written last and goes first, so that a project that is listed is whole. Removing only marks
 * it; what is marked is deleted at the next start, so that a removal can be undone until then.
 */
import type { DataFile, ProjectFiles } from "../archive/data-file.ts";
import type { Outcome } from "../engine/core/errors.ts";
import type { SourceFile } from "../engine/core/source-file.ts";
import type { KeptProject } from "./kept.ts";
import type { Records } from "./records.ts";

export interface ProjectStore {
  /** Newest first, without those that were removed. */
  listProjects(): Promise<readonly KeptProject[]>;
  addProject(project: KeptProject, content: ProjectFiles): Promise<Outcome<void>>;
  /** Null when it is not there, or not whole. */
  loadProject(workspace: string): Promise<{ readonly project: KeptProject; readonly content: ProjectFiles } | null>;
  /** Data files of a workspace, also of "main", which is no project of its own. */
  loadData(workspace: string): Promise<readonly DataFile[]>;
  saveData(workspace: string, file: DataFile): Promise<Outcome<void>>;
  deleteData(workspace: string, path: string): Promise<Outcome<void>>;
  /** A time removes the project, null brings it back. */
  markRemoved(workspace: string, at: number | null): Promise<Outcome<void>>;
  /** Deletes for good what was removed before `before`. */
  deleteRemoved(before: number): Promise<void>;
}

type Keep = (what: string, write: () => Promise<void>) => Promise<Outcome<void>>;

export function projectStore(records: Records, keep: Keep): ProjectStore {
  const projects = async (): Promise<KeptProject[]> =>
    (await records.list("projects", [])).map((entry) => entry.value as KeptProject);

  const dataOf = async (workspace: string): Promise<DataFile[]> =>
    (await records.list("project_data", [workspace])).map((entry) => entry.value as DataFile);

  const discard = async (workspace: string): Promise<void> => {
    await records.delete("projects", [[workspace]]);
    await records.delete("project_files", [[workspace]]);
    await records.delete("settings", [["", `scratch ${workspace}`]]);
    for (const table of ["project_data", "files", "runs", "run_details", "progress", "attempts"] as const) {
      const entries = await records.list(table, [workspace]);
      if (entries.length > 0)
        await records.delete(
          table,
          entries.map((entry) => entry.key),
        );
    }
  };

  return {
    listProjects: async () =>
      (await projects())
        .filter((project) => project.removed_at === null)
        .sort((a, b) => b.opened_at - a.opened_at || (a.workspace < b.workspace ? -1 : 1)),

    addProject: (project, { files, data }) =>
      keep(`the project "${project.name}"`, async () => {
        try {
          await records.put("project_files", [project.workspace], files);
          for (const file of data) await records.put("project_data", [project.workspace, file.path], file);
          await records.put("projects", [project.workspace], project);
        } catch (error) {
          await discard(project.workspace).catch(() => undefined);
          throw error;
        }
      }),

    async loadProject(workspace) {
      const project = (await records.get("projects", [workspace])) as KeptProject | undefined;
      const files = (await records.get("project_files", [workspace])) as readonly SourceFile[] | undefined;
      if (!project || (!files && !project.bundled) || project.removed_at !== null) return null;
      return { project, content: { files: files ?? [], data: await dataOf(workspace) } };
    },
    loadData: dataOf,

    saveData: (workspace, file) =>
      keep(`the data file "${file.path}"`, () => records.put("project_data", [workspace, file.path], file)),
    deleteData: (workspace, path) =>
      keep(`that the data file "${path}" is gone`, () => records.delete("project_data", [[workspace, path]])),

    markRemoved: (workspace, at) =>
      keep("the list of projects", async () => {
        const project = (await records.get("projects", [workspace])) as KeptProject | undefined;
        if (project) await records.put("projects", [workspace], { ...project, removed_at: at });
      }),

    async deleteRemoved(before) {
      for (const project of await projects())
        if (project.removed_at !== null && project.removed_at < before) await discard(project.workspace);
    },
  };
}
