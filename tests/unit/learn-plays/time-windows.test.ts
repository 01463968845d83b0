/** Sessions by a threshold, and states cut to a window. */
import { describe, expect, it } from "vitest";
import {
  gapsOf,
  minutesOf,
  momentText,
  readSessions,
} from "../../../src/app/learn/interactives/gap-threshold/moments.ts";
import { clip, minutesThat, readStates, timestampOf } from "../../../src/app/learn/interactives/uptime-brush/clip.ts";

const at = (time: string) => minutesOf(`2025-03-01 ${time}:00`);

describe("sessions of 00:00, 00:05, 00:10, 00:40, 00:45 at 15 minutes", () => {
  const moments = ["00:00", "00:05", "00:10", "00:40", "00:45"].map(at);
  const sessions = readSessions([
    { session: 2, started_at: "2025-03-01 00:40:00", ended_at: "2025-03-01 00:45:00", events: 2n },
    { session: 1, started_at: "2025-03-01 00:00:00", ended_at: "2025-03-01 00:10:00", events: 3n },
  ]);

  it("are two, in the order of time", () => {
    expect(sessions.map((session) => session.number)).toEqual([1, 2]);
    expect(momentText(sessions[1]?.from ?? 0)).toBe("2025-03-01 00:40");
  });

  it("stay two at every threshold from 5 to 29 minutes", () => {
    expect(gapsOf(moments, sessions)).toEqual({ inside: 5, between: 30 });
  });

  it("have no gap to speak of with one moment", () => {
    expect(gapsOf([at("00:00")], [])).toEqual({ inside: null, between: null });
  });
});

describe("online until 18:00, offline until 06:00, online since", () => {
  const day = (number: number, time: string) => minutesOf(`2025-03-0${number} ${time}:00`);
  const spans = readStates(
    [
      { state: "offline", valid_from: "2025-03-01 18:00:00", valid_to: "2025-03-02 06:00:00" },
      { state: "online", valid_from: "2025-03-01 00:00:00", valid_to: "2025-03-01 18:00:00" },
      { state: "online", valid_from: "2025-03-02 06:00:00", valid_to: null },
    ],
    new Set(["online"]),
    new Set(["unknown"]),
  );
  const uptime = (from: number, to: number) => {
    const inside = clip(spans, from, to, day(4, "00:00"));
    return minutesThat(inside, ["up"]) / minutesThat(inside, ["up", "down"]);
  };

  it("is up for three quarters of each of the two days", () => {
    expect(uptime(day(1, "00:00"), day(2, "00:00"))).toBe(0.75);
    expect(uptime(day(2, "00:00"), day(3, "00:00"))).toBe(0.75);
  });

  it("cuts the open state at the end of the window, and says what was cut", () => {
    const inside = clip(spans, day(2, "00:00"), day(3, "00:00"), day(4, "00:00"));
    expect(inside.map((part) => [part.span.state, part.isCut])).toEqual([
      ["offline", true],
      ["online", true],
    ]);
    expect(timestampOf(inside.at(-1)?.to ?? 0)).toBe("2025-03-03 00:00:00");
  });

  it("leaves out what only touches the window", () => {
    expect(clip(spans, day(1, "18:00"), day(2, "06:00"), day(4, "00:00"))).toHaveLength(1);
  });
});
