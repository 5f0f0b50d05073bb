import type { AttachState } from "./snapshot.ts";

/**
 * One request to an API host, as the browser told of it. Has no header, no query and no fragment: what a server or a
 * page puts there may be secret. In path and challenge the request's own credentials and every JWT are masked.
 */
export interface ObservedRequest {
  /** Unique in one run of the browser; each hop of a redirect is a request of its own. */
  readonly id: string;
  /** Milliseconds since the epoch, when its headers were sent. */
  readonly startedAtMs: number;
  /** Milliseconds from then to the answer's headers, or to the failure; undefined when the start was not seen. */
  readonly durationMs: number | undefined;
  /** Undefined for a request that belongs to no tab, as a service worker's. */
  readonly tabId: number | undefined;
  /** Origin of the page that made it; undefined for a typed address, and where the browser hides it. */
  readonly initiator: string | undefined;
  readonly method: string;
  /** Scheme, host, port and path, shortened. */
  readonly url: string;
  readonly type: RequestType;
  /** The API host that it falls under: of several the most specific one. */
  readonly hostId: string;
  readonly carried: CarriedToken;
  /** HTTP status; undefined when no answer came. */
  readonly status: number | undefined;
  /** The browser's word for a failure, such as `net::ERR_CONNECTION_REFUSED`; with a status, it failed after that. */
  readonly error: string | undefined;
  /** What the API says is wrong with the token; undefined without an answer of 401 or 403 that says so. */
  readonly challenge: BearerChallenge | undefined;
}

export type RequestType = "xmlhttprequest" | "main_frame" | "websocket";

export type CarriedToken =
  /** This profile's token, put on by our rule. */
  | { readonly kind: "profile"; readonly profileId: string }
  /** What a test mode of its API host sends in place of the profile's token. */
  | { readonly kind: "test" }
  /** An Authorization that is not ours: the page's own, or another extension's. */
  | { readonly kind: "other"; readonly reason: NoTokenReason }
  | { readonly kind: "none"; readonly reason: NoTokenReason }
  /** It left while the worker was asleep: only its end was seen. */
  | { readonly kind: "unseen" };

/** Why a request did not carry the token of its API host's profile. */
export type NoTokenReason =
  /** A CORS preflight never carries one. */
  | "preflight"
  /** *Attach on page loads* is off, or it is no GET. */
  | "page_load"
  /** *Attach on WebSocket connections* is off. */
  | "web_socket"
  /** The page that made it is neither the API host's own nor a calling page. */
  | "page_not_listed"
  | Exclude<AttachState, "attaching">
  /** Everything was in place by then: it left before, or the browser did not say all. */
  | "unknown";

/** What a resource server says in `WWW-Authenticate` (RFC 6750 §3), each shortened. */
export interface BearerChallenge {
  readonly error: string | undefined;
  readonly errorDescription: string | undefined;
  /** The scope that would be needed. */
  readonly scope: string | undefined;
}

/** Requests older than this are forgotten, milliseconds. */
export const OBSERVED_FOR_MS = 60 * 60_000;

/** As many are kept, the newest. */
export const MOST_OBSERVED = 500;

const LONGEST_URL = 300;
const LONGEST_METHOD = 20;

/**
 * The part of a URL that is shown and kept.
 *
 * @param mask hides what is secret, also in a path
 */
export function observedUrl(
  { origin, pathname }: Pick<URL, "origin" | "pathname">,
  mask: (text: string) => string,
): string {
  const url = mask(`${origin}${pathname}`);
  return url.length > LONGEST_URL ? `${url.slice(0, LONGEST_URL)}…` : url;
}

/** A page may name any method, of any length. */
export function observedMethod(method: string): string {
  return method.length > LONGEST_METHOD ? `${method.slice(0, LONGEST_METHOD)}…` : method;
}
