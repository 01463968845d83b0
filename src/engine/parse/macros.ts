/** Macro files -> the registry. A file that cannot be read costs its own macros only. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { BUILTIN_PACKAGE, MacroRegistry } from "../context/macro-registry.ts";
import type { MacroDefinition } from "../context/macro-registry.ts";
import { nearest } from "../core/nearest.ts";
import type { BlockDefinition } from "../jinja/parser.ts";
import { LENT_PACKAGES, packageOf } from "../project/project.ts";
import type { Project } from "../project/project.ts";
import type { PlacedFile } from "./files.ts";
import { calledMacros, knowOutline } from "./macro-calls.ts";
import { indexMacros } from "./macro-index.ts";
import type { MacroPatchEntry } from "./properties.ts";

interface Read {
  readonly registry: MacroRegistry;
  readonly diagnostics: readonly Diagnostic[];
}

/** The project itself, and perhaps another one beside it. */
const MOST_KEPT = 3;
const kept: { readonly given: readonly unknown[]; readonly read: Read }[] = [];

/** `patches` are the entries of `macros:` in property files. What was read from the same files the last time is read no second time. */
export function readMacros(
  project: Project,
  files: readonly PlacedFile[],
  builtins: readonly SourceFile[],
  patches: readonly MacroPatchEntry[],
): Read {
  const [lentPackage = ""] = LENT_PACKAGES;
  const lends = packageOf(project, lentPackage) === null && project.allFiles.some(callsForLent);
  const given: unknown[] = [project.name, JSON.stringify(project.dispatch), lends, ...patches];
  for (const { file, package: owner, relative } of files) given.push(file.path, file.text, owner.name, relative);
  for (const file of builtins) given.push(file.path, file.text);
  const index = kept.findIndex((item) => sameItems(item.given, given));
  const [known = { given, read: readAnew(project, files, builtins, patches, lends) }] =
    index === -1 ? [] : kept.splice(index, 1);
  kept.unshift(known);
  kept.length = Math.min(kept.length, MOST_KEPT);
  return known.read;
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function readAnew(
  project: Project,
  files: readonly PlacedFile[],
  builtins: readonly SourceFile[],
  patches: readonly MacroPatchEntry[],
  lends: boolean,
): Read {
  const registry = new MacroRegistry(project.name, project.dispatch);
  const diagnostics: Diagnostic[] = [];
  const byName = new Map<string, MacroPatchEntry>();
  for (const patch of patches) {
    const key = `${patch.packageName}.${patch.name}`;
    const before = byName.get(key);
    if (before) {
      diagnostics.push(
        diagnostic(
          "P004",
          `The macro "${patch.name}" is described in "${before.span.path}" and in "${patch.span.path}".`,
          {
            hint: "Keep one of the two entries.",
            at: patch.span,
          },
        ),
      );
    } else byName.set(key, patch);
  }
  for (const { file, package: owner, relative } of files)
    diagnostics.push(...addMacros(registry, owner.name, file, relative, byName));
  const [lentPackage = ""] = LENT_PACKAGES;
  for (const file of builtins) {
    const lent = file.path.startsWith(`${lentPackage}/`);
    if (lent && !lends) continue;
    addBuiltins(registry, lent ? lentPackage : BUILTIN_PACKAGE, file);
  }
  const all = registry.all();
  for (const macro of all) {
    const { info } = macro;
    const called = new Set(calledMacros(registry, macro).map((callee) => callee.info.unique_id));
    (info.depends_on as string[]).push(...called);
  }
  for (const patch of byName.values()) {
    if (registry.inPackage(patch.packageName, patch.name)) continue;
    const near = nearest(
      patch.name,
      all.filter(({ info }) => info.package_name === patch.packageName).map(({ info }) => info.name),
    );
    diagnostics.push(
      diagnostic("P008", `"${patch.span.path}" describes the macro "${patch.name}", but there is no such macro.`, {
        severity: "warning",
        hint: near === null ? "Delete the entry, or write the macro." : `Did you mean "${near}"?`,
        at: patch.span,
      }),
    );
  }
  return { registry, diagnostics };
}

const calling = new WeakMap<SourceFile, boolean>();

/** Whether a file names the package that is lent; the macros are there as soon as one does. */
export function callsForLent(file: SourceFile): boolean {
  let calls = calling.get(file);
  if (calls === undefined) {
    calls = /\.(sql|ya?ml)$/.test(file.path) && LENT.test(file.text);
    calling.set(file, calls);
  }
  return calls;
}

const LENT = new RegExp(`\\b(${LENT_PACKAGES.join("|")})\\b`);

/** The trees of dbt's own macros are made when one of them is called. */
function addBuiltins(registry: MacroRegistry, packageName: string, file: SourceFile): void {
  for (const { kind, name: written, parameters, from, to, outline } of indexMacros(file.text)) {
    const name = kind === "test" ? `test_${written}` : written;
    let block: BlockDefinition | undefined;
    const definition: MacroDefinition = {
      get template() {
        return templateOf(file.path, file.text);
      },
      get block() {
        block ??= this.template.blocks.find((candidate) => candidate.from === from);
        if (block === undefined) throw new Error(`There is no macro at ${from} of ${file.path}.`);
        return block;
      },
      info: {
        unique_id: `macro.${packageName}.${name}`,
        name,
        package_name: packageName,
        original_file_path: file.path,
        description: "",
        arguments: parameters,
        macro_sql: file.text.slice(from, to),
        span: { path: file.path, from, to },
        depends_on: [],
        patch_path: null,
        argument_docs: [],
      },
    };
    knowOutline(definition, outline);
    registry.add(definition);
  }
}

/** A test is the macro `test_<name>`, a materialization `materialization_<name>_<adapter>`. Other blocks are no macros. */
function nameOf(block: BlockDefinition): string | null {
  if (block.kind === "macro") return block.name;
  if (block.kind === "test") return `test_${block.name}`;
  if (block.kind === "materialization")
    return `materialization_${block.name}_${block.options.get("adapter") ?? "default"}`;
  return null;
}

function addMacros(
  registry: MacroRegistry,
  packageName: string,
  file: SourceFile,
  relative: string,
  patches: ReadonlyMap<string, MacroPatchEntry>,
): Diagnostic[] {
  try {
    const template = templateOf(file.path, file.text);
    const diagnostics: Diagnostic[] = [];
    for (const block of template.blocks) {
      const name = nameOf(block);
      if (name === null) continue;
      const span = { path: file.path, from: block.from, to: block.to };
      const patch = patches.get(`${packageName}.${name}`);
      const before = registry.add({
        block,
        template,
        info: {
          unique_id: `macro.${packageName}.${name}`,
          name,
          package_name: packageName,
          original_file_path: relative,
          description: patch?.description ?? "",
          arguments: block.parameters.map((parameter) => parameter.name),
          macro_sql: file.text.slice(block.from, block.to),
          span,
          depends_on: [],
          patch_path: patch ? `${packageName}://${patch.path}` : null,
          argument_docs: patch?.arguments ?? [],
        },
      });
      if (before) {
        diagnostics.push(
          diagnostic("P004", `Two macros are named "${name}": in "${before.info.span.path}" and in "${file.path}".`, {
            hint: "Rename one of them, or delete the copy.",
            at: span,
          }),
        );
      }
    }
    return diagnostics;
  } catch (error) {
    return [templateDiagnostic(error, { fallback: { path: file.path, from: 0, to: file.text.length } })];
  }
}
