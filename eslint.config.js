/**
 * Lint rules: those that find mistakes. Form is prettier's, types are TypeScript's.
 */
import svelte from "eslint-plugin-svelte";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

export default ts.config(
  {
    ignores: [
      "dist/",
      "node_modules/",
      "public/",
      "test-results/",
      "playwright-report/",
      "**/target/",
      "src/lessons/content/",
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-debugger": "error",
      "no-self-compare": "error",
      "no-unused-expressions": "off",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["**/*.ts"],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // An interface may be asynchronous where one of its implementations is not.
      "@typescript-eslint/require-await": "off",
      // Arrays of numbers and known unions are printed all the time.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
      "@typescript-eslint/only-throw-error": "off",
      // Cells of a table are of any kind, and are meant to be printed.
      "@typescript-eslint/no-base-to-string": "off",
      // A walk up a chain of frames starts at `this`.
      "@typescript-eslint/no-this-alias": "off",
      // Interfaces here are written with method syntax and implemented by plain objects.
      "@typescript-eslint/unbound-method": "off",
    },
  },
  ...svelte.configs.recommended,
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    rules: {
      "@typescript-eslint/no-unused-vars": "off",
      // Props are taken apart with `let`, since some of them are bound.
      "prefer-const": "off",
      // A Map that never changes is plain data; reactive collections are chosen where they are needed.
      "svelte/prefer-svelte-reactivity": "off",
      // It knows only the warnings of the linter, not those of svelte-check, which fails on a comment that is not needed.
      "svelte/no-unused-svelte-ignore": "off",
      // Hash routes only: there is no router with a base path that could be forgotten.
      "svelte/no-navigation-without-resolve": "off",
    },
  },
  {
    // Programs that talk on a terminal, and the tests that run them.
    files: ["scripts/**", "src/cli/**", "src/datagen/node.ts", "tests/**"],
    rules: { "no-console": "off" },
  },
  {
    files: ["tests/**"],
    rules: {
      // Playwright's fixtures take an object pattern even when they use nothing of it.
      "no-empty-pattern": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
