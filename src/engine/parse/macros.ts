/** Macro files -> the registry. A file that cannot be read costs its own macros only. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { SourceFile } from "../core/source-file.ts";
import { templateOf } from "../context/templates.ts";
import { templateDiagnostic } from "../context/template-diagnostic.ts";
import { BUILTIN_PACKAGE, MacroRegistry } from "../context/macro-registry.ts";
import type { Project } from "../project/project.ts";

export interface MacroPatch {
  readonly description: string;
}

export function readMacros(
  project: Project,
  files: readonly SourceFile[],
  builtins: readonly SourceFile[],
  patches: ReadonlyMap<string, MacroPatch>,
): { registry: MacroRegistry; diagnostics: Diagnostic[] } {
  const registry = new MacroRegistry(project.name, project.dispatch);
  const diagnostics: Diagnostic[] = [];
  for (const [packageName, packageFiles] of [
    [project.name, files],
    [BUILTIN_PACKAGE, builtins],
  ] as const) {
    for (const file of packageFiles) diagnostics.push(...addMacros(registry, packageName, file, patches));
  }
  return { registry, diagnostics };
}

function addMacros(
  registry: MacroRegistry,
  packageName: string,
  file: SourceFile,
  patches: ReadonlyMap<string, MacroPatch>,
): Diagnostic[] {
  try {
    const template = templateOf(file.path, file.text);
    const diagnostics: Diagnostic[] = [];
    for (const block of template.blocks) {
      if (block.kind !== "macro" && block.kind !== "test") continue;
      const name = block.kind === "test" ? `test_${block.name}` : block.name;
      const span = { path: file.path, from: block.from, to: block.to };
      const patch = packageName === BUILTIN_PACKAGE ? undefined : patches.get(name);
      const before = registry.add({
        block,
        template,
        info: {
          unique_id: `macro.${packageName}.${name}`,
          name,
          package_name: packageName,
          original_file_path: file.path,
          description: patch?.description ?? "",
          arguments: block.parameters.map((parameter) => parameter.name),
          macro_sql: file.text.slice(block.from, block.to),
          span,
          depends_on: [],
        },
      });
      if (before) {
        diagnostics.push(
          diagnostic(
            "P004",
            `Two macros are named "${name}": in "${before.info.original_file_path}" and in "${file.path}".`,
            {
              hint: "Rename one of them, or delete the copy.",
              at: span,
            },
          ),
        );
      }
    }
    return diagnostics;
  } catch (error) {
    return [templateDiagnostic(error, { fallback: { path: file.path, from: 0, to: file.text.length } })];
  }
}
