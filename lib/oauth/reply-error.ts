import { getMember } from "./field-path.ts";

/** What a server says went wrong, in its own words. */
export interface ReplyError {
  readonly error: string | undefined;
  readonly description: string | undefined;
}

/** Members that carry an error's name. RFC 6749 §5.2 first, then what providers send instead. */
const ERROR_NAMES = [
  "error",
  "error_code",
  "errorCode",
  "errcode",
  "errorcode",
  "error_type",
  "errorType",
  "code",
  "type",
  "__type",
  "ECODE",
  "status",
] as const;

const DESCRIPTION_NAMES = [
  "error_description",
  "errorDescription",
  "error_message",
  "errorMessage",
  "error_msg",
  "errmsg",
  "err",
  "message",
  "Message",
  "msg",
  "detail",
  "description",
  "faultstring",
  "title",
  "reason",
] as const;

/** Members that mean failure even beside a token, unless they say "none". */
const FAILURE_NAMES = [
  "error",
  "errors",
  "error_code",
  "errorCode",
  "errcode",
  "error_message",
  "errorMessage",
] as const;

const MAX_DEPTH = 4;

/** The error of a reply that says outright that it failed, whether there is a token in it or not. */
export function getStatedError(reply: object): ReplyError | undefined {
  for (const name of FAILURE_NAMES) {
    const value = getMember(reply, name);
    if (isFailure(value)) return describeFailure(reply, value);
  }
  if (["ok", "success"].some((name) => isFalse(getMember(reply, name)))) {
    const { error, description } = describe(reply);
    return { error: error ?? "not ok", description };
  }
  return undefined;
}

/** The error of a reply that has no token: stated, or in any of the shapes seen, or nested. */
export function getAnyError(reply: object, depth = MAX_DEPTH): ReplyError | undefined {
  const own = getStatedError(reply) ?? getStatusError(reply);
  if (own !== undefined || depth === 0) return own;
  for (const member of Object.values(reply)) {
    if (typeof member !== "object" || member === null) continue;
    const nested = getAnyError(member, depth - 1);
    if (nested !== undefined) return nested;
  }
  return undefined;
}

/** The message of a reply whose HTTP status says that it failed: `{"message": …}` and the like. */
export function getMessage(reply: object): ReplyError | undefined {
  const { error, description } = describe(reply);
  return description === undefined ? undefined : { error, description };
}

/** `{status, message}`, `{code, msg}`, and a fault with a text: failure by number or by word. */
function getStatusError(reply: object): ReplyError | undefined {
  const described = describe(reply);
  if (typeof getMember(reply, "faultstring") === "string") return describeFault(reply, described);
  const status = getMember(reply, "status");
  if (isErrorStatus(status)) return described;
  const code = getMember(reply, "code");
  return isFailure(code) && !/^(?:2\d\d|ok|success)$/iu.test(String(code)) && described.description !== undefined
    ? { error: String(code), description: described.description }
    : undefined;
}

/** Apigee: `{"fault": {"faultstring": …, "detail": {"errorcode": …}}}`. */
function describeFault(fault: object, described: ReplyError): ReplyError {
  const detail = getMember(fault, "detail");
  const inner = typeof detail === "object" && detail !== null ? describe(detail).error : undefined;
  return { error: described.error ?? inner, description: described.description };
}

function isErrorStatus(status: unknown): boolean {
  if (typeof status === "string") return /^(?:error|fail|failed|failure|[45]\d\d)$/iu.test(status.trim());
  return typeof status === "number" && status >= 400;
}

/** Whether a member that tells of errors tells of one. Providers also send `null`, `""`, `0`, `false`, `[]`. */
function isFailure(value: unknown): boolean {
  if (typeof value === "string") return !/^(?:0*|false|null|none|undefined)$/iu.test(value.trim());
  if (typeof value === "object") return value !== null && Object.keys(value).length > 0;
  return value !== undefined && value !== 0 && value !== false;
}

function isFalse(value: unknown): boolean {
  return value === false || (typeof value === "string" && value.trim().toLowerCase() === "false");
}

function describeFailure(reply: object, value: unknown): ReplyError {
  const around = describe(reply);
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" ? { error: around.error ?? value, description: around.description } : around;
  }
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== "object" || first === null)
    return { error: getText(first) ?? around.error, description: around.description };
  const inside = describe(first);
  const hasWords = inside.error !== undefined || inside.description !== undefined;
  // `{"errors": {"client_id": ["is unknown"]}}`
  const words = hasWords
    ? inside
    : { error: Object.keys(first)[0], description: getText(Object.values(first).flat()[0]) };
  return { error: words.error ?? around.error, description: words.description ?? around.description };
}

function describe(reply: object): ReplyError {
  return { error: firstText(reply, ERROR_NAMES), description: firstText(reply, DESCRIPTION_NAMES) };
}

function firstText(reply: object, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = getMember(reply, name);
    const text = isFailure(value) ? getText(value) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
}

function getText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
