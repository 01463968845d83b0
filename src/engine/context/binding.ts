/** What a template's surroundings mean: whose node it is, whether it is parsed or compiled, and where its calls go. */
import type { EngineError } from "../core/errors.ts";
import type { CallArguments, HostObject, PyValue } from "../jinja/values.ts";
import type { MacroDefinition } from "./macro-registry.ts";
import type { RelationObject } from "./relation.ts";
import type { Replay } from "./replay.ts";

export interface Binding {
  readonly packageName: string;
  readonly execute: boolean;
  readonly ref: (call: CallArguments) => PyValue;
  readonly source: (call: CallArguments) => PyValue;
  readonly config: HostObject;
  readonly self: RelationObject | null;
  /** The node as templates see it (`model`). */
  readonly model: PyValue;
  /** Null while parsing. */
  readonly answers: Replay | null;
  /** Told about every macro that the text itself calls, for `depends_on.macros`; what those macros call is not told. */
  readonly onMacro?: (definition: MacroDefinition) => void;
  /** Hears what each call of a macro gave, when it ends; `depth` is 0 for calls by the text itself. */
  readonly onMacroValue?: (definition: MacroDefinition, depth: number, value: PyValue) => void;
  /** While parsing, a var that is missing is None, as in dbt; this hears of it. */
  readonly onMissingVar?: (name: string, error: EngineError) => void;
  /** Names that go before all others, for example `results`; `package.macro` stands for a macro of a package. */
  readonly extra?: ReadonlyMap<string, PyValue>;
  /** `compiled_code` and `sql`, for hooks and materializations. */
  readonly compiledCode?: string | null;
  /** `thread_id`; `Thread-1` by default. */
  readonly threadId?: string;
}
