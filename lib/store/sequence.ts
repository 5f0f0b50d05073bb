import type { StoreContext } from "./context.ts";

/**
 * The next number for a profile or an API host, never given before: the counter is on the disk before the number is
 * used. With `count`, the first of so many in a row.
 *
 * @throws AppError `storage_failed`
 */
export function takeSeq({ writer, memory }: StoreContext, count: number): Promise<number> {
  return writer.run(async () => {
    const last = memory.lastSeq + count;
    await writer.commit([{ store: "meta", put: { name: "sequence", last } }]);
    memory.lastSeq = last;
    return last - count + 1;
  });
}
