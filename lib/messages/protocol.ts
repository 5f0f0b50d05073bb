import type { CopyShape } from "../domain/copy-text.ts";
import type { BackupItem, ConflictChoice } from "../domain/backup-merge.ts";
import type { ApiHostDraft } from "../domain/draft.ts";
import type { ErrorData } from "../domain/errors.ts";
import type { OAuthProfile, SecretKey } from "../domain/profile.ts";
import type { PermissionSet } from "../domain/permission-set.ts";
import type { RequestPreview } from "../domain/preview.ts";
import type { ObservedRequest } from "../domain/observed-request.ts";
import type { Settings } from "../domain/settings.ts";
import type { ApiHost } from "../domain/api-host.ts";
import type { TestModeInput } from "../domain/test-mode.ts";
import type { DamagedRecord, ProfileForm, SecretChanges, Snapshot } from "../domain/snapshot.ts";
import type { TokenKind } from "../domain/token-set.ts";
import type { Introspection, TokenView, Userinfo } from "../domain/token-view.ts";
import type { Trace } from "../domain/trace.ts";

/** An API host as a form sends it; the worker gives a new one its id, and keeps a test mode that is on. */
export type ApiHostInput = NewApiHost | ApiHostChange;

type ApiHostMembers = Omit<ApiHost, "id" | "seq" | "testMode">;
type NewApiHost = ApiHostMembers & { readonly id: null };

/** What becomes of an API host. What is left out stays as it is by then, whatever was shown when somebody clicked. */
export interface ApiHostChange extends Partial<ApiHostMembers> {
  readonly id: string;
  readonly addedPage?: string;
  readonly removedPage?: string;
}

/** Which form to open: an empty one, a stored profile's, or a copy of one. */
export type FormTarget =
  | { readonly kind: "new" }
  | { readonly kind: "edit"; readonly profileId: string }
  | { readonly kind: "duplicate"; readonly profileId: string };

export interface FormContent {
  readonly draftId: string;
  readonly profile: OAuthProfile;
  readonly secrets: SecretChanges;
  /** Secrets that were typed and cleared again: what the draft has of them counts no more. */
  readonly asStored?: readonly SecretKey[];
}

/** What is typed into the form of an API host, or of a new one without an id. */
export type HostFormContent = Pick<ApiHostDraft, "hostId" | "host" | "isEmptied" | "page">;

/** A file, against what is there. */
export interface BackupSummary {
  readonly items: readonly BackupItem[];
  /** Whether the file has secrets, and whether the passphrase that was given opens them. */
  readonly secrets: "none" | "sealed" | "opened";
}

/** How many of a file's profiles and API hosts were added or replaced. */
export interface ImportCounts {
  readonly profiles: number;
  readonly hosts: number;
}

export interface ImportRequest {
  readonly text: string;
  readonly passphrase?: string;
  readonly conflicts: ConflictChoice;
  /** Take over the settings too, all but "Forget tokens when the browser closes". */
  readonly settings: boolean;
}

/** Every command a page can send: what it carries, and what it answers beside the snapshot. */
export interface Commands {
  getSnapshot: { request: object; result: null };

  openProfileForm: { request: { target: FormTarget }; result: ProfileForm };
  keepProfileForm: { request: FormContent; result: null };
  discardProfileForm: { request: { draftId: string }; result: null };
  previewRequests: { request: FormContent; result: readonly RequestPreview[] };
  /**
   * Asks a server what it says of itself, by its issuer or its `.well-known` address, and answers with the profile as
   * that fills it. Nothing is saved.
   */
  discoverServer: { request: { issuer: string; profile: OAuthProfile }; result: OAuthProfile };
  /**
   * Answers with the saved profile's id; `authorize` then runs the grant. `base` is the profile as the form began with it:
   * what was changed elsewhere since, and not in the form, stays.
   */
  saveProfile: { request: FormContent & { base?: OAuthProfile; authorize: boolean }; result: string };
  /** With `revoke`, the server is told first; if that fails, nothing is deleted. */
  deleteProfile: { request: { profileId: string; revoke?: boolean }; result: null };

  /**
   * Answers at once; what follows is told by snapshots. With `anew`, no refresh token is used: the grant is run. With
   * `copy`, the worker copies the token too, where the popup asks: it may be gone.
   */
  authorize: { request: { profileId: string; anew?: boolean; copy?: CopyShape }; result: null };
  cancelAuthorize: { request: { profileId: string }; result: null };
  /** Brings the sign-in window to the front, of which there is one at a time; false while its page still loads. */
  showSignIn: { request: object; result: boolean };
  /**
   * Acquires a fresh token first where needed. The token itself goes to the clipboard, never to a page: alone, or made
   * into another tool's text by the worker, with the URL of an API host, by default of the only one that the profile is
   * used for. Id and refresh token are copied as stored.
   */
  copyToken: {
    request: { profileId: string; which?: TokenKind } & CopyShape;
    result: null;
  };
  /** Everything of the stored tokens that may be shown: claims, scope, the reply masked. */
  viewToken: { request: { profileId: string }; result: TokenView };
  /** Asks the server what it knows of the access token (RFC 7662), and who the person is (OpenID Connect Core §5.3). */
  introspectToken: { request: { profileId: string }; result: Introspection };
  fetchUserinfo: { request: { profileId: string }; result: Userinfo };
  forgetToken: { request: { profileId: string }; result: null };
  /** Revokes at the server where the profile says how (RFC 7009), then forgets; if that fails, keeps everything. */
  revokeToken: { request: { profileId: string }; result: null };

  /** A new API host's draft goes with it. */
  saveHost: { request: { host: ApiHostInput }; result: string };
  /** Keeps what is typed into an API host's form, or nothing where that is what is saved. */
  keepHostForm: { request: HostFormContent; result: null };
  /** Takes a new API host's draft away, which can be undone. */
  discardHostForm: { request: object; result: null };
  /** Begins a test mode in place of the one before; null ends it. It ends by itself too. */
  setTestMode: { request: { hostId: string; testMode: TestModeInput | null }; result: null };
  deleteHost: { request: { hostId: string }; result: null };
  /** Brings back a deleted profile or API host, everything that belonged to it included. */
  undoDelete: { request: { id: string }; result: null };
  /** Makes a deletion final before its time. */
  finishDelete: { request: { id: string }; result: null };

  /** What the demo's servers need permission for; null when they do not run on this machine. */
  findDemo: { request: object; result: PermissionSet | null };
  /** Saves a profile and an API host for the demo's servers, and begins to authorize. Answers with the profile's id. */
  tryDemo: { request: object; result: string };

  /** The browser's permission prompt was answered, or the page that asked is still there to say so. */
  permissionsAnswered: { request: { granted: boolean }; result: null };

  /** Refuses a passphrase that is too short to protect anything. */
  setPassphrase: { request: { next: string }; result: null };
  changePassphrase: { request: { current: string; next: string }; result: null };
  removePassphrase: { request: { current: string }; result: null };
  lock: { request: object; result: null };
  unlock: { request: { passphrase: string }; result: null };

  /** Everything but tokens, as the text of a file; with a passphrase the secrets too, sealed by it. */
  exportBackup: { request: { passphrase?: string }; result: string };
  /** What importing a file would do; nothing is changed. Without its passphrase, sealed secrets are left out. */
  readBackup: { request: { text: string; passphrase?: string }; result: BackupSummary };
  /** Imports all of a file or nothing, and answers with what was found in it. */
  importBackup: { request: ImportRequest; result: ImportCounts };

  /** What can be read of the stored data, as the text of a JSON file. Has no secret and no token in it. */
  exportReadable: { request: object; result: string };
  /** Deletes everything that is stored and starts anew. */
  resetStorage: { request: object; result: null };
  /** Deletes a record that can't be used, and what belongs to it alone. */
  deleteDamaged: { request: { what: DamagedRecord["what"]; id: string }; result: null };
  /** The person has read that the stored data is gone. */
  dismissStorageLost: { request: object; result: null };

  saveSettings: { request: { settings: Settings }; result: null };
  listTraces: { request: object; result: readonly Trace[] };
  /** The requests to API hosts seen in the last hour, newest first: all, or those of one tab. */
  listRequests: { request: { tabId?: number }; result: readonly ObservedRequest[] };
  /** Forgets the traces, and with them the requests that were seen. */
  clearTraces: { request: object; result: null };
}

export type CommandName = keyof Commands;

export type CommandMessage = {
  [Name in CommandName]: { readonly command: Name } & Commands[Name]["request"];
}[CommandName];

export type CommandAnswer<Name extends CommandName> =
  | { readonly ok: true; readonly result: Commands[Name]["result"]; readonly snapshot: Snapshot }
  | { readonly ok: false; readonly error: ErrorData; readonly snapshot: Snapshot | undefined };

/** The channel on which the worker says what is worth asking for anew. */
export const CHANGES_CHANNEL = "bearer-bar-changes";

/** A new snapshot, or more observed requests. */
export type ChangeKind = "changed" | "requests";
