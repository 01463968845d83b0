/** `require-dbt-version`: whether the dbt whose behaviour the engine follows is one that a project or package wants. */
import { diagnostic } from "../core/errors.ts";
import type { Diagnostic } from "../core/errors.ts";
import type { Package } from "./package.ts";

interface Version {
  readonly numbers: readonly [number, number, number];
  /** For example `b1`; null for a release. */
  readonly prerelease: string | null;
}

const SPECIFIER = /^\s*(=|>=|<=|>|<)?\s*(\d+)\.(\d+)\.(\d+)-?([0-9a-z][0-9a-z.-]*)?(?:\+[0-9a-z.-]+)?\s*$/i;

export function versionDiagnostics(owner: Package, installed: string): Diagnostic[] {
  const at = owner.file.spanOf(["require-dbt-version"]);
  const own = parse(installed);
  if (own === null) return [];
  return owner.requireDbtVersion.flatMap((specifier) => {
    const wanted = parse(specifier);
    if (wanted === null) {
      return [
        diagnostic("P003", `"${specifier.trim()}" in \`require-dbt-version\` of "${owner.name}" is no version.`, {
          hint: 'Write three numbers, for example `require-dbt-version: [">=1.6.0", "<2.0.0"]`.',
          at,
        }),
      ];
    }
    if (fits(own, wanted.matcher, wanted)) return [];
    return [
      diagnostic(
        "P013",
        `"${owner.name}" wants dbt ${owner.requireDbtVersion.map((text) => text.trim()).join(", ")}; this engine follows dbt ${installed}.`,
        {
          hint: "Change `require-dbt-version`, or set `flags: {version_check: false}` in the project to try it anyway.",
          at,
        },
      ),
    ];
  });
}

function parse(text: string): (Version & { readonly matcher: string }) | null {
  const match = SPECIFIER.exec(text);
  if (!match) return null;
  return {
    matcher: match[1] ?? "=",
    numbers: [Number(match[2]), Number(match[3]), Number(match[4])],
    prerelease: match[5] ?? null,
  };
}

function fits(own: Version, matcher: string, wanted: Version): boolean {
  const order = compare(own, wanted);
  switch (matcher) {
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    default:
      return order === 0;
  }
}

function compare(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    const difference = a.numbers[index] - b.numbers[index];
    if (difference !== 0) return difference;
  }
  if (a.prerelease === b.prerelease) return 0;
  // A release comes after its own pre-releases.
  if (a.prerelease === null) return 1;
  if (b.prerelease === null) return -1;
  return a.prerelease < b.prerelease ? -1 : 1;
}
