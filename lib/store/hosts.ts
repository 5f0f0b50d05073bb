import type { ApiHost } from "../domain/api-host.ts";
import type { StoreContext } from "./context.ts";
import { clearProblem } from "./memory.ts";
import type { SaveOptions } from "./profiles.ts";
import type { Change } from "./writer.ts";

/** The API hosts. */
export class Hosts {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** Oldest first. */
  all(): ApiHost[] {
    return [...this.#context.memory.hosts.values()].toSorted((a, b) => a.seq - b.seq);
  }

  get(id: string): ApiHost | undefined {
    return this.#context.memory.hosts.get(id);
  }

  /** @throws AppError `storage_failed` */
  put(host: ApiHost, options: SaveOptions = {}): Promise<void> {
    return this.#put([host], options.draftId);
  }

  /** Saves many at once, all or none. */
  putMany(hosts: readonly ApiHost[]): Promise<void> {
    return this.#put(hosts, undefined);
  }

  /** Deletes an API host; one that is not there is deleted already. */
  delete(id: string): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      await writer.commit([{ store: "hosts", delete: id }]);
      memory.hosts.delete(id);
      clearProblem(memory, "hosts", id);
    });
  }

  #put(hosts: readonly ApiHost[], draftId: string | undefined): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      const changes: Change[] = hosts.map((host) => ({ store: "hosts", put: host }));
      if (draftId !== undefined) changes.push({ store: "drafts", delete: draftId });
      await writer.commit(changes);
      for (const host of hosts) {
        memory.hosts.set(host.id, host);
        clearProblem(memory, "hosts", host.id);
      }
      if (draftId !== undefined) memory.drafts.delete(draftId);
    });
  }
}
