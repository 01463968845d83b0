/**
 * Parsed templates, kept by path and text: an edit parses one file anew, not the project.
 */
import { parseTemplate } from "../jinja/parser.ts";
import type { Template } from "../jinja/parser.ts";

/** More than a large project has; the oldest go first. */
const KEPT = 5000;

const templates = new Map<string, Template>();

/** Throws a TemplateError when the text has a syntax error. */
export function templateOf(path: string, text: string): Template {
  const key = `${path}\n${text}`;
  const known = templates.get(key);
  if (known) return known;
  const template = parseTemplate(text, path);
  templates.set(key, template);
  if (templates.size > KEPT) {
    const oldest = templates.keys().next();
    if (!oldest.done) templates.delete(oldest.value);
  }
  return template;
}
