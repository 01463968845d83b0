/**
 * Wavy boundaries of the bands: 4 px high, 70 px long, the only ornament. Neighbours are out of step, as real strata are, and
 * the area between two boundaries follows both exactly.
 */
const AMPLITUDE = 4;
const HALF_PERIOD = 35;

interface Boundary {
  readonly x: number;
  readonly top: number;
  /** Sideways pull of each half period, from the top down. */
  readonly pulls: readonly number[];
}

function boundary(x: number, height: number, step: number): Boundary {
  const shift = (step * 23) % (2 * HALF_PERIOD);
  const count = Math.ceil((height + 4 * HALF_PERIOD) / HALF_PERIOD);
  return {
    x: Math.round(x * 10) / 10,
    top: -shift - HALF_PERIOD,
    // A curve through a control point goes half as far as the point, hence twice the amplitude.
    pulls: Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 2 : -2) * AMPLITUDE),
  };
}

function down({ pulls }: Boundary): string {
  return pulls.map((pull) => `q${pull} ${HALF_PERIOD / 2} 0 ${HALF_PERIOD}`).join("");
}

function up({ pulls }: Boundary): string {
  return pulls
    .toReversed()
    .map((pull) => `q${pull} ${-HALF_PERIOD / 2} 0 ${-HALF_PERIOD}`)
    .join("");
}

/** The line at `x`; `step` numbers the boundaries from the left. */
export function wavyLine(x: number, height: number, step: number): string {
  const line = boundary(x, height, step);
  return `M${line.x} ${line.top}${down(line)}`;
}

/** The area between the boundaries `step` and `step + 1`. */
export function wavyArea(from: number, to: number, height: number, step: number): string {
  const left = boundary(from, height, step);
  const right = boundary(to, height, step + 1);
  const bottom = right.top + right.pulls.length * HALF_PERIOD;
  return `M${left.x} ${left.top}${down(left)}L${right.x} ${bottom}${up(right)}Z`;
}
