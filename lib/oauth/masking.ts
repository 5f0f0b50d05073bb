import type { OAuthProfile } from "../domain/profile.ts";
import type { TracedRequest, TracedResponse } from "../domain/trace.ts";
import { splitFieldPath } from "./field-path.ts";
import type { Header, HttpReply, HttpRequest } from "./http.ts";
import { createMask, isSecretName, MASK } from "./mask.ts";
import { parseReplyBody } from "./reply-body.ts";
import { maskBody, maskPairs, maskQuery, type MaskRules } from "./mask-body.ts";

type FieldNames = Pick<OAuthProfile, "tokenField" | "codeField">;

/** The most of a body that a trace keeps, in characters. */
const MAX_BODY = 32_768;

/** The most values of a reply that are looked for elsewhere in it. */
const MAX_BROUGHT = 20;

/** The request as it is stored in a trace and shown in the preview: what is sent, secrets masked. */
export function traceRequest(request: HttpRequest): TracedRequest {
  const rules: MaskRules = { mask: createMask(request.secrets), isSecretName };
  return {
    method: request.method,
    url: maskUrl(request.url, rules),
    headers: request.headers.map((header) => maskHeader(header, rules)),
    body: request.body === undefined ? undefined : maskBody(request.body, rules),
  };
}

/** The reply as it is stored in a trace: every token in it masked, known names or not. */
export function traceReply(reply: HttpReply, profile: FieldNames): TracedResponse {
  const fields = new Set([profile.tokenField, ...splitFieldPath(profile.tokenField).slice(-1)]);
  const isSecret = (name: string): boolean => isSecretName(name) || (fields.has(name) && !/^\d+$/u.test(name));
  const brought = secretLeaves(parseReplyBody(reply.body), isSecret).slice(0, MAX_BROUGHT);
  const rules: MaskRules = { mask: createMask([...reply.secrets, ...brought]), isSecretName: isSecret };
  // Masked before it is cut: half a secret would not be known for one.
  const body = maskBody(reply.body, rules);
  return {
    kind: "reply",
    status: reply.status,
    headers: reply.headers.map((header) => maskHeader(header, rules)),
    body: body.slice(0, MAX_BODY),
    shortened: body.length > MAX_BODY,
  };
}

/** The authorization response as it is stored in a trace: code and tokens masked, in the query and the fragment. */
export function traceRedirect(redirectedTo: string, profile: FieldNames): TracedResponse {
  const fields = new Set(["code", profile.codeField]);
  const rules: MaskRules = { mask: createMask([]), isSecretName: (name) => isSecretName(name) || fields.has(name) };
  return { kind: "redirect", url: maskUrl(redirectedTo, rules).slice(0, MAX_BODY) };
}

/** The values under secret names: a reply may repeat them under others. Short ones would hide half the text. */
function secretLeaves(value: unknown, isSecret: (name: string) => boolean, inside = false): string[] {
  if (typeof value === "string") return inside && value.length >= 8 ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => secretLeaves(member, isSecret, inside || isSecret(name)));
}

function maskUrl(url: string, rules: MaskRules): string {
  const start = url.search(/[?#]/u);
  if (start === -1) return maskPath(url, rules);
  return `${maskPath(url.slice(0, start), rules)}${maskQuery(url.slice(start), rules)}`;
}

/** A secret in host or path is there only when the tester put it there. */
function maskPath(url: string, rules: MaskRules): string {
  const [scheme = "", ...rest] = url.split("://");
  return [scheme, ...rest.map(rules.mask)].join("://");
}

/** Even the end of Basic credentials would show the end of a short secret. */
function maskHeader([name, value]: Header, rules: MaskRules): Header {
  if (/^(?:set-)?cookie$/iu.test(name)) return [name, MASK];
  if (/authorization$/iu.test(name)) return [name, value.replace(/^(\w+ )?[^]*$/u, `$1${MASK}`)];
  if (/^location$/iu.test(name)) return [name, maskUrl(value, rules)];
  if (isSecretName(name)) return [name, MASK];
  return [name, maskPairs(rules.mask(value), rules)];
}
