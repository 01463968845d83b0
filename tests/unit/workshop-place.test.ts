import { beforeEach, describe, expect, test } from "vitest";
import type { Session } from "../../src/app/session/session.svelte.ts";
import { WorkshopPlace } from "../../src/app/workshop/place.svelte.ts";
import {
  builtInWorkshops,
  findWorkshop,
  forgetWorkshop,
  keepWorkshop,
  ownWorkshops,
} from "../../src/app/workshop/shelf.ts";
import { diagnostic, fail, succeed } from "../../src/engine/core/errors.ts";
import type { Lesson } from "../../src/lessons/pack.ts";
import { readWorkshop } from "../../src/lessons/workshop/workshop-decode.ts";
import { writeWorkshop } from "../../src/lessons/workshop/workshop-write.ts";
import type { WorkshopStep } from "../../src/lessons/workshop/workshop.ts";
import { createMemoryRecords } from "../../src/store/memory-records.ts";
import { createStore, type Store } from "../../src/store/store.ts";

const HOUR_MS = 3_600_000;
const lesson = { id: "m3.06", title: "The time slider", overlay: { "models/a.sql": "select 1" } } as unknown as Lesson;
const step = (checkpoint: string, only: string | null = null) =>
  ({ kind: "checkpoint", title: "Then", checkpoint, only, lesson: lesson.id }) as WorkshopStep;

let store: Store;
let now: number;
/** What the session was told to do. */
let done: string[];
/** The session's share of a jump: workspaces by number, and the data in use. */
let session: {
  workspace: string;
  tier: string;
  dataChoice: object;
  refuses: boolean;
  projects: { list: { workspace: string; removed_at: number | null }[] };
};

beforeEach(() => {
  store = createStore(createMemoryRecords(), null);
  now = 1_000_000;
  done = [];
  const list: { workspace: string; removed_at: number | null }[] = [{ workspace: "mine", removed_at: null }];
  const show = (workspace: string) => {
    session.workspace = workspace;
    done.push(`show ${workspace}`);
    return succeed(null);
  };
  session = Object.assign(
    {
      workspace: "mine",
      tier: "tiny",
      dataChoice: {},
      refuses: false,
      store: Promise.resolve(store),
      toast: () => undefined,
      useData(tier: string, choice: object) {
        if (session.refuses) return Promise.resolve(fail(diagnostic("D006", "No such data.")));
        session.tier = tier;
        session.dataChoice = choice;
        done.push(`data ${tier} ${JSON.stringify(choice)}`);
        return Promise.resolve(succeed(null));
      },
    },
    {
      projects: {
        list,
        createOnBundled(name: string, title: string, overlay: object) {
          const workspace = `${name}-${list.length}`;
          list.push({ workspace, removed_at: null });
          done.push(`make ${title} ${Object.keys(overlay).join()}`);
          return Promise.resolve(show(workspace));
        },
        switchTo: (workspace: string) => Promise.resolve(show(workspace)),
      },
    },
  );
});

async function open(): Promise<WorkshopPlace> {
  const place = new WorkshopPlace("friday", session as unknown as Session, () => now);
  await place.load();
  return place;
}

describe("a jump to a checkpoint", () => {
  const data = { tier: "classroom", seed: 7 };

  test("puts everybody on the same data and files, in a workspace of their own", async () => {
    const place = await open();
    expect(await place.jump(step("B"), 3, lesson, data)).toEqual(succeed(null));
    expect(done).toEqual([
      'data classroom {"seed":7}',
      "make Checkpoint B: The time slider models/a.sql",
      "show m3.06-1",
    ]);
    expect([place.checkpoint, place.kept.step, place.home]).toEqual(["B", 3, "mine"]);
  });

  test("leaves data that are in use alone", async () => {
    const place = await open();
    await place.jump(step("B"), 3, lesson, { tier: "tiny", seed: 42 });
    expect(done.some((one) => one.startsWith("data"))).toBe(false);
  });

  test("leads home to one's own work, also after a second one and after a reload", async () => {
    await (await open()).jump(step("A"), 2, lesson, data);
    const place = await open();
    await place.jump(step("B"), 3, lesson, data);
    expect((await open()).home).toBe("mine");
    await place.goHome();
    expect([session.workspace, place.checkpoint]).toEqual(["mine", null]);
    expect(place.copyOf(step("A"))).toBe("m3.06-1");
    expect(place.copyOf(step("A", "iot"))).toBeNull();
  });

  test("whose copy was removed is made again, and whose home was removed leads to the bundled project", async () => {
    const place = await open();
    await place.jump(step("A"), 2, lesson, data);
    for (const one of session.projects.list) one.removed_at = 5;
    expect([place.copyOf(step("A")), place.home]).toEqual([null, "main"]);
  });

  test("that is refused changes nothing", async () => {
    const place = await open();
    session.refuses = true;
    expect((await place.jump(step("A"), 2, lesson, data)).ok).toBe(false);
    expect([session.workspace, place.kept.step, done]).toEqual(["mine", 1, []]);
  });
});

describe("the clock of a workshop", () => {
  test("is over on the next day, and a step that one comes back to later begins anew", async () => {
    const place = await open();
    place.startClock();
    place.goTo(2);
    const reached = place.kept.stepAt;
    now += HOUR_MS;
    place.goTo(2);
    expect([place.startedAt, place.kept.stepAt]).toEqual([1_000_000, reached]);
    now += 25 * HOUR_MS;
    place.goTo(2);
    expect([place.startedAt, place.kept.stepAt]).toEqual([null, now]);
  });
});

describe("workshops of one's own", () => {
  const pack = { id: "core", modules: [{ lessons: [{ ...lesson, minutes: 12, objective: "Look.", exercises: [] }] }] };
  const source = writeWorkshop(
    { title: "Friday", lessons: ["m3.06"], data: { tier: "tiny", seed: 7 }, breakMinutes: 0 },
    pack as never,
    new Set(),
  );
  const read = readWorkshop(source, "friday.yml");
  const friday = read.ok ? read.value : null;

  test("are kept on this device until they are removed", async () => {
    if (friday === null) throw new Error("The workshop cannot be read.");
    expect((await keepWorkshop(store, friday, source)).ok).toBe(true);
    expect((await findWorkshop(store, "friday"))?.own).toBe(true);
    await forgetWorkshop(store, "friday");
    expect(await ownWorkshops(store)).toEqual([]);
  });

  test("never take the place of one that comes with the page", async () => {
    if (friday === null) throw new Error("The workshop cannot be read.");
    const [first] = await builtInWorkshops();
    const refused = await keepWorkshop(store, { ...friday, id: first?.workshop.id ?? "" }, source);
    expect(refused).toMatchObject({ ok: false, diagnostics: [{ code: "L001" }] });
  });
});
