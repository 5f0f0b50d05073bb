import type { ErrorCode, ErrorData } from "../../lib/domain/errors.ts";
import { type PlainKey, t } from "./t.ts";

const TITLES: Readonly<Record<ErrorCode, PlainKey>> = {
  invalid_field: "errorsInvalidFieldTitle",
  not_found: "errorsNotFoundTitle",
  authorization_in_progress: "errorsAuthorizationInProgressTitle",
  authorization_canceled: "errorsAuthorizationCanceledTitle",
  authorization_window_closed: "errorsAuthorizationWindowClosedTitle",
  authorization_page_unreachable: "errorsAuthorizationPageUnreachableTitle",
  sign_in_unavailable: "errorsSignInUnavailableTitle",
  authorization_refused: "errorsRefusedTitle",
  response_parameter_repeated: "errorsNotTrustedTitle",
  state_missing: "errorsNotTrustedTitle",
  state_mismatch: "errorsNotTrustedTitle",
  issuer_missing: "errorsNotTrustedTitle",
  issuer_mismatch: "errorsNotTrustedTitle",
  redirect_mismatch: "errorsNotTrustedTitle",
  code_missing: "errorsCodeMissingTitle",
  token_in_fragment: "errorsNotTrustedTitle",
  interaction_required: "errorsInteractionRequiredTitle",
  token_refused: "errorsRefusedTitle",
  token_missing: "errorsTokenMissingTitle",
  http_status: "errorsHttpTitle",
  network: "errorsNetworkTitle",
  offline: "errorsOfflineTitle",
  browser_silent: "errorsBrowserSilentTitle",
  timeout: "errorsTimeoutTitle",
  redirected: "errorsRedirectedTitle",
  reply_empty: "errorsReplyEmptyTitle",
  reply_too_large: "errorsReplyTooLargeTitle",
  reply_unreadable: "errorsReplyUnreadableTitle",
  retry_later: "errorsRetryLaterTitle",
  discovery_failed: "errorsDiscoveryFailedTitle",
  discovery_issuer_mismatch: "errorsDiscoveryIssuerMismatchTitle",
  token_not_attachable: "errorsTokenNotAttachableTitle",
  token_has_controls: "errorsClipboardFailedTitle",
  other_server: "errorsOtherServerTitle",
  permission_missing: "errorsPermissionMissingTitle",
  rule_limit: "errorsRuleLimitTitle",
  managed: "managedTitle",
  host_not_allowed: "errorsHostNotAllowedTitle",
  passphrase_required: "errorsPassphraseRequiredTitle",
  clipboard_failed: "errorsClipboardFailedTitle",
  authorization_interrupted: "errorsAuthorizationInterruptedTitle",
  renewal_interrupted: "errorsRenewalInterruptedTitle",
  renewal_unknown: "errorsRenewalUnknownTitle",
  needs_authorization: "errorsNeedsAuthorizationTitle",
  storage_failed: "errorsStorageFailedTitle",
  storage_newer: "errorsStorageNewerTitle",
  storage_corrupt: "errorsStorageCorruptTitle",
  token_unreadable: "errorsTokenUnreadableTitle",
  locked: "errorsLockedTitle",
  wrong_passphrase: "errorsWrongPassphraseTitle",
  vault_tampered: "errorsVaultTamperedTitle",
  backup_not_opened: "errorsBackupNotOpenedTitle",
  bad_message: "errorsUnexpectedTitle",
  forbidden_sender: "errorsUnexpectedTitle",
  unexpected: "errorsUnexpectedTitle",
};

/** A few words for a status; the whole story is `errorWords`. */
export function errorTitle(error: ErrorData): string {
  return refusal(error) ?? t(TITLES[error.code]);
}

/** The server's own answer says more than any title. */
function refusal({ code, error, status }: ErrorData): string | undefined {
  const http = status === undefined ? undefined : `HTTP ${status}`;
  if (code === "http_status") return http;
  if (code !== "authorization_refused" && code !== "token_refused") return undefined;
  const reason = error ?? http;
  return reason === undefined ? undefined : t("errorsRefusedWithTitle", reason);
}
