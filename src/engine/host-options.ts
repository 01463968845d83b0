/**
 * What the host gave the engine, as one reading of the project uses it: the vars of the project, the command line's included, may
 * move "today" and decide which data its sources have.
 */
import type { Clock } from "./core/clock.ts";
import { lookupVar, type Project } from "./project/project.ts";
import { toJson } from "./project/yaml.ts";
import { DATA_VARS, type DataVars, type SourceLoader } from "./warehouse/source-loader.ts";

interface HostOptions {
  readonly clock: Clock;
  readonly loadSources?: SourceLoader;
  readonly todayVar?: string;
}

export function withProjectVars<T extends HostOptions>(options: T, project: Project): T {
  const { loadSources, todayVar } = options;
  return {
    ...options,
    clock: todayVar === undefined ? options.clock : clockAt(project, todayVar, options.clock),
    ...(loadSources === undefined ? {} : { loadSources: toldVars(loadSources, project) }),
  };
}

function clockAt(project: Project, name: string, clock: Clock): Clock {
  const date = /^\s*(\d{4}-\d\d-\d\d)\s*$/.exec(String(valueOf(project, name)))?.[1];
  const instant = date === undefined ? NaN : Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(instant)) return clock;
  return { now: () => instant, wall: () => clock.wall(), elapsed: () => clock.elapsed() };
}

function toldVars(loader: SourceLoader, project: Project): SourceLoader {
  const vars: DataVars = Object.fromEntries(
    DATA_VARS.flatMap((name) => {
      const value = valueOf(project, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { ensure: (sources, load) => loader.ensure(sources, { ...load, vars }) };
}

function valueOf(project: Project, name: string): unknown {
  const value = lookupVar(project, name, project.name);
  return value === undefined ? undefined : toJson(value);
}
