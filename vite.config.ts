import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { contentSecurityPolicyMeta } from "./scripts/build/content-security-policy.ts";
import { macroText } from "./scripts/build/macro-text.ts";
import { projectOutline } from "./scripts/build/project-outline.ts";
import { serviceWorker } from "./scripts/build/service-worker.ts";

/** Rooms that the first picture is made of, without their parts that wait until somebody opens them. */
function isOfEveryVisit(id: string): boolean {
  const path = id.replaceAll("\\", "/").split("/src/")[1];
  if (path === undefined) return false;
  const later =
    /^app\/(shell\/(Palette|palette|KeysDialog|key-list|MoreSheet)|lineage\/(TreeView|TreeBranch|FindBox|find|export-svg|save-picture)|ui\/(ProseBox|ReadingPage|FactTable|Dialog|code-font)|session\/(attach-file|bundled-outline|project-outline))/;
  const words = /^app\/strings\/(catalogue|titles|format|shell|lineage|dock|tour|projects|workspaces|files|errors)\.ts/;
  return (
    (/^app\/(session|ui|lineage|dock|shell|route|surfaces|pages)/.test(path) && !later.test(path)) || words.test(path)
  );
}

export default defineConfig({
  // Relative addresses: the same dist works at the root of a host and under a sub-path.
  base: "./",
  plugins: [svelte(), projectOutline(), contentSecurityPolicyMeta(), serviceWorker()],
  build: {
    target: "es2022",
    // Everything is a file with a hash in its name: the policy allows no data: fonts, and the service worker lists files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The DuckDB module is 34 MB; the limit is about our own chunks.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // What every visit needs is one file: a hundred small ones compress a tenth worse and cost a request each.
        codeSplitting: { groups: [{ name: "frame", test: isOfEveryVisit }] },
      },
    },
  },
  worker: {
    format: "es",
    plugins: () => [macroText()],
    rolldownOptions: {
      output: {
        // By what changes together: a visitor who comes back after an edit of a model loads the engine from the store. And so that
        // the size of the engine can be read off the files (tests/e2e/first-visit.spec.ts).
        codeSplitting: {
          groups: [
            { name: "project", test: /\/src\/(models\/|bundle\/project\.ts$)/ },
            { name: "macros", test: /\/src\/engine\/macros\/dbt\// },
            // With everything that it imports: one text compresses better than what is shared with each lazy chunk by itself.
            { name: "engine", test: /\/src\/engine\/engine\.ts$/ },
            { name: "packages", test: /\/node_modules\/(yaml|ignore|comlink|@noble)\//, priority: 1 },
          ],
        },
      },
    },
  },
  optimizeDeps: { exclude: ["@duckdb/duckdb-wasm", "parquet-wasm", "@polyglot-sql/sdk"] },
});
