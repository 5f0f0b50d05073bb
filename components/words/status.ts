import type { ApiRefusal, GrantFailure, PendingStep, ProfileStatus } from "../../lib/domain/grant.ts";
import { errorWords } from "./errors.ts";
import { durationWords } from "./time.ts";

/** What a status looks like beside its words: each tone has its own shape, so that colour never speaks alone. */
export type Tone = "good" | "warning" | "bad" | "busy" | "neutral";

export interface StatusWords {
  readonly text: string;
  readonly tone: Tone;
}

/** A profile's status in words at `nowMs`; a token that ran out since the snapshot was taken counts as expired. */
export function statusWords(status: ProfileStatus, nowMs: number): StatusWords {
  switch (status.kind) {
    case "not_authorized":
      return { text: "Not authorized", tone: "neutral" };
    case "authorizing":
      return { text: stepWords(status.step), tone: "busy" };
    case "renewing":
      return { text: "Renewing", tone: "busy" };
    case "valid":
      if (status.expiresAtMs === undefined) return { text: "Valid, expiry unknown", tone: "good" };
      if (status.expiresAtMs <= nowMs) return EXPIRED;
      return {
        text: `Valid for ${durationWords(status.expiresAtMs - nowMs)}`,
        tone: status.problem === undefined ? "good" : "warning",
      };
    case "expired":
      return EXPIRED;
    case "failed":
      return { text: errorWords(status.problem.error).title, tone: "bad" };
    case "locked":
      return { text: "Locked", tone: "neutral" };
  }
}

const EXPIRED: StatusWords = { text: "Expired", tone: "warning" };

function stepWords(step: PendingStep["kind"]): string {
  switch (step) {
    case "permission":
      return "Waiting for permission";
    case "authorization":
      return "Sign-in window open";
    case "token":
      return "Getting token";
    case "refresh":
      return "Renewing";
  }
}

/** That an API host did not take the token, and what was done about it. */
export function apiRefusalWords({ host, renewed }: ApiRefusal): string {
  return renewed
    ? `${host} answered 401 to the token, so it was renewed.`
    : `${host} answered 401 to the token. Check the scope and the audience that it was given for.`;
}

/** The failure that a status tells of, if any. */
export function statusProblem(status: ProfileStatus): GrantFailure | undefined {
  return "problem" in status ? status.problem : undefined;
}
