import type { ApiHost } from "../domain/api-host.ts";
import type { StoreContext } from "./context.ts";
import { clearProblem } from "./memory.ts";
import type { SaveOptions } from "./profiles.ts";
import type { DeletedRecord } from "./schema.ts";
import type { Change } from "./writer.ts";

/** The API hosts. */
export class Hosts {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** Oldest first. The same list until something changes. */
  all(): readonly ApiHost[] {
    return this.#context.memory.hosts.all();
  }

  get(id: string): ApiHost | undefined {
    return this.#context.memory.hosts.get(id);
  }

  /** @throws AppError `storage_failed` */
  put(host: ApiHost, options: SaveOptions = {}): Promise<void> {
    const { writer, memory } = this.#context;
    const { draftId } = options;
    return writer.run(async () => {
      const changes: Change[] = [{ store: "hosts", put: host }];
      if (draftId !== undefined) changes.push({ store: "drafts", delete: draftId });
      await writer.commit(changes);
      memory.hosts.set(host.id, host);
      clearProblem(memory, "hosts", host.id);
      if (draftId !== undefined) memory.drafts.delete(draftId);
    });
  }

  /**
   * Changes API hosts as they are when it is their turn, all or none: what is deleted or edited meanwhile is not
   * brought back.
   *
   * @throws AppError `storage_failed`
   */
  change(ids: readonly string[], next: (host: ApiHost) => ApiHost): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      const stored = ids.map((id) => memory.hosts.get(id)).filter((host) => host !== undefined);
      const changed = stored.map(next);
      await writer.commit(changed.map((host) => ({ store: "hosts", put: host })));
      for (const host of changed) memory.hosts.set(host.id, host);
    });
  }

  /**
   * Deletes an API host; one that is not there is deleted already.
   *
   * @param undoUntilMs until then (milliseconds since the epoch) `Deleted` can bring it back
   * @throws AppError `storage_failed`
   */
  delete(id: string, undoUntilMs?: number): Promise<void> {
    const { writer, memory } = this.#context;
    return writer.run(async () => {
      const host = memory.hosts.get(id);
      const isKept = host !== undefined && undoUntilMs !== undefined;
      const deleted: DeletedRecord | undefined = isKept ? { id, untilMs: undoUntilMs, kind: "host", host } : undefined;
      await writer.commit([
        ...(deleted === undefined ? [] : [{ store: "deleted", put: deleted } as const]),
        { store: "hosts", delete: id },
        { store: "drafts", delete: id },
      ]);
      if (deleted !== undefined) memory.deleted.set(id, deleted);
      memory.hosts.delete(id);
      memory.drafts.delete(id);
      clearProblem(memory, "hosts", id);
    });
  }
}
