/**
 * Lays a model's SQL out anew and keeps its Jinja as it is, byte for byte. Text in, text out, or why not.
 *
 * Jinja is taken out before and put back after: an expression stands in as a name, a statement as a comment. What came back is held
 * against what went in, word by word; when anything but blanks and the case of keywords differs, the text is left alone. Formatting is
 * repeated until nothing changes any more, so that formatting twice is the same as once.
 */
import { duckdb, formatDialect } from "sql-formatter";
import { jinjaRegions, type JinjaRegion } from "../core/jinja-regions.ts";

export type Formatted =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: "open-jinja" | "unreadable" | "would-change" };

const STAND_IN = /zq(\d+)q_*z/g;
const ROUNDS = 6;

export function formatSql(text: string): Formatted {
  const regions = jinjaRegions(text);
  // The stand-in must be a name that nobody has used.
  if (regions.some((region) => !region.closed)) return { ok: false, reason: "open-jinja" };
  if (/zq\d+q/.test(text)) return { ok: false, reason: "would-change" };
  let result = text;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = formatOnce(result);
    if (!next.ok || next.text === result) return next.ok ? { ok: true, text: result } : next;
    result = next.text;
  }
  return { ok: false, reason: "would-change" };
}

function formatOnce(text: string): Formatted {
  const regions = jinjaRegions(text);
  const standIns = regions.map((region, index) => standIn(text, region, index));
  let prepared = "";
  let at = 0;
  regions.forEach((region, index) => {
    prepared += text.slice(at, region.from) + standIns[index]!;
    at = region.to;
  });
  prepared += text.slice(at);
  let laidOut: string;
  try {
    laidOut = formatDialect(prepared, {
      dialect: duckdb,
      tabWidth: 4,
      keywordCase: "lower",
      dataTypeCase: "preserve",
      functionCase: "preserve",
      identifierCase: "preserve",
      logicalOperatorNewline: "before",
      expressionWidth: 80,
      linesBetweenQueries: 1,
    });
  } catch {
    return { ok: false, reason: "unreadable" };
  }
  // Two statements on lines of their own may come back on one line: a line comment must end its line.
  const found = [...laidOut.matchAll(STAND_IN)].map((match) => Number(match[1]));
  if (found.length !== regions.length || found.some((number, index) => number !== index))
    return { ok: false, reason: "would-change" };
  if (essence(laidOut) !== essence(prepared) || texts(laidOut) !== texts(prepared) || !keepsTouching(prepared, laidOut))
    return { ok: false, reason: "would-change" };
  const restored = laidOut
    .replace(
      /--zq(\d+)q_*z[ \t]*|\/\*zq(\d+)q_*z\*\/|zq(\d+)q_*z/g,
      (_all, line?: string, block?: string, name?: string) => {
        const region = regions[Number(line ?? block ?? name)]!;
        return text.slice(region.from, region.to);
      },
    )
    .replace(/[ \t]+$/gm, "")
    .trim();
  const settled = spaceOut(restored);
  // Blanks at the end of a line may belong to Jinja that spans lines.
  const same = jinjaOf(settled).join("\u0000") === jinjaOf(text).join("\u0000");
  return same ? { ok: true, text: `${settled}\n` } : { ok: false, reason: "would-change" };
}

/** A statement that has a line for itself keeps it; the width of an expression counts for where lines are broken. */
function standIn(text: string, region: JinjaRegion, index: number): string {
  const before = text.slice(text.lastIndexOf("\n", region.from - 1) + 1, region.from);
  const lineEnd = text.indexOf("\n", region.to);
  const after = text.slice(region.to, lineEnd < 0 ? text.length : lineEnd);
  const alone = before.trim() === "" && after.trim() === "";
  const leads =
    text
      .slice(0, region.from)
      .replace(/\{[{%#][\s\S]*?[}%#]\}|--[^\n]*|\/\*[\s\S]*?\*\//g, "")
      .trim() === "";
  const inString = (before.match(/'/g)?.length ?? 0) % 2 === 1;
  if (inString) return `zq${index}qz`;
  // `{{ config(…) }}` before the query is no part of it.
  if (region.kind !== "expression" || (alone && leads)) return alone ? `--zq${index}qz` : `/*zq${index}qz*/`;
  return `zq${index}q${"_".repeat(Math.max(0, Math.min(60, region.to - region.from) - 6))}z`;
}

/** All that counts: words and signs without blanks, in one case. Comments keep their words. */
function essence(sql: string): string {
  return sql.replace(/\s+/g, "").replace(/;+$/, "").toLowerCase();
}

/** Quoted texts and names keep their blanks and their case. */
function texts(sql: string): string {
  const pieces = sql.match(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"/g) ?? [];
  return pieces.filter((piece) => !/^(--|\/\*)/.test(piece)).join("\u0000");
}

/** `{{ prefix }}_orders` must not come apart: what touched a word before touches it after. */
function keepsTouching(before: string, after: string): boolean {
  const touching = (sql: string): string[] =>
    [...sql.matchAll(/([\w.$"'\]]?)zq(\d+)q_*z(?:\*\/)?([\w.$"'([]?)/g)].map(
      (match) =>
        `${/[\w."$]/.test(match[1]!) ? match[1]! : ""}${match[2]}${/[\w."$(]/.test(match[3]!) ? match[3]! : ""}`,
    );
  return touching(before).join(" ").toLowerCase() === touching(after).join(" ").toLowerCase();
}

/** Config stands apart from the query, and a blank line stays one blank line. */
function spaceOut(text: string): string {
  return text.replace(/^(\{\{-?\s*config\((?:(?!\}\})[\s\S])*\}\})\n+(?=\S)/, "$1\n\n");
}

function jinjaOf(text: string): string[] {
  return jinjaRegions(text).map((region) => text.slice(region.from, region.to));
}
