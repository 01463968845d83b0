/**
 * A definition of selectors.yml -> the tree that `--selector NAME` selects by.
 *
 * A definition is a text in the grammar of the command line, one key and value (`tag: nightly`), a full entry (`method`, `value`,
 * `parents`, `exclude` …), or a `union` or `intersection` of definitions with at most one `exclude` among them.
 */
import { EngineError } from "../core/errors.ts";
import type { Json, YamlSelector } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import { INDIRECT_SELECTIONS, createCriterion, parseCriterion } from "./selector-spec.ts";
import type { IndirectSelection, SelectorGroup, SelectorSpec } from "./selector-spec.ts";

type Selectors = ReadonlyMap<string, YamlSelector>;
type Entry = { readonly [key: string]: Json };

export function namedSpec(selectors: Selectors, name: string, indirect: IndirectSelection): SelectorSpec {
  return new Definitions(selectors, indirect).named(name, null);
}

/** The selector that counts when a command names none. */
export function defaultSelector(selectors: Selectors): string | null {
  return [...selectors.values()].find((selector) => selector.default)?.name ?? null;
}

class Definitions {
  readonly #selectors: Selectors;
  readonly #indirect: IndirectSelection;
  readonly #open: string[] = [];

  constructor(selectors: Selectors, indirect: IndirectSelection) {
    this.#selectors = selectors;
    this.#indirect = indirect;
  }

  named(name: string, from: YamlSelector | null): SelectorSpec {
    const selector = this.#selectors.get(name);
    if (!selector) {
      const near = nearest(name, this.#selectors.keys());
      const known = [...this.#selectors.keys()].join(", ");
      throw new EngineError("G002", `There is no selector "${name}" in selectors.yml.`, {
        hint:
          near !== null
            ? `Did you mean "${near}"?`
            : known === ""
              ? "Write it under `selectors:` in selectors.yml beside dbt_project.yml."
              : `Selectors are: ${known}.`,
        at: from?.span ?? null,
      });
    }
    if (this.#open.includes(name))
      throw this.#refuse(selector, `reads itself: ${[...this.#open, name].join(" reads ")}`, "Take one of them out.");
    this.#open.push(name);
    const spec = this.#read(selector.definition, selector);
    this.#open.pop();
    return spec;
  }

  #read(definition: Json, owner: YamlSelector): SelectorSpec {
    if (typeof definition === "string") {
      const parts = definition.split(/\s+/).filter((part) => part !== "");
      if (parts.length === 1 && !definition.includes(",")) return parseCriterion(parts[0] ?? "", this.#indirect);
      const union = parts.map((text) =>
        this.#group(
          "intersection",
          text.split(",").map((part) => parseCriterion(part, this.#indirect)),
        ),
      );
      return this.#group("union", union);
    }
    if (!isEntry(definition))
      throw this.#refuse(owner, "has a definition that is neither a text nor an entry", "Write `method` and `value`.");
    if ("union" in definition) return this.#set("union", definition["union"], owner);
    if ("intersection" in definition) return this.#set("intersection", definition["intersection"], owner);
    return this.#entry(definition, owner);
  }

  #set(kind: "union" | "intersection", list: Json | undefined, owner: YamlSelector): SelectorSpec {
    if (!Array.isArray(list))
      throw this.#refuse(owner, `has a \`${kind}\` that is no list`, "Write each part as `- …`.");
    const entries = list as readonly Json[];
    const isExclude = (item: Json): item is Entry => isEntry(item) && "exclude" in item && !("method" in item);
    const excluded = entries.filter(isExclude);
    if (excluded.length > 1)
      throw this.#refuse(owner, `has more than one \`exclude\` in its \`${kind}\``, "Put them into one list.");
    const parts = entries.filter((item) => !isExclude(item)).map((item) => this.#read(item, owner));
    return this.#without(this.#group(kind, parts), excluded[0]?.["exclude"], owner);
  }

  #entry(entry: Entry, owner: YamlSelector): SelectorSpec {
    const keys = Object.keys(entry);
    const single = keys.length === 1 ? keys[0] : undefined;
    if (entry["method"] === "selector" || single === "selector")
      return this.named(String(entry["value"] ?? entry["selector"]), owner);
    const method = single ?? entry["method"];
    const value = single === undefined ? entry["value"] : entry[single];
    if (typeof method !== "string" || value === undefined || value === null || typeof value === "object")
      throw this.#refuse(
        owner,
        "has an entry without `method` and `value`",
        "Write for example `{method: tag, value: nightly}`.",
      );
    const near = INDIRECT_SELECTIONS.find((mode) => mode === entry["indirect_selection"]);
    const steps = (key: string, depthKey: string): number =>
      entry[key] === true ? (typeof entry[depthKey] === "number" ? entry[depthKey] : Infinity) : 0;
    const criterion = createCriterion({
      text: `${method}:${String(value)}`,
      method,
      value,
      childrensParents: entry["childrens_parents"] === true,
      parents: steps("parents", "parents_depth"),
      children: steps("children", "children_depth"),
      indirect: near ?? this.#indirect,
    });
    return this.#without(criterion, entry["exclude"], owner);
  }

  #without(spec: SelectorSpec, exclude: Json | undefined, owner: YamlSelector): SelectorSpec {
    if (exclude === undefined || exclude === null) return spec;
    if (!Array.isArray(exclude))
      throw this.#refuse(owner, "has an `exclude` that is no list", "Write each part as `- …`.");
    const out = (exclude as readonly Json[]).map((item) => this.#read(item, owner));
    return this.#group("difference", [spec, this.#group("union", out)]);
  }

  #group(kind: SelectorGroup["kind"], parts: readonly SelectorSpec[]): SelectorGroup {
    return { kind, parts, indirect: "eager", expected: null };
  }

  #refuse(owner: YamlSelector, what: string, hint: string): EngineError {
    return new EngineError("G002", `The selector "${owner.name}" of selectors.yml ${what}.`, { hint, at: owner.span });
  }
}

function isEntry(value: Json | undefined): value is Entry {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
