/**
 * A macro, or the `caller` of a `{% call %}` block, as a value: it binds the arguments of a call to its parameters and runs its body.
 *
 * `varargs`, `kwargs` and `caller` are accepted only when the body reads them; that is what makes a misspelt argument an error.
 */
import { withDepth } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { evaluate } from "./evaluate.ts";
import { runActivation } from "./frame.ts";
import type { Frame } from "./frame.ts";
import { stringRepr } from "./python.ts";
import { ReturnSignal } from "./signals.ts";
import type { MacroDefinition } from "./syntax.ts";
import { HostObject, PyDict, PyTuple, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export interface MacroDetails {
  /** Name in the macro stack; null for a caller, which is part of the macro around it. */
  readonly name: string | null;
  /** Name in messages. */
  readonly describe: string;
  readonly definition: MacroDefinition;
  /** Makes the frame that the call runs in, with an activation of its own. */
  readonly enter: () => Frame;
  /** Renders the body to text. */
  readonly render: (frame: Frame) => string;
}

export class MacroObject extends HostObject {
  readonly typeName = "Macro";
  readonly #details: MacroDetails;

  constructor(details: MacroDetails) {
    super();
    this.#details = details;
  }

  override call(call: CallArguments): PyValue {
    const { name, enter, render } = this.#details;
    return withDepth(() => {
      const values = this.#bind(call);
      const frame = enter();
      return runActivation(frame.activation, name, () => {
        this.#setParameters(values, frame);
        if (name === null) return render(frame);
        try {
          return render(frame);
        } catch (signal) {
          if (signal instanceof ReturnSignal) return signal.value;
          throw signal;
        }
      });
    });
  }

  /** What was given, in the order of the parameters, with the special names after them. */
  #bind(call: CallArguments): Map<string, PyValue> {
    const { definition, describe } = this.#details;
    const { parameters, reads } = definition;
    const values = new Map<string, PyValue>();
    const left = new Map(call.kwargs);
    parameters.forEach(({ name }, index) => {
      const positional = call.args[index];
      const value = positional === undefined ? left.get(name) : positional;
      if (positional === undefined) left.delete(name);
      if (value !== undefined) values.set(name, value);
    });
    if (reads.caller && !parameters.some((parameter) => parameter.name === "caller")) {
      values.set("caller", left.get("caller") ?? new Undefined("No caller defined"));
      left.delete("caller");
    }
    if (reads.kwargs) {
      values.set("kwargs", PyDict.from(left));
    } else if (left.size > 0) {
      const [unknown = ""] = left.keys();
      throw new TemplateError("TypeError", left.has("caller")
        ? `macro ${stringRepr(describe)} was invoked with two values for the special caller argument. This is most likely a bug.`
        : `macro ${stringRepr(describe)} takes no keyword argument ${stringRepr(unknown)}`);
    }
    if (reads.varargs) {
      values.set("varargs", new PyTuple(call.args.slice(parameters.length)));
    } else if (call.args.length > parameters.length) {
      throw new TemplateError("TypeError", `macro ${stringRepr(describe)} takes not more than ${parameters.length} argument(s)`);
    }
    return values;
  }

  /** Defaults are evaluated at each call, in order, and see the parameters before them. */
  #setParameters(values: Map<string, PyValue>, frame: Frame): void {
    for (const [name, value] of values) frame.set(name, value);
    for (const { name, default: fallback } of this.#details.definition.parameters) {
      if (values.has(name)) continue;
      frame.set(name, fallback === null ? new Undefined(`parameter ${stringRepr(name)} was not provided`) : evaluate(fallback, frame));
    }
  }

  override getAttribute(name: string): PyValue | undefined {
    const { parameters, reads } = this.#details.definition;
    switch (name) {
      case "name":
        return this.#details.describe;
      case "arguments":
        return new PyTuple(parameters.map((parameter) => parameter.name));
      case "catch_kwargs":
        return reads.kwargs;
      case "catch_varargs":
        return reads.varargs;
      case "caller":
        return reads.caller;
      default:
        return undefined;
    }
  }

  toText(): string {
    return `<Macro ${stringRepr(this.#details.describe)}>`;
  }
}
