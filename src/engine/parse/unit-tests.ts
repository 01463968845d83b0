/**
 * `unit_tests:` -> a node per test, and per version of the model that it tests. Rows in fixture files and of seeds are read in here,
 * so that whoever runs the test needs no files.
 */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Json, ManifestNode, UnitTestFixture } from "../core/manifest.ts";
import { nearest } from "../core/nearest.ts";
import type { SourceSpan } from "../core/source-file.ts";
import { resolveConfig } from "../project/config.ts";
import { isRecord, toJson } from "../project/yaml.ts";
import type { YamlRecord, YamlValue } from "../project/yaml.ts";
import type { PlacedFile } from "./files.ts";
import { createNode, nodeId } from "./nodes.ts";
import type { ParseContext } from "./parse-context.ts";
import type { Definition } from "./properties.ts";
import { readableReferences } from "./references.ts";
import type { Lookup } from "./resolve.ts";

export interface UnitTestInputs {
  readonly lookup: Lookup;
  readonly models: readonly ManifestNode[];
  readonly disabled: ReadonlyMap<string, readonly ManifestNode[]>;
  readonly fixtures: readonly PlacedFile[];
  readonly seeds: readonly PlacedFile[];
}

export interface UnitTests {
  readonly nodes: readonly ManifestNode[];
  readonly diagnostics: readonly Diagnostic[];
}

type Path = readonly (string | number)[];

export function unitTestNodes(
  context: ParseContext,
  definitions: readonly Definition[],
  inputs: UnitTestInputs,
): UnitTests {
  const nodes: ManifestNode[] = [];
  const diagnostics: Diagnostic[] = [];
  const versions = new Map<string, ManifestNode[]>();
  for (const model of inputs.models) {
    if (model.version === null) continue;
    const key = `${model.package_name}.${model.name}`;
    versions.set(key, [...(versions.get(key) ?? []), model]);
  }
  const fixtures = new Map(inputs.fixtures.map((file) => [`${file.package.name}.${file.stem}`, file]));
  for (const definition of definitions) {
    const reader = new UnitTestReader(context, definition, inputs, fixtures);
    nodes.push(...reader.read(versions));
    diagnostics.push(...reader.diagnostics);
  }
  return { nodes, diagnostics };
}

class UnitTestReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #context: ParseContext;
  readonly #definition: Definition;
  readonly #inputs: UnitTestInputs;
  readonly #fixtures: ReadonlyMap<string, PlacedFile>;

  constructor(
    context: ParseContext,
    definition: Definition,
    inputs: UnitTestInputs,
    fixtures: ReadonlyMap<string, PlacedFile>,
  ) {
    this.#context = context;
    this.#definition = definition;
    this.#inputs = inputs;
    this.#fixtures = fixtures;
  }

  read(versions: ReadonlyMap<string, readonly ManifestNode[]>): ManifestNode[] {
    const { name, entry } = this.#definition;
    const modelName = entry["model"];
    if (typeof modelName !== "string") {
      this.#refuse(`The unit test "${name}" does not say which \`model\` it tests.`, "Write `model: orders`.", []);
      return [];
    }
    if (entry["given"] !== undefined && !Array.isArray(entry["given"]))
      this.#refuse(`\`given\` of the unit test "${name}" must be a list.`, "Write each as `- input: ref('orders')`.", [
        "given",
      ]);
    if (!isRecord(entry["expect"])) {
      this.#refuse(`The unit test "${name}" does not say what it expects.`, "Write `expect:` with `rows:` below it.", [
        "expect",
      ]);
      return [];
    }
    const owner = this.#definition.file.package.name;
    const [bare = modelName, pinned] = modelName.trim().split(/\s+/);
    const model = this.#inputs.lookup.ref(
      { name: bare, package: owner, version: pinned?.replace(/^v/, "") ?? null },
      owner,
    );
    if (!model || model.resource_type !== "model") return this.#withoutModel(bare);
    const tested = this.#versionsToTest(model, versions.get(`${model.package_name}.${model.name}`) ?? []);
    const given = this.#given(entry["given"]);
    const expect = this.#fixture(entry["expect"], ["expect"], null);
    this.#checkIncremental(model, given);
    return tested.map((one) => this.#node(modelName, one, given, expect));
  }

  #node(
    modelName: string,
    model: ManifestNode | null,
    given: NonNullable<ManifestNode["unit_test"]>["given"],
    expect: UnitTestFixture,
  ): ManifestNode {
    const { project } = this.#context;
    const { name, entry, config: own, file, span, description } = this.#definition;
    const owner = file.package;
    const version = model?.version ?? null;
    const fqn = [owner.name, ...file.relative.split("/").slice(1, -1), modelName, name];
    const { config, unrendered } = resolveConfig(project, owner, "unit_test", fqn, [own]);
    const overrides = isRecord(entry["overrides"]) ? entry["overrides"] : {};
    const part = (key: string): Record<string, Json> =>
      isRecord(overrides[key]) ? (toJson(overrides[key]) as Record<string, Json>) : {};
    return createNode({
      unique_id: nodeId("unit_test", owner.name, modelName, version === null ? name : `${name}_v${version}`),
      resource_type: "unit_test",
      name,
      package_name: owner.name,
      path: file.path,
      original_file_path: file.relative,
      fqn,
      raw_code: "",
      checksum: "",
      config: model === null ? { ...config, enabled: false } : config,
      unrendered_config: unrendered,
      span,
      description,
      database: model?.database ?? "",
      schema: model?.schema ?? "",
      version,
      depends_on: { nodes: model === null ? [] : [model.unique_id], macros: [] },
      unit_test: {
        model: modelName,
        given,
        expect,
        overrides: { macros: part("macros"), vars: part("vars"), env_vars: part("env_vars") },
        version,
      },
    });
  }

  /** A test of a model that is switched off is switched off with it. */
  #withoutModel(name: string): ManifestNode[] {
    const owner = this.#definition.file.package.name;
    const off = this.#inputs.disabled.get(name)?.find((node) => node.resource_type === "model");
    if (off) return [this.#node(name, null, [], { format: "dict", rows: [], fixture: null })];
    const near = nearest(
      name,
      this.#inputs.models.filter((model) => model.package_name === owner).map((model) => model.name),
    );
    this.diagnostics.push(
      diagnostic("R001", `The unit test "${this.#definition.name}" is for the model "${name}", which does not exist.`, {
        hint: near === null ? "Name a model of this package under `model:`." : `Did you mean "${near}"?`,
        at: this.#definition.spanOf(["model"]),
      }),
    );
    return [];
  }

  #versionsToTest(model: ManifestNode, all: readonly ManifestNode[]): readonly ManifestNode[] {
    const rule = this.#definition.entry["versions"];
    const list = (key: string): string[] | null => {
      const value = isRecord(rule) ? rule[key] : undefined;
      return Array.isArray(value) && value.length > 0 ? value.map(versionText) : null;
    };
    const include = list("include");
    const exclude = list("exclude");
    if (include && exclude)
      this.#refuse("A unit test includes versions or excludes some, not both.", "Keep one of them.", ["versions"]);
    if (model.version === null) {
      if (include ?? exclude)
        this.#refuse(
          `The unit test "${this.#definition.name}" names versions, but "${model.name}" has none.`,
          "Delete `versions:`.",
          ["versions"],
        );
      return [model];
    }
    const wanted = all.filter(
      ({ version }) => (include?.includes(String(version)) ?? true) && !(exclude?.includes(String(version)) ?? false),
    );
    if (wanted.length === 0)
      this.#refuse(
        `The unit test "${this.#definition.name}" is for no version of "${model.name}" that exists.`,
        `Versions are: ${all.map(({ version }) => version).join(", ")}.`,
        ["versions"],
      );
    return wanted;
  }

  #given(value: YamlValue | undefined): NonNullable<ManifestNode["unit_test"]>["given"] {
    if (!Array.isArray(value)) return [];
    return value.flatMap((item, index) => {
      const at = ["given", index];
      const input = isRecord(item) ? item["input"] : undefined;
      if (!isRecord(item) || typeof input !== "string") {
        this.#refuse("An entry of `given:` needs an `input`.", "Write `- input: ref('orders')`.", at);
        return [];
      }
      const span = this.#definition.spanOf(at);
      this.#checkInput(input, span);
      return [{ ...this.#fixture(item, at, input), input, span }];
    });
  }

  #checkInput(input: string, at: SourceSpan): void {
    if (input.trim() === "this") return;
    const owner = this.#definition.file.package.name;
    const { refs, sources } = readableReferences(input);
    const [ref] = refs;
    const [source] = sources;
    const { lookup } = this.#inputs;
    const found = ref ? lookup.ref(ref, owner) : source ? lookup.source(source[0], source[1], owner) : null;
    if (found) return;
    const near = ref
      ? nearest(ref.name, lookup.refNames)
      : source
        ? nearest(source.join("."), lookup.sourceNames)
        : null;
    this.diagnostics.push(
      diagnostic(
        "R001",
        ref || source
          ? `The unit test "${this.#definition.name}" has the input ${input}, which does not exist.`
          : `The input "${input}" of the unit test "${this.#definition.name}" is no ref(), source() or this.`,
        {
          hint: near === null ? "Write `input: ref('orders')`." : `Did you mean "${near}"?`,
          at,
          // As in dbt, what is no reference at all fails this test when it runs; a wrong name stops the project.
          ...(ref || source ? {} : { severity: "warning" as const }),
        },
      ),
    );
  }

  /** `input` is null for what is expected. Rows that are left out are those of the seed that the input names. */
  #fixture(value: YamlRecord, path: Path, input: string | null): UnitTestFixture {
    const format = value["format"] ?? "dict";
    const rows = value["rows"] ?? null;
    const fixture = typeof value["fixture"] === "string" ? value["fixture"] : null;
    if (format !== "dict" && format !== "csv" && format !== "sql") {
      this.#refuse("The `format` of rows is dict, csv or sql.", "Write `format: csv`.", [...path, "format"]);
      return { format: "dict", rows: [], fixture };
    }
    if (format === "dict") {
      if (rows === null && fixture === null && input !== null)
        return { format, rows: this.#seedRows(input, path), fixture };
      if (!Array.isArray(rows) || !rows.every(isRecord)) {
        this.#refuse(
          "`rows:` in the format dict is a list of columns and values.",
          "Write for example `- {id: 1, name: a}`.",
          [...path, "rows"],
        );
        return { format, rows: [], fixture };
      }
      return { format, rows: rows.map((row) => toJson(row) as Record<string, Json>), fixture };
    }
    if (fixture !== null) return { format, rows: this.#fixtureText(fixture, path), fixture };
    if (typeof rows !== "string") {
      this.#refuse(`\`rows:\` in the format ${format} is a text.`, "Write `rows: |` and the text below it.", [
        ...path,
        "rows",
      ]);
      return { format, rows: "", fixture };
    }
    return { format, rows, fixture };
  }

  #fixtureText(name: string, path: Path): string {
    const owner = this.#definition.file.package.name;
    const file = this.#fixtures.get(`${owner}.${name}`);
    if (file) return file.file.text;
    const near = nearest(
      name,
      [...this.#fixtures.values()].map((known) => known.stem),
    );
    this.diagnostics.push(
      diagnostic("P008", `The fixture "${name}" of the unit test "${this.#definition.name}" does not exist.`, {
        hint: near === null ? `Create "tests/fixtures/${name}.csv".` : `Did you mean "${near}"?`,
        at: this.#definition.spanOf([...path, "fixture"]),
      }),
    );
    return "";
  }

  #seedRows(input: string, path: Path): string | null {
    const owner = this.#definition.file.package.name;
    const [ref] = readableReferences(input).refs;
    const node = ref ? this.#inputs.lookup.ref(ref, owner) : null;
    const file =
      node?.resource_type === "seed"
        ? this.#inputs.seeds.find((seed) => seed.package.name === node.package_name && seed.stem === node.name)
        : undefined;
    if (file) return file.file.text;
    this.#refuse(
      `The input ${input} has no \`rows\`; only those of a seed may be left out.`,
      "Write `rows: []` for none.",
      path,
    );
    return null;
  }

  #checkIncremental(model: ManifestNode, given: readonly { readonly input: string }[]): void {
    if (!model.depends_on.macros.includes("macro.dbt.is_incremental")) return;
    const { entry, name } = this.#definition;
    const overrides = isRecord(entry["overrides"]) ? entry["overrides"]["macros"] : undefined;
    const value = isRecord(overrides) ? overrides["is_incremental"] : undefined;
    if (typeof value !== "boolean")
      this.#refuse(
        `The model "${model.name}" asks is_incremental(), so the unit test "${name}" must say what it answers.`,
        "Write `overrides: {macros: {is_incremental: false}}`.",
        [],
      );
    else if (value && !given.some((item) => item.input.trim() === "this"))
      this.#refuse(
        `The unit test "${name}" runs "${model.name}" incrementally, so it needs the rows that are there before.`,
        "Add an entry `- input: this` to `given:`.",
        ["given"],
      );
  }

  #refuse(message: string, hint: string, path: Path): void {
    this.diagnostics.push(diagnostic("P003", message, { hint, at: this.#definition.spanOf(path) }));
  }
}

function versionText(value: YamlValue): string {
  return String(value);
}
