import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { AppModel } from "../../components/models/app-model.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import { authorize } from "../../components/models/profile-actions.ts";
import { LatestSender } from "../../components/models/latest-sender.ts";
import { formatRoute, parseRoute, type Route } from "../../components/models/router.ts";
import { searchProfiles } from "../../components/models/search.ts";
import { errorWords } from "../../components/words/errors.ts";
import { durationWords, elapsedWords } from "../../components/words/time.ts";
import { FakeTransport } from "./support/fake-transport.ts";
import { deletion, host, profile, snapshot, token, validProfile } from "./support/samples.ts";

const TEST = { kind: "no_token", sinceMs: 0, untilMs: 300_000, sends: { kind: "nothing", why: "asked" } } as const;

afterEach(() => {
  vi.useRealTimers();
});

describe("AppModel", () => {
  test("asks once more for a snapshot when the state changed while one was on its way", async () => {
    const transport = new FakeTransport();
    const app = new AppModel(transport);
    const release = transport.hold("getSnapshot");
    app.start();
    transport.change({});
    transport.change({});
    expect(transport.sentOf("getSnapshot")).toHaveLength(1);
    release();
    await vi.waitFor(() => expect(app.snapshot.value?.takenAtMs).toBe(transport.snapshot.takenAtMs));
    expect(transport.sentOf("getSnapshot")).toHaveLength(2);
    app.dispose();
  });

  describe("says that a token was renewed", () => {
    const PROBLEM = { error: { code: "offline" }, atMs: 5, retryAtMs: undefined, attempts: 1 } as const;
    const RENEWING = { status: { kind: "renewing", expiresAtMs: undefined } } as const;
    const before = validProfile("a", "Alice");
    const renewed = { token: { ...token(42), obtainedAtMs: 7 } };
    let transport: FakeTransport;
    let app: AppModel;

    async function become(...changes: Partial<ProfileSummary>[]): Promise<void> {
      for (const change of changes) {
        transport.change({ profiles: [{ ...before, ...change }] });
        await vi.waitFor(() => expect(app.snapshot.value?.takenAtMs).toBe(transport.snapshot.takenAtMs));
      }
    }

    async function start(first: ProfileSummary): Promise<void> {
      transport = new FakeTransport(snapshot({ profiles: [first] }));
      app = new AppModel(transport);
      app.start();
      await app.loaded();
      onTestFinished(() => app.dispose());
    }

    test.each([
      ["at once", []],
      ["after a while", [RENEWING]],
    ])("for who has asked for it, %s", async (_, between) => {
      await start(before);
      authorize(app, before);
      await become(...between, renewed);
      expect(app.notice.value?.text).toBe("Renewed: Alice");
    });

    test("though the time before had failed", async () => {
      const failed = { ...before, status: { kind: "valid", expiresAtMs: undefined, problem: PROBLEM } } as const;
      await start(failed);
      authorize(app, failed);
      await become(failed, RENEWING, renewed);
      expect(app.notice.value?.text).toBe("Renewed: Alice");
    });

    test.each<[what: string, between: Partial<ProfileSummary>[]]>([
      ["it was canceled", [RENEWING, {}]],
      ["it failed", [{ status: { kind: "valid", expiresAtMs: undefined, problem: PROBLEM } }]],
    ])("and nothing of a later one, where %s", async (_, between) => {
      await start(before);
      authorize(app, before);
      await become(...between, renewed);
      expect(app.notice.value).toBeUndefined();
    });

    test("to nobody who has not asked", async () => {
      await start(before);
      await become(renewed);
      expect(app.notice.value).toBeUndefined();
    });
  });

  test("an older snapshot never replaces a newer one", async () => {
    const transport = new FakeTransport(snapshot({ takenAtMs: 10, profiles: [profile("new", "New")] }));
    const app = new AppModel(transport);
    await app.load();
    transport.snapshot = snapshot({ takenAtMs: 9 });
    await app.load();
    expect(app.snapshot.value?.profiles).toHaveLength(1);
    app.dispose();
  });

  test("asks for the first of thousands first, and for all of them once these are shown", async () => {
    const profiles = Array.from({ length: 40 }, (_, number) => profile(`p${number}`, `Profile ${number}`));
    const transport = new FakeTransport(snapshot({ profiles }));
    const app = new AppModel(transport);
    const shown: number[] = [];
    const stop = app.snapshot.subscribe((value) => void (value && shown.push(value.profiles.length)));
    await app.load();
    expect(shown).toEqual([30, 40]);
    expect(transport.views).toEqual([{ first: 30 }, {}]);
    stop();
    app.dispose();
  });

  test("a command's answer with the first ones never replaces all of them", async () => {
    const transport = new FakeTransport(snapshot({ profiles: [profile("a", "A"), profile("b", "B")] }));
    const app = new AppModel(transport);
    await app.load();
    transport.snapshot = { ...snapshot({ profiles: [profile("a", "A")] }), partial: true };
    await app.load();
    expect(app.snapshot.value?.profiles).toHaveLength(2);
    app.dispose();
  });

  test.each([
    ["a token", { profiles: [validProfile("alice", "Alice")] }],
    ["a deletion", { deleted: [deletion("carol", "Carol")] }],
    ["a test", { hosts: [host("https://api.example.com", {}, { attaching: "test_mode", testMode: TEST })] }],
  ] as const)("the time stands still unless something counts down: %s", async (_, change) => {
    vi.useFakeTimers({ now: 1_000 });
    const transport = new FakeTransport(snapshot({ profiles: [profile("bob", "Bob")] }));
    const app = new AppModel(transport);
    await app.load();
    const before = app.now.value;
    vi.advanceTimersByTime(5_000);
    expect(app.now.value).toBe(before);
    transport.snapshot = { ...transport.snapshot, takenAtMs: 2_000, ...change };
    await app.load();
    vi.advanceTimersByTime(3_000);
    expect(app.now.value).toBe(9_000);
    app.dispose();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("a worker that can't be reached is an alert, not an exception", async () => {
    const transport = new FakeTransport();
    transport.send = () => Promise.reject(new Error("Receiving end does not exist"));
    const app = new AppModel(transport);
    await app.load();
    expect(app.alert.value).toEqual({ subject: undefined, error: { code: "unexpected" } });
    app.dispose();
  });
});

describe("LatestSender", () => {
  test("sends the first at once and then only the latest", async () => {
    const sent: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const sender = new LatestSender<number>(async (value) => {
      sent.push(value);
      await promise;
    });
    sender.push(1);
    sender.push(2);
    sender.push(3);
    expect(sent).toEqual([1]);
    resolve();
    await vi.waitFor(() => expect(sent).toEqual([1, 3]));
  });

  test("settle ends once what waits is sent", async () => {
    const sent: number[] = [];
    const sender = new LatestSender<number>(async (value) => {
      await Promise.resolve();
      sent.push(value);
    });
    sender.push(1);
    sender.push(2);
    await sender.settle();
    expect(sent).toEqual([1, 2]);
  });

  test("stop drops what waits and ends with what is on its way", async () => {
    const sent: number[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const sender = new LatestSender<number>(async (value) => {
      sent.push(value);
      await promise;
    });
    sender.push(1);
    sender.push(2);
    const stopped = sender.stop();
    resolve();
    await stopped;
    expect(sent).toEqual([1]);
  });
});

test("every address leads to its page and back", () => {
  const routes: readonly Route[] = [
    { page: "oauths" },
    { page: "newOAuth" },
    { page: "duplicateOAuth", profileId: "a/b" },
    { page: "editOAuth", profileId: "a b?" },
    { page: "editOAuth", profileId: "a b?", part: "secret" },
    { page: "token", profileId: "a b?" },
    { page: "hosts" },
    { page: "newHost" },
    { page: "newHost", profileId: "p/1" },
    { page: "newHost", callingPage: "https://docs.example.com:8443" },
    { page: "activity", traceId: undefined },
    { page: "activity", traceId: "t#1" },
    { page: "settings" },
    { page: "settings", part: "import" },
  ];
  expect(routes.map((route) => parseRoute(formatRoute(route)))).toEqual(routes);
  expect(parseRoute("")).toEqual({ page: "oauths" });
  expect(parseRoute("#/oauths/%E0%A4%A")).toEqual({ page: "editOAuth", profileId: "%E0%A4%A" });
});

test.each([
  [400, "1 s"],
  [59_999, "59 s"],
  [60_000, "1 min"],
  [3_599_000, "59 min"],
  [3_600_000, "1 h"],
  [3_900_000, "1 h 5 min"],
  [90_000_000, "1 d 1 h"],
])("%i ms is %s", (milliseconds, words) => {
  expect(durationWords(milliseconds)).toBe(words);
});

test("an error says what the server said, where, and what to do", () => {
  const words = errorWords({ code: "authorization_refused", error: "access_denied", errorDescription: "User said no" });
  expect(words.title).toBe("Refused: access_denied");
  expect(words.text).toContain("It said: “access_denied: User said no”.");
  expect(words.text).toContain("denied in the sign-in window, by you or by the server");
  expect(words.text).not.toContain("redirect URL");
  const misconfigured = errorWords({ code: "authorization_refused", error: "unauthorized_client" });
  expect(misconfigured.text).toContain("Check Client ID, Scope and the registered redirect URL.");
  expect(errorWords({ code: "network", host: "login.example.com" }).text).toBe(
    "No connection to login.example.com. Check the address (https or http, host, port), your network, and that the server is running.",
  );
});

test("a placeholder without a value is named, but where it may be part of a secret", () => {
  expect(
    errorWords({ code: "invalid_field", field: "Token parameters: key", problem: "unknown_placeholder" }).text,
  ).toBe(
    "“Token parameters: key” has the placeholder {{…}}, which has no value. Give it one under Variables, or correct its name.",
  );
  const error = { code: "invalid_field", field: "Access token URL", problem: "unknown_placeholder" } as const;
  expect(errorWords({ ...error, placeholder: "realm" }).text).toBe(
    "“Access token URL” has the placeholder {{realm}}, which has no value. Give it one under Variables, or correct its name.",
  );
});

test("an exchange took milliseconds, and a sign-in that a person was at seconds", () => {
  expect(elapsedWords(183.4)).toBe("183 ms");
  expect(elapsedWords(11_131)).toBe("11 s");
  expect(elapsedWords(125_000)).toBe("2 min");
});

test.each([
  ["alice", ["a"]],
  ["LOGIN", ["a", "b"]],
  ["shop 42", ["b"]],
  ["  ", ["a", "b"]],
  ["alice 42", []],
])("a search for %j looks at names, client IDs and servers", (text, found) => {
  const profiles = [
    profile("a", "Alice", { clientId: "spa", server: "login.example.com" }),
    profile("b", "Bob", { clientId: "shop-42", server: "eu.login.example.org:8443" }),
  ];
  expect(searchProfiles(profiles, text).map(({ id }) => id)).toEqual(found);
});
