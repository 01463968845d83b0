/** V014: models, seeds, source tables and their columns are described. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { ManifestNode } from "../core/manifest.ts";
import { propertyPlace } from "./places.ts";
import type { ProjectRule, RuleContext } from "./rule.ts";

const DESCRIBED: ReadonlySet<string> = new Set(["model", "seed", "source", "snapshot"]);

export const descriptions: ProjectRule = {
  code: "V014",
  check(context) {
    const { nodes, project_name: own } = context.project.manifest;
    return [...nodes.values()]
      .filter((node) => node.package_name === own && DESCRIBED.has(node.resource_type))
      .flatMap((node) => missingIn(context, node));
  },
};

function missingIn(context: RuleContext, node: ManifestNode): Diagnostic[] {
  const what = `the ${node.resource_type} "${node.source_name === null ? "" : `${node.source_name}.`}${node.name}"`;
  const missing = (message: string, column: string | null): Diagnostic =>
    diagnostic("V014", message, {
      hint: "Say in business words what it is; for a model, end with what one row stands for.",
      at: propertyPlace(context, node, column),
      node: node.unique_id,
    });
  const columns = Object.values(node.columns);
  return [
    ...(node.description.trim() === "" ? [missing(`${capital(what)} has no description.`, null)] : []),
    ...(columns.length === 0 ? [missing(`No column of ${what} is described.`, null)] : []),
    ...columns
      .filter(({ description }) => description.trim() === "")
      .map(({ name }) => missing(`The column "${name}" of ${what} has no description.`, name)),
  ];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
