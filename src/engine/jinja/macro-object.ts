/**
 * A macro, or the `caller` of a `{% call %}` block, as a value: it binds the arguments of a call to its parameters and runs its body.
 *
 * `varargs`, `kwargs` and `caller` are accepted only when the body reads them; that is what makes a misspelt argument an error.
 */
import { beginCall, endCall, isRunning, withBudget } from "./budget.ts";
import { TemplateError } from "./error.ts";
import { evaluate } from "./evaluate.ts";
import { leaveWithError } from "./frame.ts";
import type { Frame } from "./frame.ts";
import { stringRepr } from "./python.ts";
import { ReturnSignal } from "./signals.ts";
import type { MacroDefinition, Statement } from "./syntax.ts";
import { HostObject, PyDict, PyTuple, Undefined } from "./values.ts";
import type { CallArguments, PyValue } from "./values.ts";

export interface MacroDetails {
  /** Name in the macro stack; null for a caller, which is part of the macro around it. */
  readonly name: string | null;
  /** Name in messages; null for a caller. */
  readonly describe: string | null;
  readonly definition: MacroDefinition;
  /** Makes the frame that the call runs in, with an activation of its own. */
  readonly enter: () => Frame;
  /** Renders the body to text. */
  readonly render: (body: readonly Statement[], frame: Frame) => string;
}

export class MacroObject extends HostObject {
  readonly typeName = "Macro";
  override get qualifiedName(): string {
    return "jinja2.runtime.Macro";
  }
  readonly #details: MacroDetails;

  constructor(details: MacroDetails) {
    super();
    this.#details = details;
  }

  override call(call: CallArguments): PyValue {
    return isRunning() ? this.#run(call) : withBudget(undefined, () => this.#run(call));
  }

  #run(call: CallArguments): PyValue {
    const { name, enter, render } = this.#details;
    beginCall();
    try {
      const frame = enter();
      this.#bind(call, frame);
      try {
        this.#setDefaults(call, frame);
        return render(this.#details.definition.body, frame);
      } catch (signal) {
        // A caller is part of the macro around it: return() inside it ends that macro.
        if (signal instanceof ReturnSignal && name !== null) return signal.value;
        leaveWithError(signal, frame.activation, name);
        throw signal;
      }
    } finally {
      endCall();
    }
  }

  /** Sets the parameters that were given, and the special names. What does not fit is an error of the call, not of the macro. */
  #bind({ args, kwargs }: CallArguments, frame: Frame): void {
    const { parameters, reads } = this.#details.definition;
    let used = 0;
    for (let index = 0; index < parameters.length; index += 1) {
      const name = parameters[index]?.name ?? "";
      const positional = args[index];
      const named = positional === undefined && kwargs.size > 0 ? kwargs.get(name) : undefined;
      if (named !== undefined) used += 1;
      const value = positional === undefined ? named : positional;
      if (value !== undefined) frame.set(name, value);
    }
    if (reads.caller && !parameters.some(({ name }) => name === "caller")) {
      const caller = kwargs.get("caller");
      if (caller !== undefined) used += 1;
      frame.set("caller", caller ?? new Undefined("No caller defined"));
    }
    if (reads.kwargs || used < kwargs.size) this.#bindRest(args, kwargs, frame);
    if (reads.varargs) {
      frame.set("varargs", new PyTuple(args.slice(parameters.length)));
    } else if (args.length > parameters.length) {
      throw new TemplateError(
        "TypeError",
        `macro ${this.#described()} takes not more than ${parameters.length} argument(s)`,
      );
    }
  }

  #bindRest(args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>, frame: Frame): void {
    const { parameters, reads } = this.#details.definition;
    const rest = new Map(kwargs);
    for (const { name } of parameters.slice(args.length)) rest.delete(name);
    if (reads.caller && !parameters.some(({ name }) => name === "caller")) rest.delete("caller");
    if (reads.kwargs) {
      frame.set("kwargs", PyDict.from(rest));
      return;
    }
    const [unknown = ""] = rest.keys();
    throw new TemplateError(
      "TypeError",
      rest.has("caller")
        ? `macro ${this.#described()} was invoked with two values for the special caller argument. This is most likely a bug.`
        : `macro ${this.#described()} takes no keyword argument ${stringRepr(unknown)}`,
    );
  }

  /** Defaults are evaluated at each call, in order, and see the parameters before them. */
  #setDefaults({ args, kwargs }: CallArguments, frame: Frame): void {
    const { parameters } = this.#details.definition;
    for (let index = args.length; index < parameters.length; index += 1) {
      const parameter = parameters[index];
      if (parameter === undefined || (kwargs.size > 0 && kwargs.has(parameter.name))) continue;
      const { name, default: fallback } = parameter;
      frame.set(
        name,
        fallback === null ? new Undefined(`parameter ${stringRepr(name)} was not provided`) : evaluate(fallback, frame),
      );
    }
  }

  #described(): string {
    const { describe } = this.#details;
    return describe === null ? "None" : stringRepr(describe);
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
    return `<Macro ${this.#details.describe === null ? "anonymous" : stringRepr(this.#details.describe)}>`;
  }
}
