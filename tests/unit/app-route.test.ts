import { describe, expect, test } from "vitest";
import { href, parseRoute } from "../../src/app/route.svelte.ts";

const shown = (hash: string) => {
  const { surface, segments, query } = parseRoute(hash);
  return [surface, ...segments, query.toString()].filter((part) => part !== "").join(" ");
};

describe("an address names a place", () => {
  test.each([
    ["", "lineage"],
    ["#/", "lineage"],
    ["#/lineage", "lineage"],
    ["#/lineage?select=%2Bentity_customers", "lineage select=%2Bentity_customers"],
    ["#/models", "models"],
    ["#/model/model.strata.entity_customers?tab=columns", "model model.strata.entity_customers tab=columns"],
    ["#/learn", "learn"],
    ["#/learn/entities/three-tables", "lesson entities three-tables"],
    ["#/projects", "projects"],
    ["#/errors", "errors"],
    ["#/errors/R001", "errors R001"],
    ["#/errors/R001/more", "missing errors R001 more"],
    ["#/nowhere", "missing nowhere"],
    ["#/model", "missing model"],
    ["#/learn/entities", "missing learn entities"],
    ["#/lineage/more", "missing lineage more"],
  ])("%s is %s", (hash, place) => expect(shown(hash)).toBe(place));

  test("a plus in a selector survives the address", () => {
    const address = href("lineage", { select: "2+entity_customers+1,tag:staging" });
    expect(parseRoute(address).query.get("select")).toBe("2+entity_customers+1,tag:staging");
  });

  test("query entries without a value are left out", () => {
    expect(href("model", "model.strata.a", { tab: null, at: 12, file: "" })).toBe("#/model/model.strata.a?at=12");
  });

  test("a lesson lies under learn", () => expect(href("lesson", "entities", "a b")).toBe("#/learn/entities/a%20b"));

  test("an address with a broken escape is read as it stands", () =>
    expect(shown("#/model/%E0%A4%A")).toBe("model %E0%A4%A"));
});
