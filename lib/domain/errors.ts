/** Every way in which something can fail. The UI turns each into a sentence in one exhaustive switch. */
export type ErrorCode =
  // what the person typed
  | "invalid_field"
  | "not_found"
  // authorization request and response (RFC 6749 §4.1.1, §4.1.2)
  | "authorization_in_progress"
  | "authorization_canceled"
  | "authorization_window_closed"
  | "authorization_page_unreachable"
  | "sign_in_unavailable"
  | "authorization_refused"
  | "response_parameter_repeated"
  | "state_missing"
  | "state_mismatch"
  | "issuer_missing"
  | "issuer_mismatch"
  | "redirect_mismatch"
  | "code_missing"
  | "token_in_fragment"
  | "interaction_required"
  // token request and response (RFC 6749 §3.2, §5)
  | "token_refused"
  | "token_missing"
  | "http_status"
  | "network"
  | "offline"
  | "timeout"
  | "redirected"
  | "reply_empty"
  | "reply_too_large"
  | "reply_unreadable"
  | "retry_later"
  // discovery (RFC 8414 §3.3)
  | "discovery_failed"
  | "discovery_issuer_mismatch"
  // attaching and copying
  | "token_not_attachable"
  | "token_has_controls"
  | "other_server"
  | "permission_missing"
  | "rule_limit"
  | "clipboard_failed"
  // the administrator
  | "managed"
  | "host_not_allowed"
  | "passphrase_required"
  // what dies and comes back
  | "authorization_interrupted"
  | "renewal_interrupted"
  | "renewal_unknown"
  | "needs_authorization"
  // storage and vault
  | "storage_failed"
  | "storage_newer"
  | "storage_corrupt"
  | "token_unreadable"
  | "locked"
  | "wrong_passphrase"
  | "vault_tampered"
  // a backup's passphrase is wrong, or the file was changed: nobody can tell which
  | "backup_not_opened"
  // messages
  | "bad_message"
  | "forbidden_sender"
  // the browser
  | "browser_silent"
  | "unexpected";

/** What an error may carry to the screen. Never a secret, a token, or a reply's body. */
export interface ErrorDetails {
  /** Which field of a form is wrong. */
  readonly field?: string;
  /** Which of the field's rules is broken; see FieldProblem. */
  readonly problem?: FieldProblem;
  /** The name between a URL's braces that stands for nothing, with `unknown_placeholder`. */
  readonly placeholder?: string;
  /** The other fields of the form that are wrong too, in the form's order; absent when there is none. */
  readonly others?: readonly WrongField[];
  /** `error` as the server sent it (RFC 6749 §5.2), shortened. */
  readonly error?: string;
  /** `error_description` as the server sent it, shortened. */
  readonly errorDescription?: string;
  /** The issuer that was expected, where an issuer is wrong. */
  readonly expected?: string;
  /** The issuer that the server named, shortened. */
  readonly actual?: string;
  /** HTTP status of the reply. */
  readonly status?: number;
  /** Host the failure is about. */
  readonly host?: string;
  /** Milliseconds since the epoch before which trying again is pointless (`Retry-After`). */
  readonly retryAtMs?: number;
  /** The request never left this machine, and the browser says so. */
  readonly unsent?: true;
  /** The trace that shows the exchange. */
  readonly traceId?: string;
}

/** A field of a form, and which of its rules is broken. */
export interface WrongField {
  readonly field: string;
  readonly problem: FieldProblem;
  readonly placeholder?: string;
}

export type FieldProblem =
  | "required"
  | "too_short"
  | "too_long"
  | "duplicate"
  | "not_a_url"
  | "has_fragment"
  | "has_credentials"
  | "insecure_http"
  | "not_a_number"
  | "not_a_header_name"
  | "not_a_header_value"
  | "forbidden_header"
  | "not_an_api_host"
  | "not_an_origin"
  | "has_query"
  | "unsupported_character"
  | "unknown_placeholder"
  | "unsafe_redirect"
  // in a file
  | "too_large"
  | "not_a_backup"
  | "nothing_to_import"
  | "empty_file"
  | "broken_json"
  | "yaml"
  | "swagger_2"
  | "newer_version"
  | "wrong_type"
  | "not_a_choice"
  | "unknown_member"
  | "unknown_profile";

/** The part of an error that can be stored and sent to the pages. */
export interface ErrorData extends ErrorDetails {
  readonly code: ErrorCode;
}

/** The one error type. Its message is for developers; the screen's words come from its code and details. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(details.field === undefined ? code : `${code}: "${details.field}"`, options);
    this.code = code;
    this.details = details;
  }
}

/** Turns anything thrown into data for storage and screen. What is not an AppError says nothing of its message. */
export function toErrorData(thrown: unknown): ErrorData {
  return thrown instanceof AppError ? { ...thrown.details, code: thrown.code } : { code: "unexpected" };
}
