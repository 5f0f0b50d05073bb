import { AppError } from "./errors.ts";
import { isSummaryAttachable, type TokenSummary } from "./token-set.ts";
import type { OAuthProfile } from "./profile.ts";

/**
 * What an API host's requests carry for some time in place of its profile's token, to see that the API refuses it:
 * nothing, the last token that has expired, the token with a broken signature, or another profile's token.
 */
export type TestModeKind = (typeof TEST_MODE_KINDS)[number];

const TEST_MODE_KINDS = ["no_token", "expired_token", "broken_signature", "other_profile"] as const;

/** A test mode of an API host. It ends by itself, whatever becomes of worker and browser meanwhile. */
export interface TestMode {
  readonly kind: TestModeKind;
  /** Whose token is sent instead, with `other_profile` alone. */
  readonly profileId?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  /** Milliseconds since the epoch. */
  readonly untilMs: number;
}

/** What a page asks for. */
export interface TestModeInput {
  readonly kind: TestModeKind;
  readonly profileId?: string | undefined;
  /** How long, 1 to 1440. */
  readonly minutes: number;
}

const LONGEST_MINUTES = 1_440;
const MINUTE_MS = 60_000;
/** How far the clock may be found behind the mode's beginning before it is taken to have been set back. */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * A test mode that begins at `nowMs` (milliseconds since the epoch).
 *
 * @throws AppError `bad_message` for a kind that there is not or a missing profile, `invalid_field` for "Minutes"
 */
export function startTestMode(input: TestModeInput, nowMs: number): TestMode {
  const { kind, profileId, minutes } = input;
  if (!TEST_MODE_KINDS.includes(kind)) throw new AppError("bad_message");
  if (kind === "other_profile" && typeof profileId !== "string") throw new AppError("bad_message");
  if (typeof minutes !== "number" || !(minutes >= 1 && minutes <= LONGEST_MINUTES)) {
    throw new AppError("invalid_field", { field: "Minutes", problem: "not_a_number" });
  }
  const time = { sinceMs: nowMs, untilMs: nowMs + minutes * MINUTE_MS };
  return kind === "other_profile" ? { kind, profileId, ...time } : { kind, ...time };
}

/** Whether the value, read from storage, is a test mode. */
export function isTestMode(value: unknown): value is TestMode {
  if (typeof value !== "object" || value === null) return false;
  const { kind, profileId, sinceMs, untilMs } = value as Record<keyof TestMode, unknown>;
  return (
    TEST_MODE_KINDS.some((known) => known === kind) &&
    (kind === "other_profile" ? typeof profileId === "string" : profileId === undefined) &&
    typeof sinceMs === "number" &&
    typeof untilMs === "number"
  );
}

/**
 * The host's test mode at `nowMs` (milliseconds since the epoch), if one is on. A clock that stands before its
 * beginning has been set back and says nothing of its end: it is over then.
 */
export function activeTestMode(
  { testMode }: { readonly testMode?: TestMode | undefined },
  nowMs: number,
): TestMode | undefined {
  if (testMode === undefined) return undefined;
  return nowMs >= testMode.sinceMs - CLOCK_TOLERANCE_MS && nowMs < testMode.untilMs ? testMode : undefined;
}

/** Which of a token set's access tokens: the present one, or a former one by its place. */
export type TokenPick = "current" | number;

/** The newest token of the set that has really expired, and when; or when there will be one, if that is known. */
export type ExpiredPick =
  | { readonly pick: TokenPick; readonly expiredAtMs: number }
  | { readonly pick: undefined; readonly fromMs: number | undefined };

/**
 * Looks for a token that has expired at `nowMs` (milliseconds since the epoch) and that a rule may carry. One whose end
 * nobody named is never taken for expired.
 */
export function pickExpired(
  token: TokenSummary,
  profile: Pick<OAuthProfile, "attachAnyType">,
  nowMs: number,
): ExpiredPick {
  const tokens = [token, ...(token.former ?? [])].flatMap((candidate, index) => {
    const { expiresAtMs } = candidate;
    if (expiresAtMs === undefined || !isSummaryAttachable(candidate, profile)) return [];
    return [{ pick: index === 0 ? ("current" as const) : index - 1, expiresAtMs }];
  });
  const [newest] = tokens
    .filter(({ expiresAtMs }) => expiresAtMs <= nowMs)
    .toSorted((a, b) => b.expiresAtMs - a.expiresAtMs);
  if (newest !== undefined) return { pick: newest.pick, expiredAtMs: newest.expiresAtMs };
  return { pick: undefined, fromMs: tokens.map(({ expiresAtMs }) => expiresAtMs).toSorted((a, b) => a - b)[0] };
}

/**
 * The same token, but no server that checks it can take it: of a JWT (RFC 7519) one character in the middle of the
 * signature is another, of any other token one in its middle. Length and alphabet stay, and a JWT's header and payload.
 */
export function breakSignature(token: string): string {
  const jwt = /^([\w-]+\.[\w-]+\.)([\w-]+)$/u.exec(token);
  const [head, tail] = jwt === null ? ["", token] : [jwt[1] ?? "", jwt[2] ?? ""];
  return head + changeOneCharacter(tail);
}

/** Never the last of several: some of its bits may mean nothing (RFC 4648 §3.5). */
function changeOneCharacter(text: string): string {
  const middle = Math.floor((text.length - 1) / 2);
  const places = Array.from(text, (_, index) => index).toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  const isLast = (index: number) => index > 0 && index === text.length - 1;
  const place = places.find((index) => isAlphanumeric(text[index]) && !isLast(index)) ?? middle;
  const old = text[place] ?? "";
  // One that the token itself uses, so that hexadecimal stays so; and no other case of the same letter.
  const others = [...text.split(""), "A", "B"].filter(isAlphanumeric);
  const next = others.find((other) => other.toLowerCase() !== old.toLowerCase()) ?? "";
  return text.slice(0, place) + next + text.slice(place + 1);
}

function isAlphanumeric(character: string | undefined): boolean {
  return character !== undefined && /^[A-Za-z0-9]$/u.test(character);
}
