/**
 * Parsed templates, kept by path and text: an edit parses one file anew, not the project.
 */
import { keepRecent } from "../core/keep-recent.ts";
import { parseTemplate } from "../jinja/parser.ts";
import type { Template } from "../jinja/parser.ts";

/** More than a large project has; the oldest go first. */
const kept = keepRecent<Template>(5000);

/** Throws a TemplateError when the text has a syntax error. */
export function templateOf(path: string, text: string): Template {
  return kept(`${path}\n${text}`, () => parseTemplate(text, path));
}
