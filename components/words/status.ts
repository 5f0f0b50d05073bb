import type { GrantFailure, PendingStep, ProfileStatus } from "../../lib/domain/grant.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import { errorTitle } from "./error-titles.ts";
import { t } from "./t.ts";
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
      return { text: t("statusNotAuthorized"), tone: "neutral" };
    case "authorizing":
      return { text: stepWords(status.step), tone: "busy" };
    case "renewing":
      return { text: t("statusRenewing"), tone: "busy" };
    case "valid":
      if (status.expiresAtMs === undefined) return { text: t("statusValidUnknown"), tone: "good" };
      if (status.expiresAtMs <= nowMs) return expired();
      return {
        text: t("statusValidFor", durationWords(status.expiresAtMs - nowMs)),
        tone: status.problem === undefined ? "good" : "warning",
      };
    case "expired":
      return expired();
    case "failed":
      return { text: errorTitle(status.problem.error), tone: "bad" };
    case "locked":
      return { text: t("statusLocked"), tone: "neutral" };
  }
}

function expired(): StatusWords {
  return { text: t("statusExpired"), tone: "warning" };
}

function stepWords(step: PendingStep["kind"]): string {
  switch (step) {
    case "permission":
      return t("statusWaitingForPermission");
    case "authorization":
      return t("statusSignInOpen");
    case "token":
      return t("statusGettingToken");
    case "refresh":
      return t("statusRenewing");
  }
}

/** A profile's status in words: of one that can't get a token, what it lacks. */
export function profileStatusWords({ status, missingSecret }: ProfileSummary, nowMs: number): StatusWords {
  if (missingSecret !== "needed" || status.kind !== "not_authorized") return statusWords(status, nowMs);
  return { text: t("statusSecretMissing"), tone: "warning" };
}

/** The failure that a status tells of, if any. */
export function statusProblem(status: ProfileStatus): GrantFailure | undefined {
  return "problem" in status ? status.problem : undefined;
}

/** What the button says: Renew with a token present, Authorize without. */
export function authorizeWords(profile: ProfileSummary): string {
  return profile.token === undefined ? t("commonAuthorize") : t("commonRenew");
}
