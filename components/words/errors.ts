import type { ErrorCode, ErrorData } from "../../lib/domain/errors.ts";
import { fieldProblemWords } from "./field-problems.ts";
import { isAdvancedField } from "./fields.ts";
import { type MessageKey, type PlainKey, t } from "./t.ts";

/** An error for the screen: a few words for a status, and what happened, why, and what to do. */
export interface ErrorWords {
  readonly title: string;
  readonly text: string;
}

const KEYS: Readonly<Record<Exclude<ErrorCode, "invalid_field">, readonly [title: PlainKey, text: MessageKey]>> = {
  not_found: ["errorsNotFoundTitle", "errorsNotFoundText"],
  authorization_in_progress: ["errorsAuthorizationInProgressTitle", "errorsAuthorizationInProgressText"],
  authorization_canceled: ["errorsAuthorizationCanceledTitle", "errorsAuthorizationCanceledText"],
  authorization_window_closed: ["errorsAuthorizationWindowClosedTitle", "errorsAuthorizationWindowClosedText"],
  authorization_page_unreachable: ["errorsAuthorizationPageUnreachableTitle", "errorsAuthorizationPageUnreachableText"],
  authorization_refused: ["errorsRefusedTitle", "errorsAuthorizationRefusedText"],
  response_parameter_repeated: ["errorsNotTrustedTitle", "errorsResponseParameterRepeatedText"],
  state_missing: ["errorsNotTrustedTitle", "errorsStateMissingText"],
  state_mismatch: ["errorsNotTrustedTitle", "errorsStateMismatchText"],
  issuer_missing: ["errorsNotTrustedTitle", "errorsIssuerMissingText"],
  issuer_mismatch: ["errorsNotTrustedTitle", "errorsIssuerMismatchText"],
  redirect_mismatch: ["errorsNotTrustedTitle", "errorsRedirectMismatchText"],
  code_missing: ["errorsCodeMissingTitle", "errorsCodeMissingText"],
  token_in_fragment: ["errorsNotTrustedTitle", "errorsTokenInFragmentText"],
  interaction_required: ["errorsInteractionRequiredTitle", "errorsInteractionRequiredText"],
  token_refused: ["errorsRefusedTitle", "errorsTokenRefusedText"],
  token_missing: ["errorsTokenMissingTitle", "errorsTokenMissingText"],
  http_status: ["errorsHttpTitle", "errorsHttpStatusText"],
  network: ["errorsNetworkTitle", "errorsNetworkText"],
  offline: ["errorsOfflineTitle", "errorsOfflineText"],
  browser_silent: ["errorsBrowserSilentTitle", "errorsBrowserSilentText"],
  timeout: ["errorsTimeoutTitle", "errorsTimeoutText"],
  redirected: ["errorsRedirectedTitle", "errorsRedirectedText"],
  reply_empty: ["errorsReplyEmptyTitle", "errorsReplyEmptyText"],
  reply_too_large: ["errorsReplyTooLargeTitle", "errorsReplyTooLargeText"],
  reply_unreadable: ["errorsReplyUnreadableTitle", "errorsReplyUnreadableText"],
  retry_later: ["errorsRetryLaterTitle", "errorsRetryLaterText"],
  discovery_failed: ["errorsDiscoveryFailedTitle", "errorsDiscoveryFailedText"],
  discovery_issuer_mismatch: ["errorsDiscoveryIssuerMismatchTitle", "errorsDiscoveryIssuerMismatchText"],
  token_not_attachable: ["errorsTokenNotAttachableTitle", "errorsTokenNotAttachableText"],
  token_has_controls: ["errorsClipboardFailedTitle", "errorsTokenHasControlsText"],
  other_server: ["errorsOtherServerTitle", "errorsOtherServerText"],
  permission_missing: ["errorsPermissionMissingTitle", "errorsPermissionMissingText"],
  rule_limit: ["errorsRuleLimitTitle", "errorsRuleLimitText"],
  managed: ["managedTitle", "errorsManagedText"],
  host_not_allowed: ["errorsHostNotAllowedTitle", "errorsHostNotAllowedText"],
  passphrase_required: ["errorsPassphraseRequiredTitle", "errorsPassphraseRequiredText"],
  clipboard_failed: ["errorsClipboardFailedTitle", "errorsClipboardFailedText"],
  authorization_interrupted: ["errorsAuthorizationInterruptedTitle", "errorsAuthorizationInterruptedText"],
  renewal_interrupted: ["errorsRenewalInterruptedTitle", "errorsRenewalInterruptedText"],
  renewal_unknown: ["errorsRenewalUnknownTitle", "errorsRenewalUnknownText"],
  needs_authorization: ["errorsNeedsAuthorizationTitle", "errorsNeedsAuthorizationText"],
  storage_failed: ["errorsStorageFailedTitle", "errorsStorageFailedText"],
  storage_newer: ["errorsStorageNewerTitle", "errorsStorageNewerText"],
  storage_corrupt: ["errorsStorageCorruptTitle", "errorsStorageCorruptText"],
  token_unreadable: ["errorsTokenUnreadableTitle", "errorsTokenUnreadableText"],
  locked: ["errorsLockedTitle", "errorsLockedText"],
  wrong_passphrase: ["errorsWrongPassphraseTitle", "errorsWrongPassphraseText"],
  vault_tampered: ["errorsVaultTamperedTitle", "errorsVaultTamperedText"],
  backup_not_opened: ["errorsBackupNotOpenedTitle", "errorsBackupNotOpenedText"],
  bad_message: ["errorsUnexpectedTitle", "errorsUnexpectedText"],
  forbidden_sender: ["errorsUnexpectedTitle", "errorsUnexpectedText"],
  unexpected: ["errorsUnexpectedTitle", "errorsUnexpectedText"],
};

/** The words for every error there is. Text from servers is quoted, never interpreted. */
export function errorWords(error: ErrorData): ErrorWords {
  if (error.code === "invalid_field") {
    const text = fieldProblemWords(error.field, error.problem, isAdvancedField(error.field));
    return { title: t("errorsInvalidFieldTitle"), text };
  }
  const [title, text] = KEYS[error.code];
  return { title: refusal(error) ?? t(title), text: t(textKey(error, text), ...details(error)) };
}

/** The server's own answer says more than any title. */
function refusal({ code, error, status }: ErrorData): string | undefined {
  const http = status === undefined ? undefined : `HTTP ${status}`;
  if (code === "http_status") return http;
  if (code !== "authorization_refused" && code !== "token_refused") return undefined;
  const reason = error ?? http;
  return reason === undefined ? undefined : t("errorsRefusedWithTitle", reason);
}

function textKey({ code, status, error }: ErrorData, key: MessageKey): MessageKey {
  // Most often the person's own answer to the server, and nothing in the profile (RFC 6749 §4.1.2.1).
  if (code === "authorization_refused" && error === "access_denied") return "errorsAccessDeniedText";
  return code === "http_status" && status === 404 ? "errorsNotFoundStatusText" : key;
}

/** What an error's text may take up, in the order of its placeholders: at, to, status, said, issuers. */
function details(error: ErrorData): [at: string, to: string, status: string, said: string, issuers: string] {
  const { host, status, expected, actual } = error;
  return [
    host === undefined ? "" : ` ${t("errorsAt", host)}`,
    host === undefined ? "" : ` ${t("errorsTo", host)}`,
    status === undefined ? "" : ` (HTTP ${status})`,
    serverSaid(error),
    expected === undefined || actual === undefined ? "" : ` ${t("errorsIssuers", expected, actual)}`,
  ];
}

function serverSaid({ error, errorDescription }: ErrorData): string {
  const said = [error, errorDescription].filter((part) => part !== undefined);
  return said.length === 0 ? "" : ` ${t("errorsSaid", said.join(": "))}`;
}
