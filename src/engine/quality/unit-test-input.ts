/** `ref('a')`, `ref('pkg', 'a', v=2)`, `source('s', 't')`, `this`: what an input of a unit test names. Null for anything else. */
import type { RefArgs } from "../core/manifest.ts";

export type UnitTestInput =
  | { readonly kind: "this" }
  | { readonly kind: "ref"; readonly args: RefArgs }
  | { readonly kind: "source"; readonly source: string; readonly table: string };

const CALL = /^(ref|source)\s*\(([^()]*)\)$/;
const ARGUMENT = /^(?:(v|version)\s*=\s*)?(?:'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?))$/;

export function parseInput(text: string): UnitTestInput | null {
  const bare = text.trim().replace(/^\{\{\s*([\s\S]*?)\s*\}\}$/, "$1");
  if (bare === "this") return { kind: "this" };
  const call = CALL.exec(bare);
  if (!call) return null;
  const names: string[] = [];
  let version: string | number | null = null;
  for (const part of (call[2] ?? "").split(",")) {
    const argument = ARGUMENT.exec(part.trim());
    if (!argument) return null;
    const [, keyword, single, double, number] = argument;
    if (keyword !== undefined) version = number === undefined ? (single ?? double ?? "") : Number(number);
    else if (number === undefined) names.push(single ?? double ?? "");
    else return null;
  }
  const [first, second] = names;
  if (first === undefined || names.length > 2) return null;
  if (call[1] === "source") return second === undefined ? null : { kind: "source", source: first, table: second };
  return {
    kind: "ref",
    args: { name: second ?? first, package: second === undefined ? null : first, version },
  };
}
