/** What the page is made of besides its own code, and under which licence. A test holds this list against what is installed. */
export const VERSION = "0.1.0";

interface UsedPackage {
  readonly name: string;
  readonly licence: string;
}

export const PACKAGES: readonly UsedPackage[] = [
  { name: "@codemirror/autocomplete", licence: "MIT" },
  { name: "@codemirror/commands", licence: "MIT" },
  { name: "@codemirror/lang-sql", licence: "MIT" },
  { name: "@codemirror/lang-yaml", licence: "MIT" },
  { name: "@codemirror/language", licence: "MIT" },
  { name: "@codemirror/lint", licence: "MIT" },
  { name: "@codemirror/search", licence: "MIT" },
  { name: "@codemirror/state", licence: "MIT" },
  { name: "@codemirror/view", licence: "MIT" },
  { name: "@duckdb/duckdb-wasm", licence: "MIT" },
  { name: "@fontsource-variable/inter", licence: "OFL-1.1" },
  { name: "@fontsource-variable/jetbrains-mono", licence: "OFL-1.1" },
  { name: "@lezer/common", licence: "MIT" },
  { name: "@lezer/highlight", licence: "MIT" },
  { name: "@lucide/svelte", licence: "ISC" },
  { name: "@noble/hashes", licence: "MIT" },
  { name: "@observablehq/plot", licence: "ISC" },
  { name: "@polyglot-sql/sdk", licence: "MIT" },
  { name: "apache-arrow", licence: "Apache-2.0" },
  { name: "comlink", licence: "Apache-2.0" },
  { name: "dompurify", licence: "MPL-2.0 OR Apache-2.0" },
  { name: "fflate", licence: "MIT" },
  { name: "idb", licence: "ISC" },
  { name: "ignore", licence: "MIT" },
  { name: "marked", licence: "MIT" },
  { name: "parquet-wasm", licence: "MIT OR Apache-2.0" },
  { name: "sql-formatter", licence: "MIT" },
  { name: "svelte", licence: "MIT" },
  { name: "yaml", licence: "ISC" },
];

/** Dependencies that only the command line and the local server use. */
export const NOT_IN_PAGE: readonly string[] = ["@duckdb/node-api", "sirv"];
