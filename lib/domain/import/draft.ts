import { newProfile, type OAuthProfile } from "../profile.ts";

/** What another tool's file says of one OAuth client: shown in the form before anything is saved. */
export interface ImportedDraft {
  readonly profile: OAuthProfile;
  /** Absent where the file has none. */
  readonly clientSecret?: string;
}

/** A draft from what was found; empty texts leave the defaults. */
export function draftOf(found: Partial<OAuthProfile>, clientSecret = ""): ImportedDraft {
  const given = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== "" && value !== undefined));
  const profile = { ...newProfile("", 0), ...given };
  // Without a secret there is nothing to prove oneself with; PKCE protects the code (RFC 9700 §2.1.1).
  const isPublic = clientSecret === "" && profile.grantType === "authorization_code";
  const own = isPublic && found.clientAuthentication === undefined ? { clientAuthentication: "none" as const } : {};
  return { profile: { ...profile, ...own }, ...(clientSecret === "" ? {} : { clientSecret }) };
}

export type Members = Readonly<Record<string, unknown>>;

/** The members of an object; none of anything else. */
export function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text itself, empty for anything that is none. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value.trim() : "";
}
