import { describe, expect, it } from "vitest";
import type { ObservedRequest } from "../../../lib/domain/observed-request.ts";
import { answerClass } from "../../../lib/domain/answer-class.ts";
import { timelineOf } from "../../../lib/domain/timeline.ts";
import type { TokenSummary } from "../../../lib/domain/token-set.ts";
import type { Trace } from "../../../lib/domain/trace.ts";

const MINUTE = 60_000;
/** Three hours, in slots of a minute. */
const TIME = { fromMs: 0, toMs: 180 * MINUTE };

function trace(atMinute: number, change: Partial<Trace> & { readonly body?: string } = {}): Trace {
  const { body = '{"access_token":"••••k3Zq","expires_in":3600}', ...rest } = change;
  return {
    id: `t${atMinute}`,
    profileId: "alice",
    kind: "refresh",
    startedAtMs: atMinute * MINUTE,
    durationMs: 10,
    request: { method: "POST", url: "https://login.example.com/token", headers: [], body: undefined },
    response: { kind: "reply", status: 200, headers: [], body, shortened: false },
    error: undefined,
    ...rest,
  };
}

function request(atMinute: number, change: Partial<ObservedRequest> = {}): ObservedRequest {
  return {
    id: `r${atMinute}`,
    startedAtMs: atMinute * MINUTE,
    durationMs: 10,
    tabId: 1,
    initiator: "https://docs.example.org",
    method: "GET",
    url: "https://api.example.com/me",
    type: "xmlhttprequest",
    hostId: "h",
    carried: { kind: "profile", profileId: "alice" },
    status: 200,
    error: undefined,
    challenge: undefined,
    ...change,
  };
}

function token(fromMinute: number, toMinute: number | undefined): TokenSummary {
  return {
    obtainedAtMs: fromMinute * MINUTE,
    expiresAtMs: toMinute === undefined ? undefined : toMinute * MINUTE,
    expirySource: "reply",
    tokenType: "Bearer",
    scope: "",
    hasRefreshToken: true,
    hasIdToken: false,
    attachable: true,
  };
}

function alice(traces: readonly Trace[], now?: TokenSummary, requests: readonly ObservedRequest[] = []) {
  const profiles = [
    { id: "alice", token: now },
    { id: "idle", token: undefined },
  ];
  const { rows } = timelineOf({ profiles, traces, requests }, TIME, 180);
  expect(rows.map(({ profileId }) => profileId)).not.toContain("idle");
  return rows[0];
}

function minutes(spans: readonly { fromMs: number; toMs: number }[] = []): number[][] {
  return spans.map(({ fromMs, toMs }) => [fromMs / MINUTE, toMs / MINUTE]);
}

describe("a profile's row", () => {
  it("has each token until the next one is there, or until it expired", () => {
    const row = alice([trace(100), trace(0, { kind: "token" }), trace(30)], token(170, 230));
    // Thirty minutes, then an hour with a gap after it, then ten until the next, then the present one, cut.
    expect(minutes(row?.lifetimes)).toEqual([
      [0, 30],
      [30, 90],
      [100, 160],
      [170, 180],
    ]);
  });

  it("takes the present token from what is known of it, not from its trace", () => {
    expect(minutes(alice([trace(60)], token(60, 70))?.lifetimes)).toEqual([[60, 70]]);
  });

  it.each([
    ["form", "access_token=x&expires_in=600", 10],
    ["JSON with text", '{ "expires_in" : "600" }', 10],
    ["no word of it", '{"access_token":"x"}', 180],
    ["a name that only ends so", '{"refresh_expires_in":600}', 180],
  ])("reads the expiry of a reply of %s", (_, body, until) => {
    expect(minutes(alice([trace(0, { body })])?.lifetimes)).toEqual([[0, until]]);
  });

  it("has a token without expiry to the end of the time shown", () => {
    expect(minutes(alice([], token(90, undefined))?.lifetimes)).toEqual([[90, 180]]);
  });

  it("has the exchanges with their outcome, and no lifetime of one that failed", () => {
    const row = alice([trace(20, { error: { code: "token_refused" } }), trace(10, { kind: "authorization" })]);
    expect(row).toEqual({
      profileId: "alice",
      lifetimes: [],
      requests: [],
      exchanges: [
        { traceId: "t10", kind: "authorization", atMs: 10 * MINUTE, succeeded: true },
        { traceId: "t20", kind: "refresh", atMs: 20 * MINUTE, succeeded: false },
      ],
    });
  });

  it("counts the requests with its token, by answer", () => {
    const row = alice([], undefined, [
      request(5),
      request(5.5, { status: 401 }),
      request(5.9, { carried: { kind: "none", reason: "preflight" } }),
      request(7, { status: undefined, error: "net::ERR_FAILED" }),
      request(500),
    ]);
    const none = { succeeded: 0, redirected: 0, refused: 0, client_error: 0, server_error: 0, failed: 0 };
    expect(row?.requests).toEqual([
      { fromMs: 5 * MINUTE, toMs: 6 * MINUTE, counts: { ...none, succeeded: 1, refused: 1 } },
      { fromMs: 7 * MINUTE, toMs: 8 * MINUTE, counts: { ...none, failed: 1 } },
    ]);
  });
});

it.each([
  [200, "succeeded"],
  [101, "succeeded"],
  [304, "redirected"],
  [401, "refused"],
  [403, "refused"],
  [404, "client_error"],
  [503, "server_error"],
  [undefined, "failed"],
])("an answer of %s counts as %s", (status, name) => {
  expect(answerClass({ status, error: undefined })).toBe(name);
});
