import type { ApiHost } from "./api-host.ts";
import type { ApiHostDraft } from "./draft.ts";
import type { ErrorData } from "./errors.ts";
import type { ApiRefusal, ProfileStatus } from "./grant.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { QuestionPermissions } from "./permissions.ts";
import type { GrantType, MissingSecret, OAuthProfile, SecretKey } from "./profile.ts";
import type { Settings } from "./settings.ts";
import type { TestMode } from "./test-mode.ts";
import type { TokenSummary } from "./token-set.ts";

/** What of the state a page shows now; the rest is not sent to it. All of it where nothing is said. */
export interface SnapshotView {
  /** So many profiles, the oldest, and as many API hosts beside theirs: for a first picture of thousands. */
  readonly first?: number;
  /** The popup's: of the API hosts those that pages of this origin may call, and a few others; none for null. */
  readonly page?: string | null;
  /** Beside these, by their ids. */
  readonly hosts?: readonly string[];
}

/** Everything the pages show, and nothing that is secret: no token, no client secret, no code. */
export interface Snapshot {
  /** Of the view there is more than this: the page asked for the first ones only. */
  readonly partial?: boolean;
  /** Oldest first. */
  readonly profiles: readonly ProfileSummary[];
  /** Oldest first. */
  readonly hosts: readonly HostSummary[];
  /** Half-typed forms of profiles. */
  readonly drafts: readonly DraftSummary[];
  /** Half-typed forms of API hosts, which have nothing secret in them. */
  readonly hostDrafts: readonly ApiHostDraft[];
  /** What was deleted and can still be had back, the last one last. */
  readonly deleted: readonly DeletedSummary[];
  readonly settings: Settings;
  readonly vault: VaultState;
  /** What the administrator wants the person to know; absent without a policy. */
  readonly policy?: PolicySummary;
  /** Why the stored data can't be used at all; nothing else in here means anything then, and nothing is written. */
  readonly storageProblem: ErrorData | undefined;
  /** What else the person should know of the storage; everything works but what is named. */
  readonly storageNotes: readonly StorageNote[];
  /** The redirect URL to register with a provider. */
  readonly redirectUrl: string;
  /** Milliseconds since the epoch. */
  readonly takenAtMs: number;
}

export interface PolicySummary {
  /** Nothing is obtained before a passphrase is set, and none can be removed. */
  readonly requirePassphrase: boolean;
  /** Members of the policy that could not be read: the administrator's to mend. */
  readonly problems: readonly string[];
}

export type VaultState = "off" | "locked" | "unlocked";

export type StorageNote =
  /** The database was deleted between two starts, and everything with it. Stays until it was read. */
  | { readonly kind: "lost" }
  /** The last write did not reach the disk; the one after it may. */
  | { readonly kind: "write_failed"; readonly error: ErrorData }
  | ({ readonly kind: "damaged" } & DamagedRecord);

/** A stored record that can't be used, where it still lies. */
export interface DamagedRecord {
  /** `secrets` and `token`: what is sealed can't be opened. The others: the whole record can't be read. */
  readonly what: "secrets" | "token" | "profile" | "host" | "form" | "settings";
  /** The record's key; for a token its profile's id. */
  readonly id: string;
  /** What the person calls it, where that can still be told. */
  readonly name: string | undefined;
}

export interface ProfileSummary {
  readonly id: string;
  readonly name: string;
  readonly grantType: GrantType;
  readonly clientId: string;
  /** Host and port of the token endpoint as they are typed, placeholders and all; empty where the URL is none. */
  readonly server: string;
  /** It has no Client Secret, though one would be sent. */
  readonly missingSecret?: MissingSecret | undefined;
  readonly status: ProfileStatus;
  readonly token: TokenSummary | undefined;
  /** The last 401 that an API host gave to this profile's token, since the browser started. */
  readonly apiRefusal?: ApiRefusal | undefined;
  /** The profile has a revocation URL (RFC 7009); otherwise its token can only be forgotten here. */
  readonly revocable: boolean;
  /** What can be asked of the server about the token, and what the browser is asked for in that click. */
  readonly questions: QuestionPermissions;
  /** What Authorize asks the browser for, in the click. */
  readonly missing: PermissionSet;
}

export interface HostSummary {
  readonly host: ApiHost;
  /** What attaching asks the browser for, in the click. */
  readonly missing: PermissionSet;
  readonly attaching: AttachState;
  /** The test mode that is on, and what its requests carry for it. */
  readonly testMode?: TestModeSummary | undefined;
}

export interface TestModeSummary extends TestMode {
  readonly sends: TestSending;
}

/** What the requests of a host in a test mode carry now. */
export type TestSending =
  /** As the mode asks (`asked`), or because of what keeps any token away. */
  | { readonly kind: "nothing"; readonly why: "asked" | NotAttaching }
  /** Nothing, for no token has expired yet; `fromMs` is when one will have, if that is known. */
  | { readonly kind: "none_expired_yet"; readonly fromMs: number | undefined }
  /** Another profile's token, as it is. */
  | { readonly kind: "token"; readonly profileId: string }
  | { readonly kind: "broken_signature" }
  | { readonly kind: "expired_token"; readonly expiredAtMs: number };

export type NotAttaching = Exclude<AttachState, "attaching" | "test_mode">;

/** Whether the host's requests carry a token now, and if not, why. */
export type AttachState =
  | "attaching"
  | "off"
  | "no_profile"
  | "no_permission"
  | "not_authorized"
  | "expired"
  | "unreadable"
  | "not_attachable"
  | "locked"
  | "rule_limit"
  /** The administrator allows other hosts only. */
  | "host_not_allowed"
  /** The administrator wants a passphrase first. */
  | "passphrase_required"
  /** Its requests carry what the test mode says; see TestModeSummary. */
  | "test_mode";

/** Something deleted that Undo brings back until it is gone for good. */
export interface DeletedSummary {
  /** Its own, as before. */
  readonly id: string;
  /** A draft is a form that was discarded. */
  readonly kind: "profile" | "host" | "profileDraft" | "hostDraft";
  /** The profile's name, the API host's address; of a draft it may be empty. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly untilMs: number;
}

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
  /** Those that there would be if the form were saved now. */
  readonly storedSecrets: readonly SecretKey[];
  /** Of these, the ones that were typed earlier and not saved. */
  readonly typedSecrets: readonly SecretKey[];
  /** Typed earlier and not saved: the page was closed in between. */
  readonly restored: boolean;
  /** And something of it is not as it is stored: what was typed and taken back is not, nor a secret that could not be kept. */
  readonly differs: boolean;
}

/** Secrets typed since the form was opened: a string sets, null removes, absent keeps what is stored. */
export type SecretChanges = Readonly<Partial<Record<SecretKey, string | null>>>;
