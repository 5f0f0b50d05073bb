import { describe, expect, it } from "vitest";
import { newBrowser, readRaw, sampleTrace, startWorker } from "./fixtures.ts";

describe("traces", () => {
  it("are the last 100, oldest first, also for the next worker", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await Promise.all(Array.from({ length: 103 }, (_, index) => store.traces.add(sampleTrace(`t${index}`))));
    const next = await startWorker(browser);
    await next.traces.add(sampleTrace("t103"));
    for (const each of [next, await startWorker(browser)]) {
      const ids = (await each.traces.all()).map(({ id }) => id);
      expect([ids.length, ids[0], ids.at(-1)]).toEqual([100, "t4", "t103"]);
    }
    expect(Object.keys((await readRaw(browser.indexedDB)).traces)).toHaveLength(100);
  });

  it("are found by id, and replaced by one with the same id", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.traces.add(sampleTrace("a"));
    await store.traces.add(sampleTrace("b"));
    await store.traces.add({ ...sampleTrace("a"), durationMs: 9 });
    expect(await store.traces.get("a")).toMatchObject({ durationMs: 9 });
    expect(await store.traces.get("c")).toBeUndefined();
    expect((await (await startWorker(browser)).traces.all()).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("are cleared", async () => {
    const browser = newBrowser();
    const store = await startWorker(browser);
    await store.traces.add(sampleTrace("a"));
    await store.traces.clear();
    expect(await store.traces.all()).toEqual([]);
    expect(await (await startWorker(browser)).traces.all()).toEqual([]);
  });
});
