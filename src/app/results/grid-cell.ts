/** Where the keyboard stands in the grid, and where a key takes it. Row -1 is the head. */
export interface GridCell {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit on the screen, for PageUp and PageDown. */
  readonly page: number;
}

/** The cell that a key leads to, or null when the key means nothing here. */
export function moveCell(cell: GridCell, key: string, toEnd: boolean, size: GridSize): GridCell | null {
  const target = targetOf(cell, key, toEnd, size);
  if (!target) return null;
  return {
    row: Math.max(-1, Math.min(size.rows - 1, target.row)),
    column: Math.max(0, Math.min(size.columns - 1, target.column)),
  };
}

function targetOf({ row, column }: GridCell, key: string, toEnd: boolean, size: GridSize): GridCell | null {
  switch (key) {
    case "ArrowUp":
      return { row: toEnd ? -1 : row - 1, column };
    case "ArrowDown":
      return { row: toEnd ? size.rows - 1 : row + 1, column };
    case "ArrowLeft":
      return { row, column: toEnd ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: toEnd ? size.columns - 1 : column + 1 };
    case "Home":
      return { row: toEnd ? 0 : row, column: 0 };
    case "End":
      return { row: toEnd ? size.rows - 1 : row, column: size.columns - 1 };
    case "PageUp":
      return { row: Math.max(0, row - size.page), column };
    case "PageDown":
      return { row: row + size.page, column };
    default:
      return null;
  }
}
