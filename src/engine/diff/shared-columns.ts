/** The columns that two relations have in common, and what each side is turned into so that their values can be compared. */
import type { Column } from "../core/table.ts";

export interface SharedColumn {
  /** As the new side writes it. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly typeBefore: string;
  readonly typeAfter: string;
  /** The type in which both are compared; null when they have the same one. */
  readonly common: string | null;
  /** Whether values are fractions that are compared to twelve digits. */
  readonly fraction: boolean;
}

const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DECIMAL.*|FLOAT|DOUBLE|REAL)$/i;
const FRACTION = /^(FLOAT|DOUBLE|REAL)$/i;
const MOMENT = /^(DATE|TIMESTAMP.*|DATETIME)$/i;

/** In the order of their names, so that the same columns give the same hash whatever order they stand in. */
export function sharedColumns(before: readonly Column[], after: readonly Column[]): SharedColumn[] {
  const old = new Map(before.map((column) => [column.name.toLowerCase(), column]));
  return after
    .flatMap((column): SharedColumn[] => {
      const was = old.get(column.name.toLowerCase());
      if (!was) return [];
      const common = was.type === column.type ? null : commonType(was.type, column.type);
      return [
        {
          name: column.name,
          before: was.name,
          after: column.name,
          typeBefore: was.type,
          typeAfter: column.type,
          common,
          fraction: FRACTION.test(common ?? column.type),
        },
      ];
    })
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

function commonType(before: string, after: string): string {
  if (NUMBER.test(before) && NUMBER.test(after)) {
    const whole = !/DECIMAL|FLOAT|DOUBLE|REAL/i.test(before + after);
    return whole ? "HUGEINT" : "DOUBLE";
  }
  if (MOMENT.test(before) && MOMENT.test(after))
    return /WITH TIME ZONE/i.test(before + after) ? "VARCHAR" : "TIMESTAMP";
  return "VARCHAR";
}
