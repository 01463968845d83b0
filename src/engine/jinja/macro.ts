/**
 * A block of a file as something that templates can call: the macros of a project.
 *
 * It runs in a scope of its own and sees the host's globals, not the names of the template that calls it, nor, as in dbt, what
 * stands around it in its own file.
 */
import { renderToText } from "./execute.ts";
import { Activation, Frame } from "./frame.ts";
import type { Scope } from "./frame.ts";
import { MacroObject } from "./macro-object.ts";
import type { BlockDefinition, Template } from "./syntax.ts";

export { MacroObject } from "./macro-object.ts";

export interface MacroOptions {
  /** Name in the macro stack; the block's name by default. */
  readonly stackName?: string;
  /** Name in messages; `dbt_macro__<name>` by default, as dbt's messages have it. */
  readonly describe?: string;
}

export function createMacro(
  block: BlockDefinition,
  template: Template,
  scope: () => Scope,
  options: MacroOptions = {},
): MacroObject {
  return new MacroObject({
    name: options.stackName ?? block.name,
    describe: options.describe ?? `dbt_macro__${block.name}`,
    definition: block,
    enter: () => new Frame(new Activation(template.path, scope(), block), null),
    render: renderToText,
  });
}
