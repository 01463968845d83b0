/** Config trees of dbt_project.yml, level by level: values that cannot be, each marked where it stands. */
import type { Diagnostic } from "../core/errors.ts";
import type { Package } from "../project/package.ts";
import { isRecord } from "../project/yaml.ts";
import type { YamlRecord } from "../project/yaml.ts";
import { validateConfig } from "./validate-config.ts";

/** `materializations` are the project's own, beside the built-in ones. */
export function configTreeDiagnostics(owner: Package, materializations: readonly string[]): Diagnostic[] {
  const visit = (tree: YamlRecord, path: readonly string[]): Diagnostic[] => [
    ...validateConfig(
      Object.fromEntries(Object.entries(tree).filter(([key, value]) => key.startsWith("+") || !isRecord(value))),
      (key) => owner.file.spanOf([...path, key]),
      materializations,
    ),
    ...Object.entries(tree).flatMap(([key, value]) =>
      isRecord(value) && !key.startsWith("+") ? visit(value, [...path, key]) : [],
    ),
  ];
  const written = isRecord(owner.file.value) ? owner.file.value : {};
  return Object.entries(owner.configTrees).flatMap(([tree, value]) => {
    const names = tree === "data_tests" ? [tree, "tests"] : [tree, tree.replaceAll("_", "-")];
    return visit(value, [names.find((name) => Object.hasOwn(written, name)) ?? tree]);
  });
}
