import { describe, expect, test } from "vitest";
import { bandsOf } from "../../src/app/lineage/bands.ts";
import { foldGraph, type Folding, type ItemId } from "../../src/app/lineage/fold.ts";
import { branchOf, buildGraph, neighboursOf, Paths } from "../../src/app/lineage/graph.ts";
import { stepFrom } from "../../src/app/lineage/graph-keys.ts";
import { sentenceOf } from "../../src/app/lineage/sentence.ts";
import { inSight, sightOf } from "../../src/app/lineage/sight.ts";
import { layoutGraph } from "../../src/worker/layout/layered-layout.ts";
import type { LayoutBox } from "../../src/worker/protocol.ts";
import { cutMiddle, layerOf, splitName } from "../../src/app/ui/layers.ts";
import type { NodeId } from "../../src/engine/core/ids.ts";
import { manifestOf } from "./app-project.ts";

type Edge = readonly [string, string];
const edgesOf = (text: string): Edge[] =>
  text
    .split(" ")
    .filter(Boolean)
    .map((edge) => edge.split(">") as unknown as Edge);
/** "a:0 b:1" -> boxes with their band. */
const boxesOf = (text: string): LayoutBox[] =>
  text.split(" ").map((part) => {
    const [id = "", band = "0"] = part.split(":");
    return { id, band: Number(band), width: 100, height: 40 };
  });

describe("the layout of the lineage", () => {
  test("bands lie left to right, and no card leaves its band", () => {
    const layout = layoutGraph(boxesOf("s:0 t:0 a:1 b:1 m:4"), edgesOf("s>a t>b a>m b>m"));
    expect(layout.bands.map((band) => band.band)).toEqual([0, 1, 4]);
    const bandOf = (id: string) =>
      layout.bands.find((band) => {
        const box = layout.boxes.get(id);
        return box !== undefined && band.from <= box.x && box.x + box.width <= band.to;
      })?.band;
    expect(["s", "t", "a", "b", "m"].map(bandOf)).toEqual([0, 0, 1, 1, 4]);
  });

  test("in a band, what reads stands right of what it reads", () => {
    const layout = layoutGraph(boxesOf("a:1 b:1 c:1"), edgesOf("a>b b>c a>c"));
    expect(["a", "b", "c"].map((id) => layout.boxes.get(id)?.column)).toEqual([0, 1, 2]);
  });

  test("a chain longer than a band has columns for is pressed together, and every edge is still drawn", () => {
    const layout = layoutGraph(boxesOf("a:1 b:1 c:1 d:1 e:1"), edgesOf("a>b b>c c>d d>e"));
    expect(new Set([...layout.boxes.values()].map((box) => box.column)).size).toBe(3);
    expect(layout.edges.map((edge) => `${edge.from}>${edge.to}`).sort()).toEqual(["a>b", "b>c", "c>d", "d>e"]);
  });

  test("cards of one column never overlap", () => {
    const many = Array.from({ length: 30 }, (_, index) => `n${index}:${index % 3}`).join(" ");
    const edges = Array.from({ length: 60 }, (_, index) => `n${(index * 7) % 30}>n${(index * 11 + 1) % 30}`).join(" ");
    const layout = layoutGraph(
      boxesOf(many),
      edgesOf(edges).filter(([a, b]) => Number(a.slice(1)) % 3 < Number(b.slice(1)) % 3),
    );
    const boxes = [...layout.boxes.values()].sort((a, b) => a.column - b.column || a.y - b.y);
    boxes.forEach((box, index) => {
      const above = boxes[index - 1];
      if (above?.column === box.column) expect(box.y).toBeGreaterThanOrEqual(above.y + above.height);
    });
    expect(Math.min(...boxes.map((box) => box.y))).toBeGreaterThanOrEqual(0);
  });

  test("crossings that can be undone are undone", () => {
    expect(layoutGraph(boxesOf("a:0 b:0 c:0 x:1 y:1 z:1"), edgesOf("a>z b>y c>x")).crossings).toBe(0);
  });

  test("a circle is drawn, not fallen into", () => {
    const layout = layoutGraph(boxesOf("a:1 b:1 c:1"), edgesOf("a>b b>c c>a"));
    expect(layout.edges).toHaveLength(3);
    expect(layout.edges.every((edge) => !edge.path.includes("NaN"))).toBe(true);
  });

  test("nothing to draw is an empty picture", () => expect(layoutGraph([], []).width).toBe(0));

  test("a step of a chain that is too tall takes another column, and what reads it stays right of it", () => {
    const many = Array.from({ length: 60 }, (_, index) => `n${index}:1`).join(" ");
    const layout = layoutGraph(boxesOf(`${many} z:1`), edgesOf(many.replaceAll(":1", ">z")));
    const columns = [...layout.boxes].filter(([id]) => id !== "z").map(([, box]) => box.column);
    expect(new Set(columns).size).toBe(3);
    expect(layout.boxes.get("z")?.column).toBeGreaterThan(Math.max(...columns));
  });

  test("each of 1,000 models with 2,500 reads has its place, and no two lie on each other", () => {
    const boxes = boxesOf(Array.from({ length: 1000 }, (_, index) => `n${index}:${index % 5}`).join(" "));
    const edges = Array.from({ length: 2500 }, (_, index): Edge => [
      `n${(index * 13) % 1000}`,
      `n${(index * 29 + 7) % 1000}`,
    ]).filter(([a, b]) => Number(a.slice(1)) % 5 < Number(b.slice(1)) % 5);
    const placed = [...layoutGraph(boxes, edges).boxes.values()].sort((a, b) => a.x - b.x || a.y - b.y);
    expect(placed).toHaveLength(1000);
    placed.forEach((box, index) => {
      const above = placed[index - 1];
      if (above?.x === box.x) expect(box.y).toBeGreaterThanOrEqual(above.y + above.height);
    });
  });
});

const shop = manifestOf(
  "app.orders > staging/app/stg_app__orders > intermediate/orders/int_orders__core > entities/customers/entity_customers > marts/executive/executive_kpis",
  "app.users > staging/app/stg_app__users > entities/customers/entity_customers",
);
const model = (name: string) => `model.shop.${name}` as NodeId;

describe("what the lineage shows", () => {
  test("a node's layer comes from its folder, else from its name", () => {
    const layers = [...shop.nodes.values()].map(layerOf);
    expect(new Set(layers)).toEqual(new Set(["source", "staging", "intermediate", "entity", "mart"]));
    expect(layerOf({ resource_type: "model", fqn: ["x", "stg_a"], name: "stg_a" })).toBe("staging");
    expect(layerOf({ resource_type: "model", fqn: ["x", "orders"], name: "orders" })).toBe("mart");
  });

  test.each([
    ["int_orders__core", "int_orders | core"],
    ["entity_customers", "now | entity_customers"],
    ["executive_kpis", "executive | kpis"],
  ])("the card of %s reads %s", (name, text) => {
    const node = shop.nodes.get(model(name));
    expect(node && splitName(node).join(" | ")).toBe(text);
  });

  test("a long name is cut in its middle", () =>
    expect(cutMiddle("entity_campaigns_history", 16)).toBe("entity_c…history"));

  test("a selection draws only direct reads between what is selected", () => {
    const graph = buildGraph(
      shop,
      new Set([model("int_orders__core"), model("executive_kpis"), model("entity_customers")]),
    );
    expect(graph.edges).toEqual([
      [model("int_orders__core"), model("entity_customers")],
      [model("entity_customers"), model("executive_kpis")],
    ]);
  });

  test("paths through a node lead up and down, not sideways", () => {
    const { up, down } = new Paths(edgesOf("a>b b>c x>c c>d b>e")).through("c");
    expect([...up].sort().join("")).toBe("abcx");
    expect([...down].sort().join("")).toBe("cd");
  });

  test("neighbours are direct", () => {
    expect(neighboursOf(shop, model("entity_customers")).parents).toHaveLength(2);
    expect(neighboursOf(shop, model("entity_customers")).children).toEqual([model("executive_kpis")]);
  });
});

describe("folding", () => {
  const large = manifestOf(
    ...Array.from(
      { length: 14 },
      (_, index) =>
        `app.t${index} > staging/app/stg_app__t${index} > intermediate/x/int_x__core > entities/customers/entity_customers`,
    ),
  );
  const graph = buildGraph(large, null);
  const fold = (byHand: [ItemId, boolean][] = [], by: Folding = "folder", alone: NodeId[] = []) =>
    foldGraph(graph, { by, byHand: new Map(byHand), alone: new Set(alone) });
  const names = (...options: Parameters<typeof fold>) => fold(...options).items.map((item) => item.id);

  test("a small picture folds nothing", () =>
    expect(
      foldGraph(buildGraph(shop, null), { by: "folder", byHand: new Map(), alone: new Set() }).items.every(
        (item) => item.kind === "node",
      ),
    ).toBe(true));
  test("a large one folds sources to a strip and staging by system", () => {
    expect(names()).toEqual(["strip:source", "group:staging:app", model("int_x__core"), model("entity_customers")]);
  });
  test("a group stands for the edges of its members, each once", () => {
    expect(fold().edges).toContainEqual(["group:staging:app", model("int_x__core")]);
    expect(fold().edges).toHaveLength(2);
  });
  test("a hand unfolds it, and folds it again", () => {
    expect(names([["group:staging:app", true]])).toHaveLength(17);
    expect(names([["strip:source", true]])).toContain("group:source:app");
    expect(names([["group:staging:app", false]])).toHaveLength(4);
  });
  test("a node that is asked for stands alone, and its stack keeps the others", () => {
    const shown = fold([], "folder", [model("stg_app__t3"), "source.shop.app.t5"]);
    expect(shown.items.map((item) => item.id)).toEqual([
      "strip:source",
      "source.shop.app.t5",
      "group:staging:app",
      model("stg_app__t3"),
      model("int_x__core"),
      model("entity_customers"),
    ]);
    expect(shown.items.find((item) => item.id === "group:staging:app")).toMatchObject({ members: { length: 13 } });
    expect(shown.edges).toContainEqual([model("stg_app__t3"), model("int_x__core")]);
  });
  test("nothing is folded when that is asked for", () => expect(names([], "none")).toHaveLength(30));
  test("domains fold every layer by what the business calls it", () => {
    const tagged = new Map(
      [...large.nodes].map(([id, node]) => [id, { ...node, tags: node.name.endsWith("1") ? ["domain:money"] : [] }]),
    );
    const ids = foldGraph(buildGraph({ ...large, nodes: tagged }, null), {
      by: "domain",
      byHand: new Map(),
      alone: new Set(),
    }).items.map((item) => item.id);
    expect(ids).toContain("group:staging:money");
    expect(ids).toContain("group:staging:staging");
  });
});

describe("hiding a branch", () => {
  const edges = edgesOf("a>b b>c x>c c>d c>e b>f");
  const hide = (ids: string, kept: string | null = null) =>
    [...branchOf([..."abcdefx"], edges, new Set(ids), kept)].sort().join("");

  test("takes what hangs on it alone, upstream and downstream", () => {
    expect(hide("c")).toBe("cdex");
    expect(hide("b")).toBe("abf");
    expect(hide("d")).toBe("d");
  });
  test("never takes the chosen node", () => expect(hide("c", "x")).toBe("cde"));
  test("nothing hidden takes nothing", () => expect(hide("")).toBe(""));
});

describe("bands", () => {
  test("a medallion or a star alone has bands of its own", () => {
    expect([...bandsOf(new Set(["source", "bronze", "silver", "gold"])).values()]).toEqual([
      "source",
      "bronze",
      "silver",
      "gold",
    ]);
    expect(bandsOf(new Set(["staging", "dimension", "fact", "mart"])).get("fact")).toBe("fact");
  });
  test("beside the main layers they lie with the layer that does the same work", () => {
    const bands = bandsOf(new Set(["staging", "bronze", "intermediate", "silver", "entity", "fact", "gold", "mart"]));
    expect(["bronze", "silver", "fact", "gold"].map((layer) => bands.get(layer as never))).toEqual([
      "staging",
      "intermediate",
      "entity",
      "mart",
    ]);
  });
});

describe("what is drawn", () => {
  const view = { width: 1000, height: 500 };
  const box = (x: number, y: number) => ({ x, y, width: 120, height: 40, column: 0 });

  test("is what is in sight and around it, and stays the same for small moves", () => {
    const here = sightOf({ x: 0, y: 0, scale: 1 }, view);
    expect(inSight(here, box(10, 10))).toBe(true);
    expect(inSight(here, box(990, 490))).toBe(true);
    expect(inSight(here, box(9000, 10))).toBe(false);
    expect(sightOf({ x: -40, y: -20, scale: 1.02 }, view)).toBe(here);
    for (let x = 0; x > -5000; x -= 37) {
      const sight = sightOf({ x, y: 0, scale: 1 }, view);
      expect(inSight(sight, box(-x + 1, 0)) && inSight(sight, box(-x + 999, 499))).toBe(true);
    }
  });
});

test("a screen reader hears what a node reads and feeds", () => {
  const node = shop.nodes.get(model("entity_customers"));
  if (!node) throw new Error("no such node");
  const told = { layer: "Entities", states: ["not run"] };
  expect(sentenceOf(shop, node, neighboursOf(shop, node.unique_id), told)).toBe(
    "entity_customers reads 2 models and feeds 1. Entities. Not run.",
  );
});

describe("arrow keys in the lineage", () => {
  const layout = layoutGraph(boxesOf("s:0 t:0 a:1 b:1 m:2"), edgesOf("s>a t>b a>m"));
  const step = (id: string, direction: "left" | "right" | "up" | "down") =>
    stepFrom(id as ItemId, direction, layout.boxes, edgesOf("s>a t>b a>m") as unknown as [ItemId, ItemId][]);

  test("right follows an edge, left goes back", () => {
    expect(step("s", "right")).toBe("a");
    expect(step("a", "left")).toBe("s");
  });
  test("up and down stay in the column", () => {
    const [upper, lower] = (layout.boxes.get("s")?.y ?? 0) < (layout.boxes.get("t")?.y ?? 0) ? ["s", "t"] : ["t", "s"];
    expect(step(upper, "down")).toBe(lower);
    expect(step(lower, "up")).toBe(upper);
    expect(step(upper, "up")).toBeNull();
  });
  test("where no edge leads on, the next column is entered", () => expect(step("b", "right")).toBe("m"));
});
