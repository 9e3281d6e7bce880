const MILLIS_PER_DAY = 86_400_000;

/** The fields of the time a line carries, in one fixed zone; the date is worked out only when the day changes. */
export class Clock {
  year = 1970;
  /** 1 to 12. */
  month = 1;
  day = 1;
  hour = 0;
  minute = 0;
  second = 0;
  millis = 0;
  /** Whole seconds since 1970, whatever the zone. */
  epochSeconds = 0;
  readonly #offset: number;
  #day = 0;

  constructor(offsetMinutes = 0) {
    this.#offset = offsetMinutes * 60_000;
  }

  /** Moves to `time`, in milliseconds since 1970. */
  set(time: number): void {
    const local = time + this.#offset;
    const day = Math.floor(local / MILLIS_PER_DAY);
    if (day !== this.#day) {
      const date = new Date(day * MILLIS_PER_DAY);
      this.year = date.getUTCFullYear();
      this.month = date.getUTCMonth() + 1;
      this.day = date.getUTCDate();
      this.#day = day;
    }
    let rest = local - day * MILLIS_PER_DAY;
    this.hour = (rest / 3_600_000) | 0;
    rest -= this.hour * 3_600_000;
    this.minute = (rest / 60_000) | 0;
    rest -= this.minute * 60_000;
    this.second = (rest / 1000) | 0;
    this.millis = rest - this.second * 1000;
    this.epochSeconds = Math.floor(time / 1000);
  }
}
