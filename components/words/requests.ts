import type { NoTokenReason, ObservedRequest } from "../../lib/domain/observed-request.ts";
import { type AnswerClass, answerClass } from "../../lib/domain/answer-class.ts";
import type { StatusWords, Tone } from "./status.ts";
import { type PlainKey, t } from "./t.ts";

const TONES: Readonly<Record<AnswerClass, Tone>> = {
  succeeded: "good",
  redirected: "neutral",
  refused: "warning",
  client_error: "warning",
  server_error: "bad",
  failed: "bad",
};

const REASONS: Readonly<Record<NoTokenReason, PlainKey>> = {
  preflight: "requestsPreflight",
  page_load: "requestsPageLoad",
  web_socket: "requestsWebSocket",
  page_not_listed: "requestsPageNotListed",
  off: "requestsOff",
  no_profile: "requestsNoProfile",
  no_permission: "requestsNoPermission",
  not_authorized: "requestsNotAuthorized",
  expired: "requestsExpired",
  unreadable: "requestsUnreadable",
  not_attachable: "requestsNotAttachable",
  locked: "requestsLocked",
  rule_limit: "requestsRuleLimit",
  test_mode: "requestsTestMode",
  host_not_allowed: "requestsHostNotAllowed",
  passphrase_required: "requestsPassphraseRequired",
  unknown: "requestsUnknown",
};

/** What came of a request, short enough for a column. */
export function answerWords(request: Pick<ObservedRequest, "status" | "error">): StatusWords {
  const tone = TONES[answerClass(request)];
  return { text: request.status === undefined ? t("requestsFailed") : String(request.status), tone };
}

/** Whose token a request carried, or why not the right one; with what the API or the browser says about it. */
export function carriedWords(
  request: ObservedRequest,
  profiles: readonly { readonly id: string; readonly name: string }[],
): string {
  const { challenge, error } = request;
  const says = [challenge?.error, challenge?.errorDescription, challenge?.scope, error].filter(
    (text) => text !== undefined,
  );
  return [tokenWords(request, profiles), ...says].join(" · ");
}

function tokenWords(
  { carried }: ObservedRequest,
  profiles: readonly { readonly id: string; readonly name: string }[],
): string {
  switch (carried.kind) {
    case "profile": {
      const name = profiles.find(({ id }) => id === carried.profileId)?.name;
      return name === undefined ? t("requestsTokenOfDeleted") : t("requestsToken", name);
    }
    case "test":
      return t("requestsTest");
    case "other":
      return t("requestsOther");
    case "none":
      return t("requestsNoToken", t(REASONS[carried.reason]));
    case "unseen":
      return t("requestsUnseen");
  }
}
