/** Options of an interactive are texts; a list in one is written "name = text | name = text", or "name | name". */

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Parts in their order; a part without "=" is its own name. */
export function optionList(option: string | undefined): readonly NamedText[] {
  return (option ?? "")
    .split("|")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? { name: part, text: part } : { name: part.slice(0, at).trim(), text: part.slice(at + 1).trim() };
    });
}

export function optionMap(option: string | undefined): ReadonlyMap<string, string> {
  return new Map(optionList(option).map(({ name, text }) => [name, text]));
}

export function optionNumber(option: string | undefined, otherwise: number): number {
  const number = Number(option);
  return option === undefined || option.trim() === "" || !Number.isFinite(number) ? otherwise : number;
}
