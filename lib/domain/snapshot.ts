import type { ApiHost } from "./api-host.ts";
import type { ErrorData } from "./errors.ts";
import type { ProfileStatus } from "./grant.ts";
import type { PermissionSet } from "./permissions.ts";
import type { GrantType, OAuthProfile, SecretKey } from "./profile.ts";
import type { Settings } from "./settings.ts";
import type { TokenSummary } from "./token-set.ts";

/** Everything the pages show, and nothing that is secret: no token, no client secret, no code. */
export interface Snapshot {
  /** Oldest first. */
  readonly profiles: readonly ProfileSummary[];
  /** Oldest first. */
  readonly hosts: readonly HostSummary[];
  /** Half-typed forms. */
  readonly drafts: readonly DraftSummary[];
  readonly settings: Settings;
  readonly vault: VaultState;
  /** What is wrong with the storage, if anything; nothing is written then. */
  readonly storageProblem: ErrorData | undefined;
  /** The redirect URL to register with a provider. */
  readonly redirectUrl: string;
  /** Milliseconds since the epoch. */
  readonly takenAtMs: number;
}

export type VaultState = "off" | "locked" | "unlocked";

export interface ProfileSummary {
  readonly id: string;
  readonly name: string;
  readonly grantType: GrantType;
  readonly status: ProfileStatus;
  readonly token: TokenSummary | undefined;
  /** What Authorize asks the browser for, in the click. */
  readonly needed: PermissionSet;
  readonly missing: PermissionSet;
}

export interface HostSummary {
  readonly host: ApiHost;
  /** What attaching asks the browser for, in the click. */
  readonly needed: PermissionSet;
  readonly missing: PermissionSet;
  readonly attaching: AttachState;
}

/** Whether the host's requests carry a token now, and if not, why. */
export type AttachState =
  | "attaching"
  | "off"
  | "no_profile"
  | "no_permission"
  | "not_authorized"
  | "expired"
  | "not_attachable"
  | "locked"
  | "rule_limit";

export interface DraftSummary {
  readonly id: string;
  /** The profile that the form edits; null for a new one. */
  readonly profileId: string | null;
  readonly name: string;
}

/** A form's content as the worker keeps it. Secrets that were typed stay in the worker; only their names are told. */
export interface ProfileForm {
  readonly draftId: string;
  readonly profileId: string | null;
  readonly profile: OAuthProfile;
  readonly storedSecrets: readonly SecretKey[];
  /** Typed earlier and not saved: the page was closed in between. */
  readonly restored: boolean;
}

/** Secrets typed since the form was opened: a string sets, null removes, absent keeps what is stored. */
export type SecretChanges = Readonly<Partial<Record<SecretKey, string | null>>>;
