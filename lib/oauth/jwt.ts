import { parseJsonMembers, type ReplyMembers } from "./reply-body.ts";

/**
 * The claims of a JWT (RFC 7519 §3), for display and for its expiry. Nothing is verified: to the client an access
 * token is opaque, and one that cannot be read is as good as any other.
 *
 * @returns undefined when it is no JWT
 */
export function getJwtClaims(token: string): ReplyMembers | undefined {
  const parts = token.split(".");
  return parts.length === 3 ? getPart(parts[1]) : undefined;
}

/** The header of a JWT (RFC 7519 §5), signed or encrypted; undefined when it is none. */
export function getJwtHeader(token: string): ReplyMembers | undefined {
  const parts = token.split(".");
  return parts.length === 3 || parts.length === 5 ? getPart(parts[0]) : undefined;
}

function getPart(part: string | undefined): ReplyMembers | undefined {
  if (part === undefined || !/^[\w-]+$/u.test(part)) return undefined;
  try {
    const binary = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.codePointAt(0) ?? 0);
    return parseJsonMembers(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
