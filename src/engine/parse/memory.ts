/**
 * What reading a project may keep from the last time, so that an edit of one file costs that file and not the project.
 *
 * A result may be used again when the file's text is the same and so is everything else that it could depend on: vars, target,
 * environment, dbt_project.yml and, for SQL, the macros. The last is told by `parts`: texts that are compared one by one.
 */
export interface Memory {
  /** A result for a file, made anew when its text or anything it depends on has changed. `kind` tells results of one file apart. */
  keep<T>(kind: string, path: string, text: string, make: () => T): T;
}

interface State extends Memory {
  readonly parts: readonly string[];
}

/** The project itself, and perhaps the same with other vars or another target. */
const MOST_STATES = 6;

const states: State[] = [];

export function memoryOf(parts: readonly string[]): Memory {
  const index = states.findIndex((state) => sameTexts(state.parts, parts));
  const found = index === -1 ? newState(parts) : states[index];
  const state = found ?? newState(parts);
  if (index !== -1) states.splice(index, 1);
  states.unshift(state);
  states.length = Math.min(states.length, MOST_STATES);
  return state;
}

function newState(parts: readonly string[]): State {
  const kept = new Map<string, Map<string, { text: string; value: unknown }>>();
  return {
    parts,
    keep<T>(kind: string, path: string, text: string, make: () => T): T {
      let ofKind = kept.get(kind);
      if (!ofKind) kept.set(kind, (ofKind = new Map<string, { text: string; value: unknown }>()));
      const known = ofKind.get(path);
      if (known && known.text === text) return known.value as T;
      const value = make();
      ofKind.set(path, { text, value });
      return value;
    },
  };
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}
