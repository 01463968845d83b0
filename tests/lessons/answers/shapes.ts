/** The same answer in other shapes. None of them changes what it says, so none may change the verdict. */

export interface Shape {
  readonly name: string;
  readonly of: (sql: string, columns: readonly string[]) => string;
  /** False for shapes that lose the order of the rows. */
  readonly keepsOrder: boolean;
}

export const SHAPES: readonly Shape[] = [
  { name: "as it is", of: (sql) => sql, keepsOrder: true },
  {
    name: "columns in another order, and a column too many",
    of: (sql, columns) =>
      `with answer as (${sql}) select ${[...columns].reverse().join(", ")}, 'extra' as remark from answer`,
    keepsOrder: true,
  },
  {
    name: "names in capitals, a comment and a semicolon",
    of: (sql, columns) =>
      `-- the end; really\nwith answer as (${sql})\nselect ${columns.map((name) => `${name} as ${name.toUpperCase()}`).join(", ")} from answer;\n`,
    keepsOrder: true,
  },
  {
    name: "sorted some other way",
    of: (sql, columns) => `select * from (${sql}) as answer order by ${columns[0] ?? ""} desc`,
    keepsOrder: false,
  },
];
