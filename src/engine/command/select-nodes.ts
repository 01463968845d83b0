/** The selection of a command: its selectors, then the resource types that it asks for or leaves out. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { NodeId } from "../core/ids.ts";
import { select, suggestFor } from "../graph/selector.ts";
import { LISTED_TYPES } from "./list.ts";
import type { Session } from "./session.ts";

export interface Selected {
  readonly ids: ReadonlySet<NodeId>;
  /** A warning for each part of the selector that matched nothing. */
  readonly unmatched: readonly Diagnostic[];
}

/** Throws G002 when a selector cannot be read; tells what matched nothing. */
export function selectNodes(session: Session): Selected {
  const { command, context } = session;
  const selection = select(
    context.manifest,
    command.select,
    command.exclude,
    command.indirectSelection ?? context.indirectSelection,
    command.selector,
  );
  const unmatched = selection.unmatched.map((text) => {
    const near = suggestFor(context.manifest, text);
    return diagnostic("G003", `The selection criterion '${text}' does not match any enabled nodes`, {
      severity: "warning",
      hint: near === null ? "See `dbt ls` for what can be selected." : `Did you mean "${near}"?`,
    });
  });
  for (const found of unmatched) {
    session.warn(found, (told) => {
      session.say(told.message, "warn", "warn");
      if (told.hint?.startsWith("Did you mean") === true) session.say(`  ${told.hint}`, "warn");
    });
  }
  const wanted = wantedTypes(session);
  if (wanted === null) return { ids: selection.ids, unmatched };
  const ids = [...selection.ids].filter((id) => wanted(context.manifest.nodes.get(id)?.resource_type ?? ""));
  return { ids: new Set(ids), unmatched };
}

/** `default` are the types that the command takes anyway; what is asked for is narrowed by what is left out. */
function wantedTypes({ command }: Session): ((type: string) => boolean) | null {
  const { resourceTypes, excludeResourceTypes } = command;
  const listed = new Set<string>(LISTED_TYPES);
  const expand = (types: readonly string[]): Set<string> | null => {
    if (types.includes("all")) return null;
    const named = types.filter((type) => type !== "default");
    if (named.length === types.length) return new Set(named);
    return command.name === "ls" ? new Set([...named, ...listed]) : null;
  };
  const included = resourceTypes.length > 0 ? expand(resourceTypes) : command.name === "ls" ? listed : null;
  const excluded = new Set(excludeResourceTypes);
  if (included === null && excluded.size === 0) return null;
  return (type) => (included === null || included.has(type)) && !excluded.has(type);
}
