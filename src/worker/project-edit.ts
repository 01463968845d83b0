/**
 * What an edit changes in the view of a project, so that not every node and file crosses the worker at each pause in typing.
 *
 * Only what is the same object as before counts as the same: reading takes over what an edit cannot have changed. As soon as anything
 * besides some nodes, files and findings differs, the whole view is sent.
 */
import type { Manifest } from "../engine/core/manifest.ts";
import type { ProjectEdit, ProjectView } from "./protocol.ts";

const shapes = new WeakMap<Manifest, object>();

/**
 * The shape of a project is what is drawn from names, folders and who tests whom: trees, lists, the tests of a node. An edit of a
 * model's text leaves that alone, and what was made from it before holds after. The same object for two manifests of the same shape,
 * where it is known that they are.
 */
export function shapeOf(manifest: Manifest): object {
  return shapes.get(manifest) ?? manifest;
}

/** Null when the whole view has to be sent. */
export function projectEdit(before: ProjectView, after: ProjectView): ProjectEdit | null {
  const same = Object.entries(after.manifest).every(
    ([part, value]) => part === "nodes" || part === "diagnostics" || value === before.manifest[part as keyof Manifest],
  );
  if (!same || before.bundled !== after.bundled) return null;
  const nodes = changed([...before.manifest.nodes.values()], [...after.manifest.nodes.values()], "unique_id");
  const files = changed(before.files, after.files, "path");
  if (nodes === null || files === null) return null;
  const { version, diagnostics, parse_ms } = after;
  return { since: before.version, version, nodes, files, diagnostics, parse_ms };
}

/** The view after the edit. */
export function withEdit(before: ProjectView, edit: ProjectEdit): ProjectView {
  const { version, diagnostics, parse_ms } = edit;
  const nodes = new Map(before.manifest.nodes);
  for (const node of edit.nodes) nodes.set(node.unique_id, node);
  const manifest = { ...before.manifest, nodes, diagnostics };
  // Names, paths and who depends on whom are the same objects as before, or the whole view would have been sent.
  shapes.set(manifest, shapeOf(before.manifest));
  const texts = new Map(edit.files.map((file) => [file.path, file]));
  return {
    ...before,
    version,
    diagnostics,
    parse_ms,
    manifest,
    files: before.files.map((file) => texts.get(file.path) ?? file),
  };
}

/** Items that are others than before, by name at the same place; null when names came, went or moved. */
function changed<Name extends string, Item extends Readonly<Record<Name, string>>>(
  before: readonly Item[],
  after: readonly Item[],
  name: Name,
): readonly Item[] | null {
  if (before.length !== after.length || after.some((item, index) => item[name] !== before[index]?.[name])) return null;
  return after.filter((item, index) => item !== before[index]);
}
