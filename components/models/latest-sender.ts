/** Sends one value at a time; of those that come meanwhile, only the latest follows. Nothing typed last is lost. */
export class LatestSender<Value> {
  readonly #send: (value: Value) => Promise<unknown>;
  #waiting: { readonly value: Value } | undefined;
  #running: Promise<void> | undefined;

  /** @param send must not reject */
  constructor(send: (value: Value) => Promise<unknown>) {
    this.#send = send;
  }

  push(value: Value): void {
    this.#waiting = { value };
    this.#running ??= this.#drain();
  }

  /** Resolves once all is sent, what waits included. */
  async settle(): Promise<void> {
    await this.#running;
  }

  /** Forgets what waits and resolves once nothing is on its way. */
  async stop(): Promise<void> {
    this.#waiting = undefined;
    await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#waiting !== undefined) {
      const { value } = this.#waiting;
      this.#waiting = undefined;
      await this.#send(value);
    }
    this.#running = undefined;
  }
}
