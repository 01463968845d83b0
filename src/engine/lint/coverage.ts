/**
 * How much of the project is documented and how much of its logic is tested.
 *
 * Public models (dbt's `access: public`) are what other people read: each ought to be described with all of its columns. Models with
 * business logic are all models above the first layer: each ought to have a test that can catch a wrong rule, that is a unit test, a
 * singular test, or a generic test that says more than that a key is a key.
 */
import type { NodeId } from "../core/ids.ts";
import type { Manifest, ManifestNode } from "../core/manifest.ts";
import { placeOf } from "./layers.ts";

export interface Share {
  readonly covered: number;
  readonly total: number;
  /** Names of the models that are not covered, in the order of the project. */
  readonly missing: readonly string[];
}

export interface Coverage {
  readonly documentation: Share;
  readonly tests: Share;
}

/** What these tests say follows from a column's being a key; they hold no rule of the business. */
const KEY_TESTS: ReadonlySet<string> = new Set([
  "unique",
  "not_null",
  "relationships",
  "unique_combination",
  "unique_combination_of_columns",
]);

/** Over the project's own models, or those of them in `chosen`. */
export function coverageOf(manifest: Manifest, chosen?: ReadonlySet<NodeId>): Coverage {
  const models = [...manifest.nodes.values()].filter(
    (node) =>
      node.resource_type === "model" &&
      node.package_name === manifest.project_name &&
      (!chosen || chosen.has(node.unique_id)),
  );
  return {
    documentation: share(
      models.filter(({ access }) => access === "public"),
      isDocumented,
    ),
    tests: share(
      models.filter((model) => placeOf(model)?.layer.isFirst === false),
      (model) => hasRuleTest(manifest, model),
    ),
  };
}

function share(models: readonly ManifestNode[], isCovered: (model: ManifestNode) => boolean): Share {
  const missing = models.filter((model) => !isCovered(model)).map(({ name }) => name);
  return { covered: models.length - missing.length, total: models.length, missing };
}

function isDocumented({ description, columns }: ManifestNode): boolean {
  const all = Object.values(columns);
  return description.trim() !== "" && all.length > 0 && all.every((column) => column.description.trim() !== "");
}

function hasRuleTest(manifest: Manifest, model: ManifestNode): boolean {
  return (manifest.child_map.get(model.unique_id) ?? []).some((id) => {
    const test = manifest.nodes.get(id);
    if (test?.resource_type === "unit_test") return true;
    if (test?.resource_type !== "test") return false;
    return test.test_metadata === null || !KEY_TESTS.has(test.test_metadata.name);
  });
}
