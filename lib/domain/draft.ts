import type { ApiHost } from "./api-host.ts";
import type { OAuthProfile } from "./profile.ts";

/** A form that was typed into and not saved; it survives the page that showed it. */
export type Draft = ProfileDraft | ApiHostDraft;

/** Secrets typed into the form are not in it: the store keeps them sealed beside it and never hands them out. */
export interface ProfileDraft {
  readonly kind: "profile";
  readonly id: string;
  /** The saved profile that the form edits; null for a new one. */
  readonly profileId: string | null;
  /** Half typed: every member is there, and none need be valid. */
  readonly profile: OAuthProfile;
  /** Milliseconds since the epoch. */
  readonly updatedAtMs: number;
}

export interface ApiHostDraft {
  readonly kind: "apiHost";
  readonly id: string;
  /** The saved API host that the form edits; null for a new one. */
  readonly hostId: string | null;
  /** Half typed: every member is there, and none need be valid. The pattern of a saved one is empty where it is as saved. */
  readonly host: Omit<ApiHost, "id" | "seq" | "testMode">;
  /** The address of a saved one was emptied, and not left as it is. */
  readonly isEmptied?: boolean;
  /** Typed as a page that may call it, and not added yet. */
  readonly page: string;
  /** Milliseconds since the epoch. */
  readonly updatedAtMs: number;
}
