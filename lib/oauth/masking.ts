import type { OAuthProfile } from "../domain/profile.ts";
import type { TracedRequest, TracedResponse } from "../domain/trace.ts";
import { getField, splitFieldPath } from "./field-path.ts";
import type { Header, HttpReply, HttpRequest } from "./http.ts";
import { createMask, isSecretName, MASK, NEEDLE_LENGTH } from "./mask.ts";
import { parseReplyBody } from "./reply-body.ts";
import { isSuccess } from "./reply-failure.ts";
import { maskBody, maskJson, maskPairs, maskQuery, type MaskRules } from "./mask-body.ts";

type FieldNames = Pick<OAuthProfile, "tokenField" | "codeField">;

/** The most of a body that a trace keeps, in characters. */
const MAX_BODY = 32_768;

/** The most of a text that is masked, in characters. More than is kept, because masking makes it shorter. */
const MAX_MASKED = 4 * MAX_BODY;

/** The most values of a reply that are looked for elsewhere in it. */
const MAX_BROUGHT = 20;

/** Shorter values are not looked for within texts, in characters: they would hide half of them. */
const MIN_BROUGHT = 8;

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
  const members = parseReplyBody(reply.body);
  const isUnread = members === undefined && isSuccess(reply) && reply.body.trim() !== "";
  const path = splitFieldPath(profile.tokenField);
  // Where nothing can be looked up, all that the path goes through is hidden.
  const fields = new Set([profile.tokenField, ...(isUnread ? path : path.slice(-1))].filter((name) => !isIndex(name)));
  const isSecret = (name: string): boolean => isSecretName(name) || fields.has(name);
  const tokens = new Set(stringLeaves(getField(members, profile.tokenField)?.value));
  const brought = [...tokens, ...secretLeaves(members, isSecret)].filter((value) => value.length >= MIN_BROUGHT);
  const rules: MaskRules = {
    mask: createMask([...reply.secrets, ...brought.slice(0, MAX_BROUGHT)]),
    isSecretName: isSecret,
    isSecretValue: (value) => tokens.has(value),
  };
  return {
    kind: "reply",
    status: reply.status,
    headers: reply.headers.map((header) => maskHeader(header, rules)),
    ...(isUnread ? maskUnread(reply.body, path, rules) : maskAndCut(reply.body, (text) => maskBody(text, rules))),
  };
}

interface MaskedBody {
  readonly body: string;
  readonly shortened: boolean;
}

/** What may stand in front of JSON to keep it from being run, or to have it run: `)]}'`, `while(1);`, `callback(`. */
const JSON_GUARD = /^[^\w<]{0,16}(?:(?:while|for)\([1;]{1,2}\);?|[A-Za-z_$][\w$.]{0,63}\()?\s{0,8}$/u;

/** A successful reply that cannot be read: nobody knows where its token is. */
function maskUnread(text: string, path: readonly string[], rules: MaskRules): MaskedBody {
  const start = text.search(/[[{]/u);
  const guard = text.slice(0, Math.max(start, 0)).trimStart();
  const hasNames = !path.every(isIndex);
  if (start !== -1 && hasNames && JSON_GUARD.test(guard)) {
    return maskAndCut(text.slice(start), (json) => guard + maskJson(json, rules, true));
  }
  const body = `left out: ${text.length} characters that could not be read, which may hold a token`;
  return { body, shortened: false };
}

function isIndex(part: string): boolean {
  return /^\d+$/u.test(part);
}

/** Masked before it is cut to what is kept: half a secret would not be known for one. */
function maskAndCut(text: string, mask: (text: string) => string): MaskedBody {
  const isCut = text.length > MAX_MASKED;
  const masked = mask(text.slice(0, MAX_MASKED));
  // The end of what was cut off before may be the beginning of a secret.
  const sure = isCut ? masked.slice(0, -NEEDLE_LENGTH) : masked;
  return { body: sure.slice(0, MAX_BODY), shortened: isCut || sure.length > MAX_BODY };
}

/** The authorization response as it is stored in a trace: code and tokens masked, in the query and the fragment. */
export function traceRedirect(redirectedTo: string, profile: FieldNames): TracedResponse {
  const fields = new Set(["code", profile.codeField]);
  const rules: MaskRules = { mask: createMask([]), isSecretName: (name) => isSecretName(name) || fields.has(name) };
  return { kind: "redirect", url: maskAndCut(redirectedTo, (url) => maskUrl(url, rules)).body };
}

function stringLeaves(value: unknown): string[] {
  return secretLeaves(value, () => true, true).filter((leaf) => leaf !== "");
}

/** The values under secret names: a reply may repeat them under others. */
function secretLeaves(value: unknown, isSecret: (name: string) => boolean, inside = false): string[] {
  if (typeof value === "string") return inside ? [value] : [];
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
  if (/^location$/iu.test(name)) return [name, maskAndCut(value, (url) => maskUrl(url, rules)).body];
  if (isSecretName(name)) return [name, MASK];
  return [name, maskAndCut(value, (text) => maskPairs(rules.mask(text), rules)).body];
}
