import { parseJsonMembers, type ReplyMembers } from "./reply-body.ts";

/**
 * The claims of a JWT (RFC 7519 §3), for display and for its expiry. Nothing is verified: to the client an access
 * token is opaque, and one that cannot be read is as good as any other.
 *
 * @returns undefined when it is no JWT
 */
export function getJwtClaims(token: string): ReplyMembers | undefined {
  const parts = token.split(".");
  const payload = parts[1];
  if (parts.length !== 3 || payload === undefined || !/^[\w-]+$/u.test(payload)) return undefined;
  try {
    const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.codePointAt(0) ?? 0);
    return parseJsonMembers(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
