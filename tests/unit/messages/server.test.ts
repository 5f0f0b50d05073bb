import { describe, expect, it, vi } from "vitest";
import { AppError } from "../../../lib/domain/errors.ts";
import type { Snapshot } from "../../../lib/domain/snapshot.ts";
import { type CommandHandlers, type MessageSender, createCommandServer } from "../../../lib/messages/server.ts";
import {
  type FirstPart,
  type MoreEntries,
  createSnapshotParts,
  wholeSnapshot,
} from "../../../lib/messages/snapshot-parts.ts";

const ID = "abcdefghijklmnopabcdefghijklmnop";
const FOREIGN_ID = "ponmlkjihgfedcbaponmlkjihgfedcba";
const CHROMIUM = `chrome-extension://${ID}`;
const FIREFOX = "moz-extension://0f0e0d0c-0000-4000-8000-000000000000";

// The server only hands it on.
const SNAPSHOT = { profiles: [], hosts: [], takenAtMs: 1 } as unknown as Snapshot;

function serve(extensionOrigin: string) {
  const authorize = vi.fn(async () => null);
  // The other handlers are not reached by these messages.
  const handlers = { authorize, getSnapshot: vi.fn(async () => null) } as unknown as CommandHandlers;
  const parts = createSnapshotParts();
  const options = { extensionId: ID, extensionOrigin, handlers, takeSnapshot: async () => SNAPSHOT, parts };
  return { authorize, server: createCommandServer(options) };
}

describe.each([
  ["Chromium", CHROMIUM],
  ["Firefox", FIREFOX],
])("who may command, in %s", (_, origin) => {
  it.each<[sender: string, value: MessageSender, answered: boolean]>([
    ["our popup", { id: ID, origin, url: `${origin}/popup.html` }, true],
    ["our options page in a tab", { id: ID, origin, url: `${origin}/options.html#/oauths` }, true],
    ["our page, where the browser gives no origin", { id: ID, url: `${origin}/popup.html` }, true],
    ["a content script of ours on a page", { id: ID, origin: "https://evil.test", url: "https://evil.test/" }, false],
    ["a page that names our address in its own", { id: ID, url: `https://evil.test/?${origin}/popup.html` }, false],
    ["a page whose host begins like ours", { id: ID, url: `${origin}.evil.test/popup.html` }, false],
    [
      "another extension",
      { id: FOREIGN_ID, origin: `chrome-extension://${FOREIGN_ID}`, url: `chrome-extension://${FOREIGN_ID}/x.html` },
      false,
    ],
    ["another extension that claims our origin", { id: FOREIGN_ID, origin, url: `${origin}/popup.html` }, false],
    ["our origin with a foreign address", { id: ID, origin, url: "https://evil.test/" }, false],
    ["nobody", {}, false],
  ])("%s", async (__, sender, answered) => {
    const { server, authorize } = serve(origin);
    const answer = await server.answer({ command: "authorize", profileId: "p1" }, sender);
    if (answered) {
      expect(answer).toEqual({ ok: true, result: null, snapshot: SNAPSHOT });
    } else {
      expect(answer).toEqual({ ok: false, error: { code: "forbidden_sender" } });
    }
    expect(authorize).toHaveBeenCalledTimes(answered ? 1 : 0);
  });
});

describe("the view that a page names", () => {
  it.each([
    [
      { first: 30, page: "https://docs.example.org" },
      { first: 30, page: "https://docs.example.org" },
    ],
    [{ page: null }, { page: null }],
    [{ first: "30", page: 7 }, {}],
    [null, {}],
    [undefined, {}],
  ])("%j is taken as %j", async (view, taken) => {
    const takeSnapshot = vi.fn(async () => SNAPSHOT);
    // The other handlers are not reached by this message.
    const handlers = { getSnapshot: async () => null } as unknown as CommandHandlers;
    const options = { extensionId: ID, extensionOrigin: CHROMIUM, handlers, takeSnapshot };
    const server = createCommandServer({ ...options, parts: createSnapshotParts() });
    await server.answer({ command: "getSnapshot", view }, { id: ID, origin: CHROMIUM, url: `${CHROMIUM}/popup.html` });
    expect(takeSnapshot).toHaveBeenCalledExactlyOnceWith(taken);
  });
});

describe("what is answered", () => {
  const popup = { id: ID, origin: CHROMIUM, url: `${CHROMIUM}/popup.html` };

  it.each([
    [null],
    ["authorize"],
    [{}],
    [{ command: 1 }],
    [{ command: "noSuchCommand" }],
    [{ command: "toString" }],
    [{ command: "__proto__" }],
  ])("%j is no command", async (message) => {
    expect(await serve(CHROMIUM).server.answer(message, popup)).toMatchObject({
      ok: false,
      error: { code: "bad_message" },
    });
  });

  it("hands an AppError on with its details, and of anything else not a word", async () => {
    const { server, authorize } = serve(CHROMIUM);
    authorize.mockRejectedValueOnce(new AppError("network", { host: "auth.example.com" }));
    authorize.mockRejectedValueOnce(new Error("token T1 leaked"));
    const message = { command: "authorize", profileId: "p1" };
    expect(await server.answer(message, popup)).toEqual({
      ok: false,
      error: { code: "network", host: "auth.example.com" },
      snapshot: SNAPSHOT,
    });
    expect(await server.answer(message, popup)).toEqual({
      ok: false,
      error: { code: "unexpected" },
      snapshot: SNAPSHOT,
    });
  });
});

describe("a snapshot of thousands", () => {
  const thousands = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, number) => ({ id: `${prefix}${number}` }));
  // Entries are handed on as they are.
  const large = { profiles: thousands(700, "p"), hosts: thousands(1200, "h"), takenAtMs: 1 } as unknown as Snapshot;
  const sender = { id: ID, origin: CHROMIUM, url: `${CHROMIUM}/options.html` };
  // The other handlers are not reached by these messages.
  const handlers = { getSnapshot: async () => null } as unknown as CommandHandlers;
  const options = { extensionId: ID, extensionOrigin: CHROMIUM, handlers, takeSnapshot: async () => large };

  async function begin(parts = createSnapshotParts()) {
    const server = createCommandServer({ ...options, parts });
    const answer = await server.answer({ command: "getSnapshot" }, sender);
    const fetchRest = async (rest: string) => (await server.answer({ rest }, sender)) as MoreEntries | null;
    return { server, fetchRest, first: (answer as { snapshot: FirstPart }).snapshot };
  }

  it("comes in parts of 500, which the page puts together", async () => {
    const { first, fetchRest } = await begin();
    const sizes = [first.profiles.length + first.hosts.length];
    const whole = await wholeSnapshot(first, async (rest) => {
      const more = await fetchRest(rest);
      if (more !== null) sizes.push(more.profiles.length + more.hosts.length);
      return more;
    });
    expect(whole).toEqual(large);
    expect(sizes).toEqual([500, 500, 500, 400]);
  });

  it("hands each part out once, to our own pages only", async () => {
    const { first, server, fetchRest } = await begin();
    const rest = first.rest ?? "";
    const stranger = { id: ID, origin: "https://evil.test", url: "https://evil.test/" };
    expect(await server.answer({ rest }, stranger)).toEqual({ ok: false, error: { code: "forbidden_sender" } });
    expect(await fetchRest(rest)).not.toBeNull();
    expect(await fetchRest(rest)).toBeNull();
  });

  it("is not put together where the worker that had the rest is gone", async () => {
    const { first } = await begin();
    const { fetchRest } = await begin();
    expect(await wholeSnapshot(first, fetchRest)).toBeUndefined();
  });

  it("keeps no more than 64 rests that nobody comes for", async () => {
    const parts = createSnapshotParts();
    const firsts = await Promise.all(Array.from({ length: 65 }, () => begin(parts)));
    const [lost, kept] = firsts.map(({ first, fetchRest }) => fetchRest(first.rest ?? ""));
    expect(await lost).toBeNull();
    expect(await kept).not.toBeNull();
  });
});
