/** `ref('x')` or `source('a', 'b')` written as a text of its own, without braces, as YAML has it. */
import { keepRecent } from "../core/keep-recent.ts";
import type { RefArgs } from "../core/manifest.ts";
import { TemplateError } from "../jinja/error.ts";
import { parseTemplate } from "../jinja/parser.ts";
import { literalReferences } from "./record.ts";

export interface References {
  readonly refs: readonly RefArgs[];
  readonly sources: readonly (readonly [string, string])[];
}

const LOOKS_LIKE_CALL = /^\s*(env_var|ref|var|source|doc)\s*\(.+\)\s*$/s;

/** A text of an argument as a template: what looks like a call counts as one, as in dbt. */
export function kwargTemplate(value: string): string {
  return LOOKS_LIKE_CALL.test(value) ? `{{ ${value} }}` : value;
}

/** What most references look like; these need no parsing. */
const PLAIN_REF = /^ref\('([A-Za-z_][A-Za-z0-9_]*)'\)$/;

const NOTHING: References = { refs: [], sources: [] };
const kept = keepRecent<References>(20_000);

/** What a text of YAML refers to: a bare call, or calls between braces. Throws a TemplateError when the template has a syntax error. */
export function referencesOf(text: string): References {
  const [, name] = PLAIN_REF.exec(text) ?? [];
  if (name !== undefined) return { refs: [{ name, package: null, version: null }], sources: [] };
  const template = kwargTemplate(text);
  if (!template.includes("{")) return NOTHING;
  return kept(template, () => literalReferences(parseTemplate(template, "yaml")));
}

/** As `referencesOf`, for texts whose readers say themselves that a text without references is wrong: one that cannot be read has none. */
export function readableReferences(text: string): References {
  try {
    return referencesOf(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return NOTHING;
  }
}
