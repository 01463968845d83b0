/**
 * The catalogue as one HTML file that needs nothing else: search, a page for each thing, and its lineage as lists. It opens from a
 * disk, without a network or a server.
 *
 * The file carries a content security policy that allows its own script by digest and nothing else. All texts of the project are in a
 * block of JSON and reach the page as text, never as markup.
 */
import { sha256 } from "../core/hash.ts";
import type { DocEntry } from "./entry.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { createDocSearch } from "./search.ts";

export interface PageFacts {
  readonly project: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number;
  readonly dbtVersion: string;
}

export function catalogPage(entries: readonly DocEntry[], facts: PageFacts): string {
  const script = `const createDocSearch=${createDocSearch.toString()};\n${PAGE_SCRIPT}`;
  const policy = `default-src 'none'; style-src 'sha256-${base64(sha256(PAGE_STYLE))}'; script-src 'sha256-${base64(sha256(script))}'; base-uri 'none'; form-action 'none'`;
  const made = `${new Date(facts.at).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(facts.project)} · docs</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header><h1><a href="#">${escape(facts.project)}</a></h1><p>Made on ${made}, after dbt ${escape(facts.dbtVersion)}.</p>
<label>Search <input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="names, descriptions, columns, SQL"></label>
<label>Kind <select id="kind"></select></label></header>
<nav aria-label="Found"><p id="count" role="status"></p><ul id="hits"></ul></nav>
<main id="page" tabindex="-1"></main>
<noscript><p>This file needs its script: the texts are in it, but nothing shows them.</p></noscript>
<script type="application/json" id="entries">${jsonBlock(entries)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** A closing tag inside a text must not end the block. */
function jsonBlock(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Hexadecimal -> Base64, as policies write digests. */
function base64(hex: string): string {
  let text = "";
  for (let at = 0; at < hex.length; at += 6) {
    const part = hex.slice(at, at + 6);
    const bits = parseInt(part.padEnd(6, "0"), 16);
    const signs = part.length === 6 ? 4 : part.length === 4 ? 3 : 2;
    for (let sign = 0; sign < 4; sign += 1) text += sign < signs ? DIGITS.charAt((bits >> (18 - 6 * sign)) & 63) : "=";
  }
  return text;
}
