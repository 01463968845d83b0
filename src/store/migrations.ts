/**
 * The shape of the database, as a list of steps. Step n brings version n - 1 to version n; a published step is never changed, a new
 * shape is a new step at the end. The browser runs all missing steps in one transaction: either all of them happen or none.
 */
export interface Shape {
  createTable(name: string): void;
  deleteTable(name: string): void;
}

export const MIGRATIONS: readonly ((shape: Shape) => void)[] = [
  (shape) => {
    for (const name of ["files", "settings", "runs", "progress", "attempts"]) shape.createTable(name);
  },
  // Projects that were opened from outside: what they are, their texts as opened, their data files.
  (shape) => {
    for (const name of ["projects", "project_files", "project_data"]) shape.createTable(name);
  },
  // What a run left, apart from its headline, so that the list of runs is read without it.
  (shape) => shape.createTable("run_details"),
  // Points that a file can be brought back to, and their texts.
  (shape) => {
    for (const name of ["changes", "change_texts"]) shape.createTable(name);
  },
];

export const DATABASE_NAME = "strata";
export const DATABASE_VERSION = MIGRATIONS.length;

/** Runs the steps that a database at `from` lacks; a new database starts at 0. */
export function migrate(shape: Shape, from: number): void {
  for (const step of MIGRATIONS.slice(from)) step(shape);
}
