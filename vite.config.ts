import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { contentSecurityPolicyMeta } from "./scripts/build/content-security-policy.ts";
import { serviceWorker } from "./scripts/build/service-worker.ts";

export default defineConfig({
  // Relative addresses: the same dist works at the root of a host and under a sub-path.
  base: "./",
  plugins: [svelte(), contentSecurityPolicyMeta(), serviceWorker()],
  build: {
    target: "es2022",
    // Everything is a file with a hash in its name: the policy allows no data: fonts, and the service worker lists files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The DuckDB module is 34 MB; the limit is about our own chunks.
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: "es" },
  optimizeDeps: { exclude: ["@duckdb/duckdb-wasm", "parquet-wasm"] },
});
