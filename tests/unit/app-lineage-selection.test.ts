import { describe, expect, test } from "vitest";
import { nodesWithin } from "../../src/app/lineage/column-picture.ts";
import {
  commandFor,
  nearSelection,
  readColumnPart,
  readSelection,
  resolveSelection,
  type SelectionPorts,
} from "../../src/app/lineage/selection.ts";
import { completeSelector, vocabularyOf } from "../../src/app/lineage/selector-completion.ts";
import { fail, succeed } from "../../src/engine/core/errors.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import type { Manifest } from "../../src/engine/core/manifest.ts";
import type { ColumnTrace } from "../../src/engine/lineage/trace.ts";
import { select } from "../../src/engine/graph/selector.ts";
import { EngineError } from "../../src/engine/core/errors.ts";
import { manifestOf } from "./app-project.ts";

const bare = manifestOf("app.users > staging/stg_users > int_users > entity_users > user_kpis", "app.users > other");
const id = (name: string) => `model.shop.${name}` as NodeId;
const described: Record<string, string[]> = { entity_users: ["user_id", "mrr"], stg_users: ["user_id"] };
const shop: Manifest = {
  ...bare,
  nodes: new Map(
    [...bare.nodes].map(([key, node]) => [
      key,
      {
        ...node,
        tags: node.name.startsWith("stg") ? ["staging", "daily"] : [],
        columns: Object.fromEntries(
          (described[node.name] ?? []).map((name) => [
            name,
            { name, description: "", data_type: "INTEGER", tags: [], meta: {} } as never,
          ]),
        ),
      },
    ]),
  ),
};

/** mrr comes from int_users.amount and that from stg_users.cents; user_kpis is made of it. */
const at = (node: string, column: string) => ({ node: id(node), column });
const ports: SelectionPorts = {
  select: (include, exclude) => {
    try {
      return Promise.resolve(succeed([...select(shop, include, exclude ?? null).ids]));
    } catch (error) {
      if (error instanceof EngineError) return Promise.resolve(fail(error.diagnostic));
      throw error;
    }
  },
  trace: (node, column, direction) => {
    const edges =
      node !== id("entity_users") || column !== "mrr"
        ? []
        : direction === "upstream"
          ? [
              { from: at("int_users", "amount"), to: at("entity_users", "mrr"), kind: "identity" as const },
              { from: at("stg_users", "cents"), to: at("int_users", "amount"), kind: "identity" as const },
            ]
          : [{ from: at("entity_users", "mrr"), to: at("user_kpis", "mrr"), kind: "identity" as const }];
    const unknown = edges.length === 0 && direction === "upstream";
    const doubts = unknown
      ? [{ node, precision: "unknown" as const, reason: `"${column}" is not among the columns of the node's query.` }]
      : [];
    return Promise.resolve(succeed({ start: { node, column }, edges, outside: [], doubts } satisfies ColumnTrace));
  },
};

const names = async (text: string) => {
  const found = await resolveSelection(text, shop, ports);
  if (!found.ok) return found.diagnostics.map((problem) => `${problem.code} ${problem.message} ${problem.hint ?? ""}`);
  return [...found.value].map((found) => found.split(".").at(-1)).sort();
};

describe("the selector box", () => {
  test("is dbt's grammar with --exclude", async () => {
    expect(readSelection("--select +a b --exclude tag:x c")).toEqual({ include: ["+a", "b"], exclude: ["tag:x", "c"] });
    expect(await names("+entity_users --exclude tag:staging")).toEqual(["entity_users", "int_users", "users"]);
    expect(await names("--exclude +user_kpis")).toEqual(["other"]);
  });

  test("column: without a sign is the node, with signs the nodes that the column passes", async () => {
    expect(await names("column:entity_users.mrr")).toEqual(["entity_users"]);
    expect(await names("+column:entity_users.mrr")).toEqual(["entity_users", "int_users", "stg_users"]);
    expect(await names("1+column:entity_users.mrr+")).toEqual(["entity_users", "int_users", "user_kpis"]);
  });

  test("column: joins with what dbt knows: union, intersection, exclude", async () => {
    expect(await names("column:entity_users.mrr+ other")).toEqual(["entity_users", "other", "user_kpis"]);
    expect(await names("+column:entity_users.mrr,tag:staging")).toEqual(["stg_users"]);
    expect(await names("+column:entity_users.mrr --exclude int_users")).toEqual(["entity_users", "stg_users"]);
    expect(await names("+entity_users --exclude +column:entity_users.mrr")).toEqual(["users"]);
  });

  test("says what is wrong, and the way out", async () => {
    expect(await names("column:entity_usres.mrr")).toEqual([
      'G002 The selector "column:entity_usres.mrr" names "entity_usres", which is no model, seed, snapshot or source. Did you mean "entity_users"?',
    ]);
    expect((await names("+column:entity_users.mmr"))[0]).toMatch(
      /names a column "mmr" that "entity_users" does not have. Did you mean "mrr"/,
    );
    expect((await names("column:entity_users"))[0]).toMatch(/names no column. Write column:model.column/);
    expect((await names("column:entity_users.mrr tagg:x"))[0]).toMatch(/^G002 .*Did you mean "tag:"/);
  });

  test("a source's column is named by source.table.column", () => {
    const read = readColumnPart("column:app.users.id+", shop);
    expect(read).toEqual({
      ok: true,
      value: { node: "source.shop.app.users", column: "id", upstream: 0, downstream: Infinity },
    });
  });

  test("a selection that matches nothing is offered with its names put right", () => {
    expect(nearSelection("2+entity_usrs+1 other", shop)).toBe("2+entity_users+1 other");
    expect(nearSelection("entity_users", shop)).toBeNull();
  });

  test("the command of a selection is dbt's; a column's way is told by its models", () => {
    expect(commandFor("+a --exclude b", shop, [])).toBe("dbt build --select +a --exclude b");
    expect(
      commandFor("+column:entity_users.mrr", shop, [id("stg_users"), "source.shop.app.users", id("int_users")]),
    ).toBe("dbt build --select stg_users int_users");
  });

  test("steps along a column's way are counted from its start", async () => {
    const trace = await ports.trace(id("entity_users"), "mrr", "upstream");
    expect(trace.ok && [...nodesWithin(trace.value, "upstream", 1)]).toEqual([id("entity_users"), id("int_users")]);
  });
});

describe("completion of the selector", () => {
  const vocabulary = vocabularyOf(shop, (total) => `${total} nodes`);
  const offered = (text: string) => completeSelector(text, text.length, vocabulary)?.options.map(({ text }) => text);
  const taken = (text: string) => {
    const found = completeSelector(text, text.length, vocabulary);
    return found && text.slice(0, found.from) + (found.options[0]?.text ?? "") + text.slice(found.to);
  };

  test("keeps signs, and completes after a comma and after --exclude", () => {
    expect(taken("2+entity")).toBe("2+entity_users");
    expect(taken("tag:staging,stg")).toBe("tag:staging,stg_users");
    expect(taken("a --exclude @int")).toBe("a --exclude @int_users");
    expect(offered("entity_users+")).toBeUndefined();
  });
  test("methods, and then their values with how many nodes have them", () => {
    expect(offered("ta")).toContain("tag:");
    expect(offered("tag:d")).toEqual(["daily"]);
    expect(completeSelector("tag:d", 5, vocabulary)?.options[0]?.note).toBe("1 nodes");
    expect(offered("path:models/s")).toEqual(["models/staging"]);
    expect(offered("source:app")).toEqual(["app.users"]);
    expect(offered("config.materialized:t")).toEqual(["table"]);
  });
  test("column: offers models, then their columns", () => {
    expect(offered("+column:ent")).toEqual(["entity_users."]);
    expect(offered("+column:entity_users.")).toEqual(["user_id", "mrr"]);
  });
  test("--exclude is offered once", () => {
    expect(offered("a --e")).toEqual(["--exclude"]);
    expect(offered("a --exclude b --e")).toBeUndefined();
  });
});
