import type { ErrorData } from "./errors.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { TokenSummary } from "./token-set.ts";

/**
 * What is known of one profile's grant besides the token set itself. Written before each step that something could
 * interrupt, so that the next start can carry on or say what happened.
 */
export interface GrantState {
  readonly profileId: string;
  readonly pending: PendingStep | undefined;
  /** The last attempt's failure; cleared by the next success. */
  readonly failure: GrantFailure | undefined;
  readonly token: TokenSummary | undefined;
}

/** What the person has asked for with the click that begins a grant. */
export interface GrantWish {
  /** A refresh token may do (Renew); false: the grant is run in any case. */
  readonly mayRefresh: boolean;
  /** The popup asked, and is opened again for the outcome: it closes under a prompt or window. */
  readonly fromPopup?: boolean;
}

export type PendingStep =
  /** The browser shows its permission prompt; the popup that asked may be gone. */
  | ({ readonly kind: "permission"; readonly startedAtMs: number; readonly needed: PermissionSet } & GrantWish)
  /** The authorization window is open; `silent`: the server is asked without one. */
  | { readonly kind: "authorization"; readonly startedAtMs: number; readonly silent?: boolean }
  /** A token request is on its way: with a code, or with client credentials. */
  | { readonly kind: "token"; readonly startedAtMs: number }
  /** A refresh is on its way. If nobody reads the reply, a rotating server may have made the stored token useless. */
  | { readonly kind: "refresh"; readonly startedAtMs: number };

export interface GrantFailure {
  readonly error: ErrorData;
  readonly atMs: number;
  /** Renewal is tried again then (milliseconds since the epoch); undefined when it waits for the person. */
  readonly retryAtMs: number | undefined;
  /** How many attempts in a row have failed, for the back-off. */
  readonly attempts: number;
}

/** The state once a step begins, or undefined that none is under way. A permission that was missing is there by then. */
export function withStep(state: GrantState, pending: PendingStep | undefined): GrantState {
  const isOver =
    pending !== undefined && pending.kind !== "permission" && state.failure?.error.code === "permission_missing";
  return { ...state, pending, failure: isOver ? undefined : state.failure };
}

/** Whether nothing more is tried before the person has done something. */
export function needsPerson(failure: GrantFailure | undefined): boolean {
  return failure !== undefined && failure.retryAtMs === undefined;
}

/** Whether the refresh token may be used up without anybody knowing: presenting it again is the person's to decide. */
export function isUncertain(failure: GrantFailure | undefined): failure is GrantFailure {
  return failure?.error.code === "renewal_unknown" || failure?.error.code === "renewal_interrupted";
}

/** An API host answered 401 to a request that carried the profile's token (RFC 6750 §3.1). */
export interface ApiRefusal {
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** What was done: renewed once, or nothing, because it was renewed for this reason just before or can't be. */
  readonly renewed: boolean;
}

/** A profile's state in one word, for popup, options and badge alike. */
export type ProfileStatus =
  | { readonly kind: "not_authorized" }
  | { readonly kind: "authorizing"; readonly step: PendingStep["kind"]; readonly sinceMs: number }
  | { readonly kind: "renewing"; readonly expiresAtMs: number | undefined }
  | { readonly kind: "valid"; readonly expiresAtMs: number | undefined; readonly problem: GrantFailure | undefined }
  | { readonly kind: "expired"; readonly expiresAtMs: number; readonly problem: GrantFailure | undefined }
  | { readonly kind: "failed"; readonly problem: GrantFailure }
  | { readonly kind: "locked" };

/** Derives the status at `nowMs` (milliseconds since the epoch). */
export function profileStatus(state: GrantState | undefined, locked: boolean, nowMs: number): ProfileStatus {
  if (state === undefined) return { kind: "not_authorized" };
  const { pending, token, failure } = state;
  if (pending?.kind === "refresh" || (pending?.kind === "authorization" && pending.silent === true)) {
    return { kind: "renewing", expiresAtMs: token?.expiresAtMs };
  }
  if (pending !== undefined) return { kind: "authorizing", step: pending.kind, sinceMs: pending.startedAtMs };
  if (locked && token !== undefined) return { kind: "locked" };
  if (token === undefined)
    return failure === undefined ? { kind: "not_authorized" } : { kind: "failed", problem: failure };
  const { expiresAtMs } = token;
  return expiresAtMs === undefined || nowMs < expiresAtMs
    ? { kind: "valid", expiresAtMs, problem: failure }
    : { kind: "expired", expiresAtMs, problem: failure };
}
