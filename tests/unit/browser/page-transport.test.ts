import { beforeEach, expect, test, vi } from "vitest";
import type { Snapshot } from "../../../lib/domain/snapshot.ts";
import { createSnapshotParts } from "../../../lib/messages/snapshot-parts.ts";

type Message = Readonly<Record<string, unknown>>;

const browser = vi.hoisted((): { answer: (message: Message) => Promise<unknown> } => ({
  answer: async () => undefined,
}));
vi.mock("../../../lib/browser/api.ts", () => ({
  browser: {
    runtime: { getManifest: () => ({ version: "1" }), sendMessage: (message: Message) => browser.answer(message) },
  },
  chromium: {},
  getPart: () => undefined,
  IS_FIREFOX: false,
}));
const { createPageTransport } = await import("../../../lib/browser/page-transport.ts");

/** Entries are handed on as they are. */
const LARGE = {
  profiles: Array.from({ length: 1_200 }, (_, number) => ({ id: `p${number}` })),
  hosts: [],
  takenAtMs: 1,
} as unknown as Snapshot;

let sent: Message[];
/** The workers that answer, each dying with the rests it has after so many parts. */
let livesOfParts: number[];

beforeEach(() => {
  sent = [];
  let parts = createSnapshotParts();
  let left = 0;
  browser.answer = async (message) => {
    sent.push(message);
    if (typeof message["rest"] !== "string") {
      parts = createSnapshotParts();
      left = livesOfParts.shift() ?? 0;
      return { ok: true, result: "saved", snapshot: parts.first(LARGE) };
    }
    left -= 1;
    if (left < 0) throw new Error("The message channel closed before a response was received");
    return parts.next(message["rest"]) ?? null;
  };
});

test("a snapshot that comes in parts is whole for the page, with the answer to its command", async () => {
  livesOfParts = [Infinity];
  const answer = await createPageTransport().send("lock", {}, { first: 2_000 });
  expect(answer).toEqual({ ok: true, result: "saved", snapshot: LARGE });
  expect(sent).toHaveLength(3);
});

test("where the worker dies between two parts, another one's is taken, and the command is not sent again", async () => {
  livesOfParts = [1, Infinity];
  expect(await createPageTransport().send("lock", {})).toEqual({ ok: true, result: "saved", snapshot: LARGE });
  expect(sent.map(({ command = "rest" }) => command)).toEqual(["lock", "rest", "rest", "getSnapshot", "rest", "rest"]);
});

test("where one worker after the other dies, the page has what came, and does not wait for ever", async () => {
  livesOfParts = [0, 0];
  const { ok, snapshot } = await createPageTransport().send("lock", {});
  expect([ok, snapshot?.profiles.length, snapshot?.partial]).toEqual([true, 500, true]);
  expect(sent).toHaveLength(4);
});

test("an error in place of a part is no part", async () => {
  browser.answer = async (message) =>
    message["rest"] === undefined
      ? { ok: true, result: "saved", snapshot: createSnapshotParts().first(LARGE) }
      : { ok: false, error: { code: "unexpected" } };
  expect((await createPageTransport().send("lock", {})).snapshot?.profiles).toHaveLength(500);
});
