import { describe, expect, it, vi } from "vitest";
import { AppError } from "../../../lib/domain/errors.ts";
import type { Snapshot } from "../../../lib/domain/snapshot.ts";
import { type CommandHandlers, type MessageSender, createCommandServer } from "../../../lib/messages/server.ts";

const ID = "abcdefghijklmnopabcdefghijklmnop";
const FOREIGN_ID = "ponmlkjihgfedcbaponmlkjihgfedcba";
const CHROMIUM = `chrome-extension://${ID}`;
const FIREFOX = "moz-extension://0f0e0d0c-0000-4000-8000-000000000000";

// The server only hands it on.
const SNAPSHOT = { takenAtMs: 1 } as Snapshot;

function serve(extensionOrigin: string) {
  const authorize = vi.fn(async () => null);
  // The other handlers are not reached by these messages.
  const handlers = { authorize, getSnapshot: vi.fn(async () => null) } as unknown as CommandHandlers;
  const options = { extensionId: ID, extensionOrigin, handlers, takeSnapshot: async () => SNAPSHOT };
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
    const server = createCommandServer({ extensionId: ID, extensionOrigin: CHROMIUM, handlers, takeSnapshot });
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
