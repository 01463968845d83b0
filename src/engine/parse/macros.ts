/** Macro files -> the registry. A file that cannot be read costs its own macros only. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { BUILTIN_PACKAGE, MacroRegistry } from "../context/macro-registry.ts";
import { packageOf } from "../project/project.ts";
import type { Project } from "../project/project.ts";
import type { PlacedFile } from "./files.ts";

export interface MacroPatch {
  readonly description: string;
}

/** A package that comes with the engine when a project calls for it and ships none of that name. */
const LENT_PACKAGE = "dbt_utils";

/** `patches` are found by `package.macro`. */
export function readMacros(
  project: Project,
  files: readonly PlacedFile[],
  builtins: readonly SourceFile[],
  patches: ReadonlyMap<string, MacroPatch>,
): { registry: MacroRegistry; diagnostics: Diagnostic[] } {
  const registry = new MacroRegistry(project.name, project.dispatch);
  const diagnostics: Diagnostic[] = [];
  for (const { file, package: owner, relative } of files)
    diagnostics.push(...addMacros(registry, owner.name, file, relative, patches));
  const lends =
    packageOf(project, LENT_PACKAGE) === null && project.allFiles.some((file) => file.text.includes(LENT_PACKAGE));
  for (const file of builtins) {
    const lent = file.path.startsWith(`${LENT_PACKAGE}/`);
    if (lent && !lends) continue;
    diagnostics.push(...addMacros(registry, lent ? LENT_PACKAGE : BUILTIN_PACKAGE, file, file.path, patches));
  }
  return { registry, diagnostics };
}

function addMacros(
  registry: MacroRegistry,
  packageName: string,
  file: SourceFile,
  relative: string,
  patches: ReadonlyMap<string, MacroPatch>,
): Diagnostic[] {
  try {
    const template = templateOf(file.path, file.text);
    const diagnostics: Diagnostic[] = [];
    for (const block of template.blocks) {
      if (block.kind !== "macro" && block.kind !== "test") continue;
      const name = block.kind === "test" ? `test_${block.name}` : block.name;
      const span = { path: file.path, from: block.from, to: block.to };
      const patch = packageName === BUILTIN_PACKAGE ? undefined : patches.get(`${packageName}.${name}`);
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
