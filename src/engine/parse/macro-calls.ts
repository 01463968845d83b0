/**
 * Which macros a macro calls, read from its text without running it: for `depends_on`, and to know which must be rendered while
 * parsing.
 */
import type { MacroDefinition, MacroRegistry } from "../context/macro-registry.ts";
import { calleeName, literalValue, walkExpressions } from "../jinja/walk.ts";

interface Dispatch {
  readonly name: string;
  readonly namespace: string | null;
}

/** What the text of a macro says of what it calls. */
export interface MacroOutline {
  /** Names as they are called (`cents`, `dbt_utils.star`) and `adapter.dispatch('name', 'namespace')`, in the order of the text. */
  readonly calls: readonly (string | Dispatch)[];
  /** Whether it calls ref(), source() or config(): then only rendering tells what it gives to a node. */
  readonly speaksOfNodes: boolean;
}

export const NODE_CALLS = new Set(["ref", "source", "config", "builtins.ref", "builtins.source"]);

const outlines = new WeakMap<MacroDefinition, MacroOutline>();

/** Keeps what is known of a macro's calls already, so that nobody needs its tree for them. */
export function knowOutline(macro: MacroDefinition, outline: MacroOutline): void {
  outlines.set(macro, outline);
}

export function outlineOf(macro: MacroDefinition): MacroOutline {
  let outline = outlines.get(macro);
  if (outline) return outline;
  const calls: (string | Dispatch)[] = [];
  let speaksOfNodes = false;
  walkExpressions(macro.block, (call) => {
    const name = calleeName(call);
    if (name === null) return;
    if (NODE_CALLS.has(name)) speaksOfNodes = true;
    else if (name === "adapter.dispatch") {
      const [first, second] = call.args;
      const dispatched = first && literalValue(first);
      const named = call.kwargs.find((kwarg) => kwarg.name === "macro_namespace")?.value;
      const given = second ?? named;
      const namespace = given && literalValue(given);
      if (typeof dispatched === "string")
        calls.push({ name: dispatched, namespace: typeof namespace === "string" ? namespace : null });
    } else calls.push(name);
  });
  outlines.set(macro, (outline = { calls, speaksOfNodes }));
  return outline;
}

/** The macros that a macro calls directly, as far as its text says. */
export function calledMacros(registry: MacroRegistry, macro: MacroDefinition): MacroDefinition[] {
  const from = macro.info.package_name;
  const found = new Set<MacroDefinition>();
  for (const call of outlineOf(macro).calls) {
    if (typeof call === "string") {
      const dot = call.indexOf(".");
      const callee =
        dot === -1 ? registry.resolve(call, from) : registry.inPackage(call.slice(0, dot), call.slice(dot + 1));
      if (callee) found.add(callee);
      continue;
    }
    const { name, namespace } = call;
    // A macro that dispatches its own name is told from one that calls another's.
    const named = namespace === null || name === macro.info.name ? null : registry.inPackage(namespace, name);
    for (const callee of [registry.dispatch(name, namespace, from).found, named]) if (callee) found.add(callee);
  }
  found.delete(macro);
  return [...found];
}

const referring = new WeakMap<MacroRegistry, Map<MacroDefinition, boolean>>();

/** Whether a macro, or one that it calls, has a ref(), source() or config() in it. */
export function macroSpeaksOfNodes(registry: MacroRegistry, macro: MacroDefinition): boolean {
  let known = referring.get(registry);
  if (!known) referring.set(registry, (known = new Map<MacroDefinition, boolean>()));
  const before = known.get(macro);
  if (before !== undefined) return before;
  // A circle of macros adds nothing that its other members do not say.
  known.set(macro, false);
  const speaks =
    outlineOf(macro).speaksOfNodes ||
    calledMacros(registry, macro).some((callee) => macroSpeaksOfNodes(registry, callee));
  known.set(macro, speaks);
  return speaks;
}
