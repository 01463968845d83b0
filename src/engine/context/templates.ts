/**
 * Parsed templates, kept by path and text: an edit parses one file anew, not the project.
 */
import { keepRecent } from "../core/keep-recent.ts";
import { parseTemplate } from "../jinja/parser.ts";
import type { Template } from "../jinja/parser.ts";

/** More than a large project has; the oldest go first. */
const MOST = 5000;
const kept = keepRecent<Template>(MOST);
/** The last template of each path: a key with the whole text in it would be hashed at every rendering. */
const latest = new Map<string, { readonly text: string; readonly template: Template }>();

/** Throws a TemplateError when the text has a syntax error. */
export function templateOf(path: string, text: string): Template {
  const last = latest.get(path);
  if (last?.text === text) return last.template;
  const template = kept(`${path}\n${text}`, () => parseTemplate(text, path));
  if (latest.size >= MOST) latest.clear();
  latest.set(path, { text, template });
  return template;
}
