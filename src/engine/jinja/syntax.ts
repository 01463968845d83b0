/**
 * The tree of a template. Every node knows its place: `from` and `to` are UTF-16 offsets into the source of the file, also inside
 * macros, so that errors, the editor and the readers of `walk.ts` all point into the file that a person has open.
 */
interface Node {
  readonly from: number;
  readonly to: number;
}

export interface NameExpression extends Node {
  readonly kind: "name";
  readonly name: string;
}
export interface ConstExpression extends Node {
  readonly kind: "const";
  /** int is bigint, float is number. */
  readonly value: null | boolean | bigint | number | string;
}
export interface GetAttributeExpression extends Node {
  readonly kind: "getattr";
  readonly object: Expression;
  readonly name: string;
}
export interface GetItemExpression extends Node {
  readonly kind: "getitem";
  readonly object: Expression;
  /** A `slice` only here. */
  readonly key: Expression;
}
export interface SliceExpression extends Node {
  readonly kind: "slice";
  readonly start: Expression | null;
  readonly stop: Expression | null;
  readonly step: Expression | null;
}
export interface KeywordArgument extends Node {
  readonly name: string;
  readonly value: Expression;
}
export interface Arguments {
  readonly args: readonly Expression[];
  readonly kwargs: readonly KeywordArgument[];
  /** `*expression` */
  readonly starArgs: Expression | null;
  /** `**expression` */
  readonly starKwargs: Expression | null;
}
export interface CallExpression extends Node, Arguments {
  readonly kind: "call";
  readonly callee: Expression;
}
export interface FilterExpression extends Node, Arguments {
  readonly kind: "filter";
  /** null where the filter applies to a block's text: `{% set x | upper %}`, `{% filter upper %}`. */
  readonly target: Expression | null;
  readonly name: string;
}
export interface TestExpression extends Node, Arguments {
  readonly kind: "test";
  readonly target: Expression;
  readonly name: string;
}
export interface UnaryExpression extends Node {
  readonly kind: "unary";
  readonly operator: "not" | "-" | "+";
  readonly operand: Expression;
}
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";
export interface BinaryExpression extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator | "and" | "or";
  readonly left: Expression;
  readonly right: Expression;
}
export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";
export interface CompareExpression extends Node {
  readonly kind: "compare";
  readonly first: Expression;
  /** More than one when chained: `1 < x <= 5`. */
  readonly rest: readonly { readonly operator: CompareOperator; readonly operand: Expression }[];
}
export interface ConcatExpression extends Node {
  readonly kind: "concat";
  readonly parts: readonly Expression[];
}
/** `body if test else otherwise` */
export interface ConditionExpression extends Node {
  readonly kind: "condition";
  readonly test: Expression;
  readonly body: Expression;
  readonly otherwise: Expression | null;
  /** Where `otherwise` is null: the line, for the message of the undefined value. */
  readonly line: number;
}
export interface ListExpression extends Node {
  readonly kind: "list";
  readonly items: readonly Expression[];
}
export interface TupleExpression extends Node {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
}
export interface DictExpression extends Node {
  readonly kind: "dict";
  readonly pairs: readonly { readonly key: Expression; readonly value: Expression }[];
}

export type Expression =
  | NameExpression
  | ConstExpression
  | GetAttributeExpression
  | GetItemExpression
  | SliceExpression
  | CallExpression
  | FilterExpression
  | TestExpression
  | UnaryExpression
  | BinaryExpression
  | CompareExpression
  | ConcatExpression
  | ConditionExpression
  | ListExpression
  | TupleExpression
  | DictExpression;

/** What may stand left of `=`; `attribute` is `namespace.name`. */
export type Target =
  | (Node & { readonly kind: "name"; readonly name: string })
  | (Node & { readonly kind: "attribute"; readonly object: string; readonly name: string })
  | (Node & { readonly kind: "tuple"; readonly items: readonly Target[] });

export interface TextStatement extends Node {
  readonly kind: "text";
  /** The source from `from` to `to`, except that any line end is a line feed. */
  readonly value: string;
}
export interface OutputStatement extends Node {
  readonly kind: "output";
  readonly expression: Expression;
}
export interface IfStatement extends Node {
  readonly kind: "if";
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
}
export interface ForStatement extends Node {
  readonly kind: "for";
  readonly target: Target;
  readonly iterable: Expression;
  readonly filter: Expression | null;
  readonly recursive: boolean;
  /** Whether the body reads `loop`. */
  readonly usesLoop: boolean;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface SetStatement extends Node {
  readonly kind: "set";
  readonly target: Target;
  readonly value: Expression;
}
export interface SetBlockStatement extends Node {
  readonly kind: "set-block";
  readonly target: Target;
  /** A chain of filters whose innermost target is null, or null when there are none. */
  readonly filter: Expression | null;
  readonly body: readonly Statement[];
}
export interface FilterBlockStatement extends Node {
  readonly kind: "filter-block";
  readonly filter: Expression;
  readonly body: readonly Statement[];
}
export interface WithStatement extends Node {
  readonly kind: "with";
  readonly bindings: readonly { readonly target: Target; readonly value: Expression }[];
  readonly body: readonly Statement[];
}
export interface DoStatement extends Node {
  readonly kind: "do";
  readonly expression: Expression;
}
export interface JumpStatement extends Node {
  readonly kind: "break" | "continue";
}
export interface CallBlockStatement extends Node {
  readonly kind: "call-block";
  readonly call: CallExpression;
  /** The body, which the called macro reaches as `caller`. */
  readonly caller: MacroDefinition;
}
export interface MacroStatement extends Node {
  readonly kind: "macro";
  readonly definition: BlockDefinition;
}
/** `test`, `snapshot`, `materialization`, `docs`: declared for the host; they give no output where they stand. */
export interface DeclarationStatement extends Node {
  readonly kind: "declaration";
  readonly definition: BlockDefinition;
}

export type Statement =
  | TextStatement
  | OutputStatement
  | IfStatement
  | ForStatement
  | SetStatement
  | SetBlockStatement
  | FilterBlockStatement
  | WithStatement
  | DoStatement
  | JumpStatement
  | CallBlockStatement
  | MacroStatement
  | DeclarationStatement;

export interface Parameter {
  readonly name: string;
  readonly default: Expression | null;
  /** Source text of the type, for example `list[string]`. */
  readonly annotation: string | null;
}

/** What a call needs to know about a macro or a caller's body. */
export interface MacroDefinition extends Node {
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** Special names that the body reads; only then does a call accept what they stand for. */
  readonly reads: { readonly varargs: boolean; readonly kwargs: boolean; readonly caller: boolean };
}

export type BlockKind = "macro" | "test" | "snapshot" | "materialization" | "docs";

export interface BlockDefinition extends MacroDefinition {
  readonly kind: BlockKind;
  readonly name: string;
  readonly bodyFrom: number;
  readonly bodyTo: number;
  /** For a materialization: `adapter` (a name, or `default`) and `supported_languages` (comma-separated). */
  readonly options: ReadonlyMap<string, string>;
}

export interface Template {
  readonly path: string;
  readonly source: string;
  readonly body: readonly Statement[];
  /** Every block that stands at the top level of the file, in file order. */
  readonly blocks: readonly BlockDefinition[];
}
