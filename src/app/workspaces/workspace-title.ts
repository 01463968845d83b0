/** How a workspace is called: by its user's name for it, else by its project. */
import type { Projects } from "../session/projects.svelte.ts";
import { BUNDLED } from "../session/projects.svelte.ts";
import { strings } from "../strings/catalogue.ts";

export function workspaceTitle(projects: Projects, workspace: string): string {
  if (workspace === BUNDLED) return projects.mainTitle ?? strings.workspaces.main;
  const project = projects.list.find((one) => one.workspace === workspace) ?? projects.shown.project;
  return project?.title ?? project?.name ?? workspace;
}
