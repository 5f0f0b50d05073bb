import type { Trace } from "../domain/trace.ts";
import type { Connection } from "./open-database.ts";
import { AppError } from "../domain/errors.ts";
import { IS_RECORD } from "./records.ts";
import type { TraceRecord } from "./schema.ts";
import type { Writer } from "./writer.ts";

/** As many are kept; an older one goes when a newer comes. */
const MAX_TRACES = 100;

/** The last exchanges with servers. Read at the first use, not at start: nothing waits for them. */
export class Traces {
  readonly #connection: Connection;
  readonly #writer: Writer;
  #loading: Promise<TraceRecord[]> | undefined;

  constructor(connection: Connection, writer: Writer) {
    this.#connection = connection;
    this.#writer = writer;
  }

  /** Oldest first. @throws AppError `storage_failed` */
  async all(): Promise<readonly Trace[]> {
    return (await this.#records()).map((record) => record.trace);
  }

  /** @throws AppError `storage_failed` */
  async get(id: string): Promise<Trace | undefined> {
    return (await this.#records()).find((record) => record.trace.id === id)?.trace;
  }

  /** Keeps a trace; one with the same id is replaced by it. @throws AppError `storage_failed` */
  add(trace: Trace): Promise<void> {
    return this.#writer.run(async () => {
      const records = await this.#records();
      const same = records.find((record) => record.trace.id === trace.id);
      const added: TraceRecord = { key: same?.key ?? (records.at(-1)?.key ?? 0) + 1, trace };
      const kept =
        same === undefined ? [...records, added] : records.map((record) => (record === same ? added : record));
      const old = kept.slice(0, -MAX_TRACES);
      await this.#writer.commit([
        { store: "traces", put: added },
        ...old.map((record) => ({ store: "traces", delete: record.key }) as const),
      ]);
      this.#loading = Promise.resolve(kept.slice(-MAX_TRACES));
    });
  }

  /** @throws AppError `storage_failed` */
  clear(): Promise<void> {
    return this.#writer.run(async () => {
      await this.#writer.commit([{ store: "traces", clear: true }]);
      this.#loading = Promise.resolve([]);
    });
  }

  /** What was read belongs to a database that is gone. */
  forgetRead(): void {
    this.#loading = undefined;
  }

  #records(): Promise<TraceRecord[]> {
    this.#loading ??= this.#load().catch((cause: unknown) => {
      this.#loading = undefined;
      throw cause instanceof AppError ? cause : new AppError("storage_failed", {}, { cause });
    });
    return this.#loading;
  }

  async #load(): Promise<TraceRecord[]> {
    const records: unknown[] = await (await this.#connection.get()).getAll("traces");
    return records.filter(IS_RECORD.traces);
  }
}
