import { effect, signal, type ReadonlySignal, type Signal } from "@preact/signals";

const TICK_MS = 1_000;

/** The time as a signal, which moves only while `ticking` is true. */
export class Clock {
  readonly #now: Signal<number>;
  readonly #readNowMs: () => number;
  readonly #stop: () => void;

  constructor(readNowMs: () => number, ticking: ReadonlySignal<boolean>) {
    this.#readNowMs = readNowMs;
    this.#now = signal(readNowMs());
    this.#stop = effect(() => {
      if (!ticking.value) return;
      const timer = setInterval(() => this.read(), TICK_MS);
      return () => clearInterval(timer);
    });
  }

  /** Milliseconds since the epoch. */
  get now(): ReadonlySignal<number> {
    return this.#now;
  }

  /** Brings the signal up to date at once. */
  read(): void {
    this.#now.value = this.#readNowMs();
  }

  dispose(): void {
    this.#stop();
  }
}
