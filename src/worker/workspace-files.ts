/** The files that a workspace consists of: the bundled project with the user's changes on top. */
import type { SourceFile } from "../engine/core/source-file.ts";
import type { Overlay } from "./protocol.ts";

export function applyOverlay(bundled: readonly SourceFile[], overlay: Overlay): SourceFile[] {
  const kept = bundled.flatMap((file) => {
    const edited = overlay[file.path];
    if (edited === undefined) return [file];
    return edited === null ? [] : [{ path: file.path, text: edited }];
  });
  const known = new Set(bundled.map((file) => file.path));
  const added = Object.entries(overlay).flatMap(([path, text]) =>
    text === null || known.has(path) ? [] : [{ path, text }],
  );
  return [...kept, ...added].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * Puts the relations of a workspace besides "main" into schemas of their own, so that workspaces stand side by side in one
 * database. The profile is where dbt takes the schema from.
 */
export function inWorkspace(files: readonly SourceFile[], workspace: string): SourceFile[] {
  if (workspace === "main") return [...files];
  const prefix = workspace.toLowerCase().replace(/[^a-z0-9]+/g, "_");
  return files.map((file) =>
    file.path === "profiles.yml"
      ? { path: file.path, text: file.text.replace(/^(\s+schema:\s*)(['"]?)([\w$]+)\2/gm, `$1${prefix}_$3`) }
      : file,
  );
}

/** Whether a project calls for a macro package that the engine lends and does not bring it along itself. */
export function callsForLentMacros(files: readonly SourceFile[]): boolean {
  return (
    files.some((file) => /\.(sql|ya?ml)$/.test(file.path) && /\bdbt_utils\b/.test(file.text)) &&
    !files.some((file) => file.path.startsWith("dbt_packages/dbt_utils/"))
  );
}
