/** Templates made at random, and the same ones again for the same seed: statements, expressions, whitespace control and mistakes. */

export interface Random {
  /** 0 up to 1. */
  next(): number;
  pick<T>(items: readonly T[]): T;
}

/** A small generator of numbers (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, pick: (items) => items[Math.floor(next() * items.length)] as (typeof items)[number] };
}

const NAMES = ["a", "b", "x", "y", "ns", "items", "i", "loop", "kw", "m1", "m2", "lst", "d"];
const PRELUDE =
  "{% set lst = [1, 2] %}{% set d = {'k': 1} %}{% set ns = namespace(a=1) %}" +
  "{% macro m1(x, y=2) %}<{{ x }}|{{ y }}>{% endmacro %}{% macro m2() %}({{ caller() }}{{ varargs }}{{ kwargs }}){% endmacro %}";
const FILTERS =
  `upper lower length list join join(",") first last sort default(1) default("z",true) string int float trim ` +
  `replace("a","b") abs sum map("upper")|list select|list reject("none")|list unique|list reverse|list tojson ` +
  `items|list dictsort title round(1) batch(2)|list indent(2) nofil`;
const TESTS =
  "defined none string number odd even mapping sequence iterable callable|divisibleby 2|sameas none|in [1,2]|eq 1|undefined notest"
    .split("|")
    .flatMap((part) => (/ \d|none$|\[/.test(part) ? [part] : part.split(" ")));
const MEMBERS =
  `a k n upper() items() keys()|list append(1) get("k") get("q",2) count(1) x first index last length split(",") pop() nope`.split(
    " ",
  );
const CALLS = ["m1", "m2", "range", "dict", "namespace", "joiner", "nope", "m1"];
const LOOP = "index first last length revindex previtem nextitem cycle(1,2) changed(i) index0 depth".split(" ");
const TEXTS = [
  "a",
  "\n",
  " b ",
  "  \n",
  "select 1",
  "{ ",
  "} ",
  "\n\n",
  "# ",
  "",
  "x\r\ny",
  "\t",
  "é",
  "😀 ",
  "%",
  "{",
];
const TOKENS = [
  "endif",
  "endfor",
  "{%",
  "%}",
  "{{",
  "}}",
  "else",
  "endmacro",
  "(",
  ")",
  "'",
  "in",
  "if",
  "is",
  "not",
  "endset",
  "",
];

export function randomTemplate(random: Random, mistakes = 0.15): string {
  const maker = new Maker(random);
  const body = maker.many(() => maker.statement(1 + Math.floor(random.next() * 3), false), 4);
  const whole = random.pick(["", "", PRELUDE]) + body + random.pick(["", "\n", "\r\n", "\n\n"]);
  return random.next() < mistakes ? damaged(random, whole) : whole;
}

class Maker {
  readonly #random: Random;
  constructor(random: Random) {
    this.#random = random;
  }

  #one(...makers: readonly (() => string)[]): string {
    return this.#random.pick(makers)();
  }

  many(make: () => string, most: number): string {
    return Array.from({ length: 1 + Math.floor(this.#random.next() * most) }, make).join("");
  }

  #pick(...texts: readonly string[]): string {
    return this.#random.pick(texts);
  }

  #whole(from: number, to: number): number {
    return from + Math.floor(this.#random.next() * (to - from + 1));
  }

  #list(depth: number, least: number): string {
    return Array.from({ length: this.#whole(least, 3) }, () => this.expression(depth - 1)).join(", ");
  }

  #literal(depth: number): string {
    return this.#one(
      () => String(this.#whole(-5, 20)),
      () => this.#pick("1.5", "0.25", "2e3", "10.0"),
      () => this.#pick("'ab'", '"c d"', "'x,y'", "''", "'A'", "'it\\'s'"),
      () => this.#pick("true", "false", "none", "True", "None"),
      () => `[${this.#list(depth, 0)}]`,
      () => `(${this.#list(depth, 2)})`,
      () => `{${this.#pick("'k'", "'a'", "1")}: ${this.expression(depth - 1)}}`,
    );
  }

  expression(depth: number): string {
    if (depth <= 0)
      return this.#one(
        () => this.#random.pick(NAMES),
        () => this.#literal(0),
      );
    const inner = (): string => this.expression(depth - 1);
    return this.#one(
      () => this.#random.pick(NAMES),
      () => this.#literal(depth),
      () => this.#literal(depth),
      () => `${inner()} ${this.#pick("+", "-", "*", "/", "//", "%", "~", "~")} ${inner()}`,
      () => `${inner()} ${this.#pick("==", "!=", "<", "<=", ">", ">=", "in", "not in")} ${inner()}`,
      () => `(${inner()})`,
      () => `not ${inner()}`,
      () => `-${inner()}`,
      () => `${inner()} ${this.#pick("and", "or")} ${inner()}`,
      () => `${inner()} if ${inner()} else ${inner()}`,
      () => `(${inner()} if ${inner()})`,
      () => `${inner()}|${this.#random.pick(FILTERS.split(" "))}`,
      () => `${inner()} is ${this.#pick("", "not ")}${this.#random.pick(TESTS)}`,
      () => `${this.#random.pick(NAMES)}.${this.#random.pick(MEMBERS)}`,
      () => `${this.#random.pick(NAMES)}[${this.#pick("0", "-1", '"k"', "1:", "::-1", ":2", "1", this.expression(0))}]`,
      () =>
        `${this.#random.pick(CALLS)}(${this.#pick("", this.expression(0), `y=${this.expression(0)}`, "*lst", "**d", "x=1, q=2", "3")})`,
      () => `loop.${this.#random.pick(LOOP)}`,
      () => `range(${this.#whole(0, 5)})|list`,
      () => `'%s-%s' % (${this.expression(0)}, ${this.expression(0)})`,
      () => `'{}:{:>4}'.format(${this.expression(0)}, ${this.expression(0)})`,
    );
  }

  statement(depth: number, inLoop: boolean): string {
    const open = (): string => this.#pick("{%", "{%", "{%-", "{%", "{%+");
    const close = (): string => this.#pick("%}", "%}", "-%}", "%}", "+%}");
    const tag = (text: string): string => `${open()} ${text} ${close()}`;
    const print = (): string => `${this.#pick("{{", "{{-")} ${this.expression(2)} ${this.#pick("}}", "-}}")}`;
    const text = (): string => this.#random.pick(TEXTS);
    if (depth <= 0) return this.#one(text, print);
    const body = (loop = inLoop): string => this.many(() => this.statement(depth - 1, loop), 3);
    const maybe = (make: () => string): string => (this.#random.next() < 0.5 ? make() : "");
    const sequence = (): string =>
      this.#one(
        () => this.expression(1),
        () => this.#pick("[1,2,3]", '"abc"', '{"k":1,"n":2}.items()', "[(1,2),(3,4)]", "range(3)", "lst", "d"),
      );
    return this.#one(
      text,
      text,
      print,
      print,
      () => tag(`set ${this.#pick("a", "x", "y", "ns.a", "a, b", "lst", "d", "kw")} = ${this.expression(2)}`),
      () =>
        `${tag(`set ${this.#pick("a", "x")}${this.#pick("", "|upper", ' | trim | replace("a","q")')}`)}${body()}${tag("endset")}`,
      () =>
        tag(`if ${this.expression(2)}`) +
        body() +
        maybe(() => tag(`elif ${this.expression(1)}`) + body()) +
        maybe(() => tag("else") + body()) +
        tag("endif"),
      () =>
        tag(
          `for ${this.#pick("i", "x", "a", "i, x", "(i, x), y")} in ${sequence()}${this.#pick("", "", ` if ${this.expression(1)}`)}`,
        ) +
        body(true) +
        maybe(() => tag("else") + body()) +
        tag("endfor"),
      () =>
        tag(`for ${this.#pick("i", "x")} in ${this.#pick("[1,2,3]", '"abc"', "range(3)", "lst")}`) +
        body(true) +
        this.#pick(
          "",
          "{{ loop.index }}",
          "{% if loop.last %}L{% endif %}",
          "{% do lst.append(i) if lst|length < 6 %}",
        ) +
        tag("endfor"),
      () =>
        tag(`macro ${this.#pick("m1", "m2")}(${this.#pick("", "x", "x, y=2", "x, y=x", "a=1, b=[]")})`) +
        body(false) +
        this.#pick("", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}", "{{ x }}{{ y }}") +
        tag("endmacro"),
      () =>
        tag(
          `call${this.#pick("", "(i)", "(i, x=3)")} ${this.#pick("m1", "m2")}(${this.#pick("", "1", "1, 2", "y=1")})`,
        ) +
        body(false) +
        tag("endcall"),
      () =>
        tag(`filter ${this.#pick("upper", 'replace("a","b")|upper', "indent(2)", "trim")}`) + body() + tag("endfilter"),
      () => tag(`with ${this.#pick("a=1", `a=${this.expression(1)}, b=a`)}`) + body() + tag("endwith"),
      () => tag(`do ${this.expression(2)}`),
      () => `{#${this.#pick("", "-")} c ${this.#pick("", "-")}#}`,
      () => `{% raw ${this.#pick("%}", "-%}")} {{ x }} {% endraw ${close()}`,
      () => (inLoop ? tag(this.#pick("break", "continue")) : text()),
    );
  }
}

/** A character or a word more or less, or the end missing. */
function damaged(random: Random, text: string): string {
  const at = Math.floor(random.next() * text.length);
  switch (Math.floor(random.next() * 4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + random.pick([..."{}%()'|,.-+*/~[]:= \n!?$;<>"]) + text.slice(at);
    case 2:
      return text.slice(0, at);
    default:
      return text.replace(random.pick(TOKENS), random.pick(TOKENS));
  }
}
