import type { ErrorCode, ErrorData } from "../../lib/domain/errors.ts";
import { wrongFieldsOf } from "../../lib/domain/wrong-fields.ts";
import { fieldProblemWords, fieldWords } from "./field-problems.ts";
import { isAdvancedField, isProfileField } from "./fields.ts";
import { errorTitle } from "./error-titles.ts";
import { type MessageKey, listWords, t } from "./t.ts";

/** An error for the screen: a few words for a status, and what happened, why, and what to do. */
export interface ErrorWords {
  readonly title: string;
  readonly text: string;
}

const TEXTS: Readonly<Record<Exclude<ErrorCode, "invalid_field">, MessageKey>> = {
  not_found: "errorsNotFoundText",
  authorization_in_progress: "errorsAuthorizationInProgressText",
  authorization_canceled: "errorsAuthorizationCanceledText",
  authorization_window_closed: "errorsAuthorizationWindowClosedText",
  authorization_page_unreachable: "errorsAuthorizationPageUnreachableText",
  sign_in_unavailable: "errorsSignInUnavailableText",
  authorization_refused: "errorsAuthorizationRefusedText",
  response_parameter_repeated: "errorsResponseParameterRepeatedText",
  state_missing: "errorsStateMissingText",
  state_mismatch: "errorsStateMismatchText",
  issuer_missing: "errorsIssuerMissingText",
  issuer_mismatch: "errorsIssuerMismatchText",
  redirect_mismatch: "errorsRedirectMismatchText",
  code_missing: "errorsCodeMissingText",
  token_in_fragment: "errorsTokenInFragmentText",
  interaction_required: "errorsInteractionRequiredText",
  token_refused: "errorsTokenRefusedText",
  token_missing: "errorsTokenMissingText",
  http_status: "errorsHttpStatusText",
  network: "errorsNetworkText",
  offline: "errorsOfflineText",
  browser_silent: "errorsBrowserSilentText",
  timeout: "errorsTimeoutText",
  redirected: "errorsRedirectedText",
  reply_empty: "errorsReplyEmptyText",
  reply_too_large: "errorsReplyTooLargeText",
  reply_unreadable: "errorsReplyUnreadableText",
  retry_later: "errorsRetryLaterText",
  discovery_failed: "errorsDiscoveryFailedText",
  discovery_issuer_mismatch: "errorsDiscoveryIssuerMismatchText",
  token_not_attachable: "errorsTokenNotAttachableText",
  token_has_controls: "errorsTokenHasControlsText",
  other_server: "errorsOtherServerText",
  permission_missing: "errorsPermissionMissingText",
  rule_limit: "errorsRuleLimitText",
  managed: "errorsManagedText",
  host_not_allowed: "errorsHostNotAllowedText",
  passphrase_required: "errorsPassphraseRequiredText",
  clipboard_failed: "errorsClipboardFailedText",
  authorization_interrupted: "errorsAuthorizationInterruptedText",
  renewal_interrupted: "errorsRenewalInterruptedText",
  renewal_unknown: "errorsRenewalUnknownText",
  needs_authorization: "errorsNeedsAuthorizationText",
  storage_failed: "errorsStorageFailedText",
  storage_newer: "errorsStorageNewerText",
  storage_corrupt: "errorsStorageCorruptText",
  token_unreadable: "errorsTokenUnreadableText",
  locked: "errorsLockedText",
  wrong_passphrase: "errorsWrongPassphraseText",
  vault_tampered: "errorsVaultTamperedText",
  backup_not_opened: "errorsBackupNotOpenedText",
  bad_message: "errorsUnexpectedText",
  forbidden_sender: "errorsUnexpectedText",
  unexpected: "errorsUnexpectedText",
};

/**
 * The words for every error there is. Text from servers is quoted, never interpreted.
 *
 * @param button what the profile's button says, where one is to be pressed
 */
export function errorWords(error: ErrorData, button = t("commonAuthorize")): ErrorWords {
  if (error.code === "invalid_field") {
    return { title: errorTitle(error), text: invalidFieldWords(error) };
  }
  return { title: errorTitle(error), text: t(textKey(error, TEXTS[error.code]), ...details(error), button) };
}

/** An error beside a profile's form: of a field that says itself why it is wrong, only which. */
export function formErrorWords(error: ErrorData): string {
  const [first, ...others] = wrongFieldsOf(error);
  if (first === undefined || others.length > 0 || !isProfileField(first.field)) return errorWords(error).text;
  return t("errorsInvalidFieldText", fieldWords(first.field, isAdvancedField(first.field)));
}

/** Of one field, why; of more, which: each says itself why. */
function invalidFieldWords(error: ErrorData): string {
  const wrong = wrongFieldsOf(error);
  if (wrong.length < 2) return fieldProblemWords(error, isAdvancedField(error.field));
  return t("errorsInvalidFieldsText", listWords(wrong.map(({ field }) => fieldWords(field, isAdvancedField(field)))));
}

function textKey({ code, status, error }: ErrorData, key: MessageKey): MessageKey {
  // Most often the person's own answer to the server, and nothing in the profile (RFC 6749 §4.1.2.1).
  if (code === "authorization_refused" && error === "access_denied") return "errorsAccessDeniedText";
  return code === "http_status" && status === 404 ? "errorsNotFoundStatusText" : key;
}

/** What an error's text may take up, in the order of its placeholders: at, to, status, said, issuers; then the button. */
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
