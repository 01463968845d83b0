/** The pages of the error codes: the folder `docs/errors`, one Markdown file per code. */
export function errorPages(): ReadonlyMap<string, string> {
  const texts = import.meta.glob<string>("../../docs/errors/*.md", { query: "?raw", import: "default", eager: true });
  return new Map(
    Object.entries(texts).flatMap(([path, text]): [string, string][] => {
      const code = /\/([A-Z]\d{3})\.md$/.exec(path)?.[1];
      return code === undefined ? [] : [[code, text]];
    }),
  );
}
