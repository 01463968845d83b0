/**
 * A block of a file as something that templates can call: the macros of a project.
 *
 * It runs in a scope of its own and sees the host's globals, not the names of the template that calls it. What the macro's file
 * sets at its top level is visible to it.
 */
import { execute, renderToText } from "./execute.ts";
import { Activation, Frame, leaveWithError } from "./frame.ts";
import type { Scope } from "./frame.ts";
import { MacroObject } from "./macro-object.ts";
import { TextOutput } from "./output.ts";
import type { BlockDefinition, Statement, Template } from "./syntax.ts";

export { MacroObject } from "./macro-object.ts";

export interface MacroOptions {
  /** Name in the macro stack; the block's name by default. */
  readonly name?: string;
  /** Name in messages; `dbt_macro__<name>` by default, as dbt's messages have it. */
  readonly describe?: string;
}

export function createMacro(
  block: BlockDefinition,
  template: Template,
  scope: () => Scope,
  options: MacroOptions = {},
): MacroObject {
  const setup = setupOf(template);
  const macro = new MacroObject({
    name: options.name ?? block.name,
    describe: options.describe ?? `dbt_macro__${block.name}`,
    definition: block,
    enter: () => {
      const globals = scope();
      const file = new Frame(new Activation(template.path, globals, block), null);
      if (setup.length > 0) {
        try {
          execute(setup, file, new TextOutput({ map: false }));
        } catch (error) {
          leaveWithError(error, file.activation, null);
          throw error;
        }
      }
      return file.enter(new Activation(template.path, globals, block));
    },
    render: renderToText,
  });
  return macro;
}

const setups = new WeakMap<Template, readonly Statement[]>();

/** The statements of a file that set names for its macros: everything at the top level but text and blocks, if anything is set. */
function setupOf(template: Template): readonly Statement[] {
  let setup = setups.get(template);
  if (setup === undefined) {
    const statements = template.body.filter(
      ({ kind }) => kind !== "text" && kind !== "macro" && kind !== "declaration",
    );
    setup = statements.some(({ kind }) => kind === "set" || kind === "set-block") ? statements : [];
    setups.set(template, setup);
  }
  return setup;
}
