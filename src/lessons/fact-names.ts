/** Names of the facts that a text asks for: `{{ customers }}`. */
export function factNames(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g)].flatMap((match) => match[1] ?? []);
}
