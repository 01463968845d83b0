/** The time that is left in a step, as the projector shows it; it can be stopped while somebody asks. */
export class StepTimer {
  #now = $state(0);
  #stoppedAt: number | null = $state(null);
  /** Milliseconds that the timer stood. */
  #stood = $state(0);
  readonly #clock: () => number;

  /** `clock` is wall time in milliseconds. */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#now = clock();
  }

  get stopped(): boolean {
    return this.#stoppedAt !== null;
  }

  /** Looks at the clock again. */
  tick(): void {
    this.#now = this.#clock();
  }

  toggle(): void {
    this.tick();
    if (this.#stoppedAt === null) {
      this.#stoppedAt = this.#now;
    } else {
      this.#stood += this.#now - this.#stoppedAt;
      this.#stoppedAt = null;
    }
  }

  /** For another step. */
  reset(): void {
    this.#stood = 0;
    this.#stoppedAt = null;
    this.tick();
  }

  /** Negative when the step is over its time. */
  leftMs(since: number, minutes: number): number {
    const until = this.#stoppedAt ?? this.#now;
    return minutes * 60_000 - Math.max(0, until - since - this.#stood);
  }
}
