/** Exercises without an editor: predict, mcq, order, tune, cmd, find. */
import type { Decoder } from "./decode.ts";
import { baseKeys, loadBase } from "./load-base.ts";
import type { Read } from "./load-data.ts";
import type {
  CmdExercise,
  FindExercise,
  McqExercise,
  OrderExercise,
  PredictExercise,
  TuneExercise,
  TuneParam,
} from "./pack.ts";

export function loadPredict(yaml: Decoder, read: Read): PredictExercise {
  yaml.known(...baseKeys, "reveal", "fields");
  return {
    type: "predict",
    ...loadBase(yaml, read, 0),
    reveal: yaml.text("reveal"),
    fields: yaml.records("fields").map((field) => {
      field.known("name", "label", "choices", "band");
      return {
        name: field.text("name"),
        label: field.text("label"),
        choices: field.texts("choices"),
        band: field.has("band") ? field.number("band") : null,
      };
    }),
  };
}

export function loadMcq(yaml: Decoder, read: Read): McqExercise {
  yaml.known(...baseKeys, "question", "choices", "many");
  const base = loadBase(yaml, read, 0);
  const choices = yaml.records("choices").map((item) => {
    item.known("text", "reply", "right", "code");
    return {
      text: item.text("text"),
      reply: item.text("reply"),
      right: item.flag("right"),
      code: item.has("code") ? item.text("code") : null,
    };
  });
  const many = yaml.flag("many");
  const right = choices.filter((choice) => choice.right).length;
  if (right === 0 || (!many && right !== 1) || choices.length < 2)
    yaml.report(
      ["choices"],
      many ? "At least one of two or more choices must be right." : "Exactly one of two or more choices must be right.",
      'Mark it with "right: true"; several may be with "many: true".',
    );
  return { type: "mcq", ...base, question: yaml.text("question", ""), many, choices };
}

export function loadOrder(yaml: Decoder, read: Read): OrderExercise {
  yaml.known(...baseKeys, "items", "before", "groups", "anti");
  const items = yaml.records("items").map((item) => {
    item.known("id", "text", "group");
    return { id: item.text("id"), text: item.text("text"), groups: item.texts("group") };
  });
  const groups = yaml.records("groups").map((group) => {
    group.known("id", "text");
    return { id: group.text("id"), text: group.text("text") };
  });
  const known = new Set([...items, ...groups].map((item) => item.id));
  const name = (id: string, key: string): string => {
    if (!known.has(id)) yaml.report([key], `"${id}" is no item or group.`, `Known are ${[...known].join(", ")}.`);
    return id;
  };
  for (const item of items) {
    for (const group of item.groups) name(group, "items");
    if (groups.length > 0 && item.groups.length === 0)
      yaml.report(["items"], `"${item.id}" lies in no group.`, 'Add "group: <id>".');
  }
  const before = yaml.texts("before").map((text): readonly [string, string] => {
    const [earlier = "", later = ""] = text.split("<").map((part) => part.trim());
    return [name(earlier, "before"), name(later, "before")];
  });
  return {
    type: "order",
    ...loadBase(yaml, read, 0),
    items,
    before: yaml.has("before") ? before : null,
    groups,
    anti: yaml.records("anti").map((wrong) => {
      wrong.known("item", "than", "code", "reply");
      return {
        item: name(wrong.text("item"), "anti"),
        than: name(wrong.text("than"), "anti"),
        code: wrong.has("code") ? wrong.text("code") : null,
        reply: wrong.text("reply"),
      };
    }),
  };
}

export function loadTune(yaml: Decoder, read: Read): TuneExercise {
  yaml.known(...baseKeys, "values", "show", "goal", "solution", "anti");
  const params = yaml.records("values").map((param): TuneParam => {
    param.known("name", "label", "min", "max", "step", "start", "unit");
    return {
      name: param.text("name"),
      label: param.text("label"),
      min: param.number("min"),
      max: param.number("max"),
      step: param.number("step"),
      start: param.number("start"),
      unit: param.text("unit", ""),
    };
  });
  return {
    type: "tune",
    ...loadBase(yaml, read, 0),
    params,
    show: yaml.has("show") ? yaml.text("show") : null,
    goal: yaml.text("goal"),
    solution: numbersOf(yaml.record("solution"), params),
    anti: yaml.records("anti").map((wrong) => {
      wrong.known("values", "code", "reply");
      return {
        values: numbersOf(wrong.record("values"), params),
        code: wrong.text("code"),
        reply: wrong.text("reply"),
      };
    }),
  };
}

function numbersOf(yaml: Decoder, params: readonly TuneParam[]): Readonly<Record<string, number>> {
  yaml.known(...params.map((param) => param.name));
  return Object.fromEntries(params.map((param) => [param.name, yaml.number(param.name, param.start)]));
}

export function loadCmd(yaml: Decoder, read: Read): CmdExercise {
  yaml.known(...baseKeys, "solution", "verbs", "with", "anti");
  const solution = yaml.text("solution");
  const verb = solution.replace(/^dbt\s+/, "").split(/\s+/)[0] ?? "";
  const verbs = yaml.texts("verbs");
  return {
    type: "cmd",
    ...loadBase(yaml, read, 0),
    solution,
    verbs: verbs.includes(verb) ? verbs : [verb, ...verbs],
    with: yaml.has("with") ? yaml.text("with") : null,
    anti: yaml.records("anti").map((wrong) => {
      wrong.known("command", "code", "reply");
      return { command: wrong.text("command"), code: wrong.text("code"), reply: wrong.text("reply") };
    }),
  };
}

export function loadFind(yaml: Decoder, read: Read): FindExercise {
  yaml.known(...baseKeys, "kind", "show", "key", "answer", "targets", "options", "all", "wrong");
  const kind = yaml.oneOf("kind", ["row", "column", "node", "choice"]);
  const has = (name: string, wanted: boolean, hint: string): void => {
    if (wanted && !yaml.has(name)) yaml.report([name], `"${name}" is missing.`, hint);
  };
  has("show", kind === "row" || kind === "column", 'Add "show: select …", the table to look at.');
  has("key", kind === "row", 'Add "key: [column]", which names a row.');
  has("answer", kind === "row", 'Add "answer: select <key> …", which returns the rows to find.');
  has("targets", kind !== "row", 'Add "targets: [name]".');
  has("options", kind === "node" || kind === "choice", 'Add "options:", a list of {id, text}.');
  return {
    type: "find",
    ...loadBase(yaml, read, 0),
    kind,
    show: yaml.has("show") ? yaml.text("show") : null,
    key: yaml.texts("key"),
    answer: yaml.has("answer") ? yaml.text("answer") : null,
    targets: yaml.texts("targets"),
    options: yaml.records("options").map((option) => {
      option.known("id", "text");
      return { id: option.text("id"), text: option.text("text", option.text("id")) };
    }),
    all: yaml.flag("all"),
    wrong: yaml.records("wrong").map((item) => {
      item.known("target", "code", "reply");
      return {
        target: item.text("target"),
        code: item.has("code") ? item.text("code") : null,
        reply: item.text("reply"),
      };
    }),
  };
}
