/** selectors.yml -> the named selectors, as written. What a definition means is the graph's business. */
import { EngineError, diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { YamlSelector } from "../core/manifest.ts";
import type { SourceFile } from "../core/source-file.ts";
import { isReadable, isRecord, readYaml, toJson } from "./yaml.ts";
import type { RenderYaml, YamlValue } from "./yaml.ts";

const PATH = "selectors.yml";
const EXAMPLE = "Write `- name: nightly` with `definition: tag:nightly` below it.";

export function readSelectors(
  files: readonly SourceFile[],
  render: RenderYaml,
): { selectors: ReadonlyMap<string, YamlSelector>; diagnostics: readonly Diagnostic[] } {
  const selectors = new Map<string, YamlSelector>();
  const source = files.find((file) => file.path === PATH);
  if (!source) return { selectors, diagnostics: [] };
  const file = readYaml(source);
  const diagnostics: Diagnostic[] = [...file.diagnostics];
  const refuse = (message: string, hint: string, at: readonly (string | number)[]): void => {
    diagnostics.push(diagnostic("P003", message, { hint, at: file.spanOf(at) }));
  };
  if (!isReadable(file)) return { selectors, diagnostics };
  const rendered = (value: YamlValue, at: readonly (string | number)[]): YamlValue => {
    if (typeof value === "string" && value.includes("{")) {
      try {
        return render(value);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        diagnostics.push({ ...error.diagnostic, at: file.spanOf(at) });
        return null;
      }
    }
    if (Array.isArray(value)) return value.map((item, index) => rendered(item, [...at, index]));
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rendered(item, [...at, key])]));
    return value;
  };
  const list = isRecord(file.value) ? file.value["selectors"] : undefined;
  if (!Array.isArray(list)) {
    refuse(`"${PATH}" must hold a list \`selectors:\`.`, EXAMPLE, []);
    return { selectors, diagnostics };
  }
  let standard: string | null = null;
  list.forEach((entry, index) => {
    const at = ["selectors", index];
    const name = isRecord(entry) ? entry["name"] : undefined;
    const definition = isRecord(entry) ? entry["definition"] : undefined;
    if (!isRecord(entry) || typeof name !== "string" || (typeof definition !== "string" && !isRecord(definition))) {
      refuse(
        `An entry of \`selectors:\` in "${PATH}" needs a name and a definition, which is a text or keys and values.`,
        EXAMPLE,
        at,
      );
      return;
    }
    if (selectors.has(name)) {
      diagnostics.push(
        diagnostic("P004", `Two selectors are named "${name}".`, { hint: "Rename one of them.", at: file.spanOf(at) }),
      );
      return;
    }
    const isDefault = rendered(entry["default"] ?? null, [...at, "default"]) === true;
    if (isDefault && standard !== null)
      refuse(`The selectors "${standard}" and "${name}" both say \`default: true\`.`, "Keep one of them.", at);
    if (isDefault) standard = name;
    const description = entry["description"];
    selectors.set(name, {
      name,
      description: typeof description === "string" ? description : "",
      default: isDefault,
      definition: toJson(rendered(definition, [...at, "definition"])),
      span: file.spanOf(at),
    });
  });
  return { selectors, diagnostics };
}
