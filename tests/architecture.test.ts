/**
 * Holds the imports of src/ against the tables in docs/architecture.md, so that page and code cannot drift apart.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/architecture.md"), "utf8");

interface Import {
  readonly from: string;
  /** Path below src, or the name of a package. */
  readonly to: string;
  readonly inside: boolean;
  readonly typeOnly: boolean;
}

const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.(ts|svelte)$/.test(path) && !path.startsWith("models/") && !path.endsWith(".d.ts"))
  .sort();
const codeOf = new Map(files.map((path) => [path, scriptOf(path)]));
const imports = files.flatMap(importsOf);

describe("the direction of imports in docs/architecture.md", () => {
  const directions = block("directions").map((line) => {
    const [room = "", allowed = ""] = line.split("->").map((part) => part.trim());
    return { room, allowed: allowed.split(/\s+/).filter(Boolean) };
  });
  const roomOf = (path: string) =>
    directions.filter(({ room }) => isIn(path, room)).sort((a, b) => b.room.length - a.room.length)[0];

  test("every file belongs to a room", () => {
    expect(files.filter((path) => !roomOf(path))).toEqual([]);
  });

  test("every import inside src is allowed", () => {
    const allows = ({ from, to, typeOnly }: Import) => {
      const own = roomOf(from);
      if (!own || roomOf(to)?.room === own.room) return true;
      return own.allowed.some((entry) => {
        const types = entry.endsWith("(types)");
        return isIn(to, types ? entry.slice(0, -"(types)".length) : entry) && (!types || typeOnly);
      });
    };
    const wrong = imports.filter((found) => found.inside && !allows(found));
    expect(wrong.map(({ from, to, typeOnly }) => `${from} imports ${to}${typeOnly ? " (types)" : ""}`)).toEqual([]);
  });

  test("the front door of the engine and everything behind it leave the adapters alone", () => {
    const adapters = /^engine\/warehouse\/(wasm|node)/;
    const wrong = imports.filter(
      ({ from, to }) => adapters.test(to) && !adapters.test(from) && !/^(worker|cli|datagen\/node)/.test(from),
    );
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("every package comes in through its doors", () => {
    const doors = block("packages").map((line) => {
      const [name = "", ...rooms] = line.split(/\s+/);
      return { name, rooms };
    });
    const names = (entry: string, name: string) =>
      entry.endsWith("*") ? name.startsWith(entry.slice(0, -1)) : name === entry || name.startsWith(`${entry}/`);
    const wrong = imports.filter(({ from, to, inside }) => {
      if (inside) return false;
      const door = doors.find(({ name }) => names(name, to));
      return !door?.rooms.some((room) => from.startsWith(room));
    });
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test("no file imports itself by a detour", () => {
    expect(cycles()).toEqual([]);
  });
});

describe("the rooms in docs/architecture.md", () => {
  test("are there", () => {
    const missing = roomsOfPicture().filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test("are all the folders of src and src/engine", () => {
    const drawn = roomsOfPicture();
    const folders = ["src", "src/engine"].flatMap((parent) =>
      readdirSync(join(root, parent))
        .map((name) => `${parent}/${name}`)
        .filter((path) => statSync(join(root, path)).isDirectory() && readdirSync(join(root, path)).length > 0),
    );
    expect(folders.filter((path) => !drawn.includes(path))).toEqual([]);
  });
});

describe("the code of src", () => {
  test("evaluates no text as code", () => {
    expect(callsOf(files, /^(globalThis\.|self\.|window\.)?(eval|Function)$/)).toEqual([]);
  });

  test("globs files in the bundle only", () => {
    const found = files.filter(
      (path) => /import\.meta\.glob\b/.test(codeOf.get(path) ?? "") && !path.startsWith("bundle/"),
    );
    expect(found).toEqual([]);
  });

  test("has no barrels besides the engine's front door", () => {
    const found = files.filter((path) => /(^|\/)index\.ts$/.test(path) && path !== "engine/index.ts");
    expect(found).toEqual([]);
  });

  test("reads clock, chance and network only outside the engine", () => {
    const engine = files.filter((path) => path.startsWith("engine/") && !/^engine\/warehouse\/(wasm|node)/.test(path));
    expect(callsOf(engine, /^(Date|Date\.now|performance\.now|fetch|Math\.random|setTimeout|setInterval)$/)).toEqual(
      [],
    );
  });
});

/** Lines of a fenced block of the page. */
function block(name: string): string[] {
  const found = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)^\`\`\``, "m").exec(page)?.[1];
  if (!found) throw new Error(`docs/architecture.md has no block "${name}".`);
  return found.split("\n").filter((line) => line.trim() !== "");
}

/** Paths of the folders that the picture draws by indentation. */
function roomsOfPicture(): string[] {
  const open: { indent: number; path: string }[] = [];
  return block("rooms").map((line) => {
    const indent = line.search(/\S/);
    const name = line.trim().split("/")[0] ?? "";
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const path = [...open.slice(-1).map((parent) => parent.path), name].join("/");
    open.push({ indent, path });
    return path;
  });
}

/** A room holds what lies below it; a part that is `*` stands for any one folder. */
function isIn(path: string, room: string): boolean {
  const own = path.split("/");
  return room.split("/").every((part, index) => part === own[index] || (part === "*" && index < own.length));
}

/** A file's code without comments; of a component only its scripts. */
function scriptOf(path: string): string {
  const text = readFileSync(join(root, "src", path), "utf8");
  const blocks = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]);
  const scripts = path.endsWith(".svelte") ? blocks.join("\n") : text;
  const source = ts.createSourceFile(path, scripts, ts.ScriptTarget.ESNext, false);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}

/** Calls of functions by name, as "file calls name". `new Date(x)` is arithmetic; without arguments it is the clock. */
function callsOf(paths: readonly string[], names: RegExp): string[] {
  return paths.flatMap((path) => {
    const found: string[] = [];
    const source = ts.createSourceFile(path, codeOf.get(path) ?? "", ts.ScriptTarget.ESNext, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const name = node.expression.getText(source);
        const arithmetic = name === "Date" && (node.arguments?.length ?? 0) > 0;
        if (names.test(name) && !arithmetic) found.push(`${path} calls ${name}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

function importsOf(from: string): Import[] {
  const source = ts.createSourceFile(from, codeOf.get(from) ?? "", ts.ScriptTarget.ESNext, true);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const name = specifier.text.replace(/\?.*$/, "");
    const inside = name.startsWith(".");
    const to = inside ? join(dirname(from), name).replaceAll("\\", "/") : name;
    // A package's own file by path, for its address: `../../node_modules/x` is the package x.
    found.push({ from, to, inside: inside && !to.startsWith(".."), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, onlyTypes(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}

/** One line for each cycle that a depth-first walk meets. Types count too: they tie files together for a reader. */
function cycles(): string[] {
  const next = new Map<string, string[]>();
  // A component may draw itself: that is recursion, not a detour.
  for (const { from, to, inside } of imports)
    if (inside && from !== to) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.push([...trail.slice(start), path].join(" -> "));
      return;
    }
    if (done.has(path)) return;
    for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
    done.add(path);
  };
  for (const path of files) walk(path, []);
  return found;
}
