/** `.dbtignore`: which files of a package dbt does not look at, in the grammar of .gitignore. */
import ignore from "ignore";
import type { SourceFile } from "../core/source-file.ts";

/** The files that are not ignored. `root` is the package's folder, empty or with a slash at its end. */
export function withoutIgnored(files: readonly SourceFile[], root: string): readonly SourceFile[] {
  const rules = files.find((file) => file.path === `${root}.dbtignore`);
  if (!rules) return files;
  const ignored = ignore().add(rules.text);
  return files.filter((file) => !ignored.ignores(file.path.slice(root.length)));
}
