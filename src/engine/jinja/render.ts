/**
 * Renders a template: to text with a map back to the source, or to a value for YAML.
 *
 * Rendering is synchronous and deterministic. Errors come out as `TemplateError` with their place; what host functions throw comes
 * out as it was thrown, with its place in `whereThrown`.
 */
import { withBudget } from "./budget.ts";
import type { Limits } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { execute } from "./execute.ts";
import { Activation, Frame, leaveWithError } from "./frame.ts";
import type { Scope } from "./frame.ts";
import { NativeOutput, TextOutput } from "./output.ts";
import type { MapSegment, Output } from "./output.ts";
import { nativeValue } from "./native.ts";
import { ReturnSignal } from "./signals.ts";
import type { Template } from "./syntax.ts";
import type { PyValue, Undefined } from "./values.ts";

export type { Limits } from "./budget.ts";
export type { Scope } from "./frame.ts";
export type { MapSegment } from "./output.ts";

export interface RenderOptions {
  /** Defaults: 5,000,000 steps, 200 calls deep, 50,000,000 characters. */
  readonly limits?: Partial<Limits>;
  /** What is undefined in this text, but not in macros, stays undefined when it is called or asked for attributes. Off by default. */
  readonly lenientUndefined?: boolean;
  /** Told about each name that is called in this text and undefined, where that is no error. */
  readonly onUndefinedCall?: (name: Undefined, at: { readonly from: number; readonly to: number }) => void;
}

export interface Rendered {
  readonly text: string;
  /** In order of the output; what no segment covers is empty. */
  readonly map: readonly MapSegment[];
}

export function renderTemplate(template: Template, scope: Scope, options: RenderOptions = {}): Rendered {
  const output = new TextOutput({ map: true });
  return run(template, scope, output, options, false, () => ({ text: output.text(), map: output.map() }));
}

/** Renders for what the template does on the way; its text is not wanted. */
export function runTemplate(template: Template, scope: Scope, options: RenderOptions = {}): void {
  run(template, scope, new TextOutput({ map: false }), options, false, () => undefined);
}

/** Renders as dbt renders YAML: one expression alone keeps its value, everything else is text. */
export function renderNative(template: Template, scope: Scope, options: RenderOptions = {}): PyValue {
  const output = new NativeOutput();
  return run(template, scope, output, options, true, () => nativeValue(output.values));
}

function run<T>(
  template: Template,
  scope: Scope,
  output: Output,
  options: RenderOptions,
  native: boolean,
  finish: () => T,
): T {
  return withBudget(options.limits, () => {
    const activation = new Activation(
      template.path,
      scope,
      { from: 0, to: 0 },
      {
        native,
        lenient: options.lenientUndefined ?? false,
        onUndefinedCall: options.onUndefinedCall ?? null,
      },
    );
    try {
      execute(template.body, new Frame(activation, null), output);
      return finish();
    } catch (thrown) {
      const error =
        thrown instanceof ReturnSignal
          ? new TemplateError("CompilationError", "return() was called outside a macro.")
          : thrown;
      leaveWithError(error, activation, null);
      throw error;
    }
  });
}
