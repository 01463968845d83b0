/**
 * A new name for a model, seed or snapshot, and everything that follows: its file, the property file named after it, and every place
 * of the project that speaks of it.
 *
 * The plan changes nothing; `renamedFiles` makes texts of it, for the files that were chosen. A plan with all of its references makes
 * a project with the same DAG but for the name.
 */
import { diagnostic, fail, succeed, type Outcome } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import { asList, isReadable, isRecord, readYaml } from "../project/yaml.ts";
import { namePlaces } from "./model-references.ts";
import { applyChanges, changedLines, type ChangedLine, type TextChange } from "./text-change.ts";

export interface RenameFile {
  readonly path: string;
  /** Where the file goes; null when it stays. */
  readonly newPath: string | null;
  readonly references: readonly TextChange[];
  readonly mentions: readonly TextChange[];
  readonly referenceLines: readonly ChangedLine[];
  readonly mentionLines: readonly ChangedLine[];
}

export interface RenamePlan {
  readonly id: NodeId;
  readonly from: string;
  readonly to: string;
  /** The id that the node has afterwards. */
  readonly newId: NodeId;
  /** The node's own file first, then by path. */
  readonly files: readonly RenameFile[];
}

export interface RenameChoice {
  /** Files that are changed; the node's own file is always renamed. */
  readonly paths: ReadonlySet<string>;
  /** Files in which comments, descriptions and quoted texts change, too. */
  readonly mentions: ReadonlySet<string>;
}

const RENAMED = new Set(["model", "seed", "snapshot"]);

export function planRename(
  files: readonly SourceFile[],
  manifest: Pick<Manifest, "nodes" | "disabled" | "project_name">,
  id: NodeId,
  wanted: string,
): Outcome<RenamePlan> {
  const node = manifest.nodes.get(id);
  if (!node || !RENAMED.has(node.resource_type))
    return fail(
      diagnostic("R001", `There is no model, seed or snapshot "${id}".`, {
        hint: "Choose the file in the tree again; the project was read anew.",
      }),
    );
  const to = wanted.trim();
  const refused = refusal(node, to, manifest, files);
  if (refused) return refused;

  const own = files.find((file) => file.path === node.original_file_path);
  const moves = new Map([[node.original_file_path, besides(node.original_file_path, node.name, to)]]);
  const properties = propertiesOf(node, files);
  if (properties) moves.set(properties, besides(properties, node.name, to));
  for (const path of moves.values())
    if (path !== null && files.some((file) => file.path === path))
      return fail(
        diagnostic("P004", `The file "${path}" exists already.`, {
          hint: "Choose another name, or rename that file first.",
        }),
      );

  const planned = files
    .filter((file) => !/^(dbt_packages|target|logs)\//.test(file.path))
    .flatMap((file): RenameFile[] => {
      const places = namePlaces(file, node);
      const newPath = moves.get(file.path) ?? null;
      if (places.length === 0 && newPath === null && file !== own) return [];
      const changes = (kind: "reference" | "mention") =>
        places.filter((place) => place.kind === kind).map(({ from, to: end }) => ({ from, to: end, insert: to }));
      const [references, mentions] = [changes("reference"), changes("mention")];
      return [
        {
          path: file.path,
          newPath,
          references,
          mentions,
          referenceLines: changedLines(file.text, references),
          mentionLines: changedLines(file.text, mentions),
        },
      ];
    })
    .sort((a, b) => rank(a, node) - rank(b, node) || (a.path < b.path ? -1 : 1));
  const newId = `${node.resource_type}.${node.package_name}.${to}` as NodeId;
  return succeed({ id, from: node.name, to, newId, files: planned });
}

/** Path -> text, `null` for a file that goes; only what changes. Files without a place in the choice stay as they are. */
export function renamedFiles(
  files: readonly SourceFile[],
  plan: RenamePlan,
  choice: RenameChoice = allOf(plan),
): ReadonlyMap<string, string | null> {
  const changed = new Map<string, string | null>();
  plan.files.forEach((entry, index) => {
    const file = files.find((one) => one.path === entry.path);
    if (!file) return;
    const own = index === 0;
    const chosen = own || choice.paths.has(entry.path);
    const changes = [...(chosen ? entry.references : []), ...(choice.mentions.has(entry.path) ? entry.mentions : [])];
    const text = applyChanges(file.text, changes);
    if (chosen && entry.newPath !== null) {
      changed.set(entry.path, null);
      changed.set(entry.newPath, text);
    } else if (text !== file.text) changed.set(entry.path, text);
  });
  return changed;
}

/** Every reference, no mention. */
export function allOf(plan: RenamePlan): RenameChoice {
  return { paths: new Set(plan.files.map((file) => file.path)), mentions: new Set() };
}

function refusal(
  node: ManifestNode,
  to: string,
  manifest: Pick<Manifest, "nodes" | "disabled" | "project_name">,
  files: readonly SourceFile[],
): Outcome<never> | null {
  const kind = node.resource_type;
  if (node.package_name !== manifest.project_name)
    return fail(
      diagnostic("P003", `"${node.name}" belongs to the package "${node.package_name}" and cannot be renamed here.`, {
        hint: "Give it another name in the database with the config `alias` in dbt_project.yml.",
      }),
    );
  if (!/^[A-Za-z_]\w*$/.test(to))
    return fail(
      diagnostic("P003", `"${to}" cannot be the name of a ${kind}.`, {
        hint: "Letters, digits and underscores, with a letter or an underscore first.",
      }),
    );
  if (to === node.name)
    return fail(
      diagnostic("P003", `The ${kind} is called "${to}" already.`, { hint: "Type the name that it is to have." }),
    );
  if (node.version !== null)
    return fail(
      diagnostic("P003", `"${node.name}" has versions, which name their files in the property file.`, {
        hint: "Change the names in its property file and the files of all versions by hand.",
      }),
    );
  if (!files.some((file) => file.path === node.original_file_path))
    return fail(
      diagnostic("P003", `The file of "${node.name}" is not one of the project's own.`, {
        hint: "Rename it where its package comes from.",
      }),
    );
  const taken = [...manifest.nodes.values(), ...manifest.disabled.values()].find(
    (other) => RENAMED.has(other.resource_type) && other.name.toLowerCase() === to.toLowerCase() && other !== node,
  );
  if (taken)
    return fail(
      diagnostic(
        "P004",
        `There is a ${taken.resource_type} "${taken.name}" already, in "${taken.original_file_path}".`,
        {
          hint: "Names of models, seeds and snapshots are unique in a project: choose another one.",
        },
      ),
    );
  return null;
}

/** The file beside it under the new name; null when the file is not called after the node (a snapshot's need not be). */
function besides(path: string, from: string, to: string): string | null {
  const [folder, name = ""] = [path.slice(0, path.lastIndexOf("/") + 1), path.split("/").at(-1)];
  return name.startsWith(`${from}.`) ? `${folder}${to}${name.slice(from.length)}` : null;
}

/** The property file that is called after the node and describes nothing else of its kind. */
function propertiesOf(node: ManifestNode, files: readonly SourceFile[]): string | null {
  const path = node.patch_path?.replace(/^[^:]*:\/\//, "");
  const file = files.find((one) => one.path === path);
  if (!path || !file || besides(path, node.name, node.name) === null) return null;
  const { value } = readYaml(file);
  if (!isReadable(readYaml(file)) || !isRecord(value)) return null;
  const described = ["models", "seeds", "snapshots"].flatMap((key) => asList(value[key]));
  return described.length === 1 ? path : null;
}

function rank(file: RenameFile, node: ManifestNode): number {
  if (file.path === node.original_file_path) return 0;
  if (file.newPath !== null) return 1;
  return file.references.length > 0 ? 2 : 3;
}
