import type { ErrorData } from "../../../lib/domain/errors.ts";
import type { PermissionSet } from "../../../lib/domain/permission-set.ts";
import { newProfile, type OAuthProfile, type SecretKey } from "../../../lib/domain/profile.ts";
import type { RequestPreview } from "../../../lib/domain/preview.ts";
import type { ObservedRequest } from "../../../lib/domain/observed-request.ts";
import type { ProfileForm, Snapshot, SnapshotView } from "../../../lib/domain/snapshot.ts";
import type { Introspection, TokenView, Userinfo } from "../../../lib/domain/token-view.ts";
import type { Trace } from "../../../lib/domain/trace.ts";
import type { BrowserShortcut, PageTransport, TabInFront } from "../../../lib/messages/client.ts";
import type {
  BackupSummary,
  ChangeKind,
  CommandAnswer,
  CommandName,
  Commands,
  FormContent,
  HostFormContent,
  ImportCounts,
} from "../../../lib/messages/protocol.ts";
import { snapshot as emptySnapshot } from "./samples.ts";

/** One command that a page has sent. */
export interface SentCommand {
  readonly command: CommandName;
  readonly request: Readonly<Record<string, unknown>>;
}

type Outcome = { readonly result: unknown } | { readonly error: ErrorData };

/** A worker that answers from what the test has put into it. It stores nothing but drafts. */
export class FakeTransport implements PageTransport {
  readonly version = "1.2.3";
  snapshot: Snapshot;
  /** What the page viewed at each command. */
  readonly views: SnapshotView[] = [];
  readonly sent: SentCommand[] = [];
  readonly asked: PermissionSet[] = [];
  readonly opened: string[] = [];
  readonly copied: string[] = [];
  /** What happened, in order: commands by name, and "prompt". */
  readonly log: string[] = [];
  tabInFront: string | undefined = "https://docs.example.com/reference";
  /** Whether there is a sign-in window to show. */
  isSignInShown = true;
  lockShortcut: string | undefined = "Alt+Shift+L";
  shortcuts: readonly BrowserShortcut[] = [
    { name: "_execute_action", description: "", keys: "" },
    { name: "lock-vault", description: "Lock tokens and secrets", keys: "Alt+Shift+L" },
  ];
  granted: Promise<boolean> | boolean = true;
  profiles = new Map<string, OAuthProfile>();
  storedSecrets: readonly SecretKey[] = [];
  draft: { readonly form: ProfileForm; readonly content: FormContent | undefined } | undefined;
  previews: readonly RequestPreview[] = [];
  traces: readonly Trace[] = [];
  requests: readonly ObservedRequest[] = [];
  tokenView: TokenView | undefined;
  introspection: Introspection = {
    active: true,
    answer: { text: '{ "active": true }', shortened: false },
    signed: false,
  };
  userinfo: Userinfo = { subject: "same", answer: { text: '{ "sub": "alice" }', shortened: false }, signed: false };
  /** What discovery fills in. */
  discovered: Partial<OAuthProfile> = {};
  /** What the demo's servers need, where they run. */
  demo: PermissionSet | null = null;
  /** What reading a backup finds. */
  backup: BackupSummary = { items: [], secrets: "none" };
  imported: ImportCounts = { profiles: 0, hosts: 0 };
  readonly #failures = new Map<CommandName, ErrorData>();
  readonly #holds = new Map<CommandName, Promise<void>>();
  readonly #listeners = new Map<() => void, ChangeKind>();

  constructor(snapshot: Snapshot = emptySnapshot()) {
    this.snapshot = snapshot;
  }

  /** Makes every further command of this name fail, or work again. */
  fail(command: CommandName, error: ErrorData | undefined): void {
    if (error === undefined) this.#failures.delete(command);
    else this.#failures.set(command, error);
  }

  /** Keeps answers to this command back until the returned function is called. */
  hold(command: CommandName): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#holds.set(command, promise);
    return () => {
      this.#holds.delete(command);
      resolve();
    };
  }

  /** The worker's state has changed. */
  change(change: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...change, takenAtMs: this.snapshot.takenAtMs + 1 };
    this.#tell("changed");
  }

  /** The worker has seen these requests, newest first. */
  see(requests: readonly ObservedRequest[]): void {
    this.requests = requests;
    this.#tell("requests");
  }

  #tell(what: ChangeKind): void {
    for (const [listener, kind] of this.#listeners) if (kind === what) listener();
  }

  /** The requests of every command of this name. */
  sentOf(command: CommandName): readonly Readonly<Record<string, unknown>>[] {
    return this.sent.filter((entry) => entry.command === command).map(({ request }) => request);
  }

  async send<Name extends CommandName>(
    command: Name,
    request: Commands[Name]["request"],
    view: SnapshotView = {},
  ): Promise<CommandAnswer<Name>> {
    const entry = { command, request: structuredClone(request) as Record<string, unknown> };
    this.sent.push(entry);
    this.log.push(command);
    this.views.push(view);
    await this.#holds.get(command);
    const outcome = this.#answer(entry);
    // As a message brings it: nothing in it is what a page has already.
    const snapshot = structuredClone(cut(this.snapshot, view));
    if ("error" in outcome) return { ok: false, error: outcome.error, snapshot };
    return { ok: true, result: outcome.result as Commands[Name]["result"], snapshot };
  }

  onChange(listener: () => void, kind: ChangeKind = "changed"): () => void {
    this.#listeners.set(listener, kind);
    return () => this.#listeners.delete(listener);
  }

  async requestPermissions(needed: PermissionSet): Promise<boolean> {
    this.asked.push(needed);
    this.log.push("prompt");
    return this.granted;
  }

  async getTabInFront(): Promise<TabInFront> {
    return { id: 7, url: this.tabInFront };
  }

  async openOptions(hash = "as it is"): Promise<void> {
    this.opened.push(hash);
  }

  async getLockShortcut(): Promise<string | undefined> {
    return this.lockShortcut;
  }

  async getShortcuts(): Promise<readonly BrowserShortcut[]> {
    return this.shortcuts;
  }

  openShortcutSettings(): void {
    this.opened.push("shortcuts");
  }

  async copyText(text: string): Promise<void> {
    this.copied.push(text);
  }

  #answer({ command, request }: SentCommand): Outcome {
    const failure = this.#failures.get(command);
    if (failure !== undefined) return { error: failure };
    switch (command) {
      case "openProfileForm":
        return this.#openForm((request as Commands["openProfileForm"]["request"]).target);
      case "keepProfileForm":
        if (this.draft !== undefined)
          this.draft = { form: this.draft.form, content: request as unknown as FormContent };
        return { result: null };
      case "discardProfileForm":
        this.draft = undefined;
        return { result: null };
      case "saveProfile": {
        const { profile } = request as unknown as FormContent;
        this.draft = undefined;
        this.profiles.set(profile.id, profile);
        return { result: profile.id };
      }
      case "previewRequests":
        return { result: this.previews };
      case "discoverServer":
        return { result: { ...(request as Commands["discoverServer"]["request"]).profile, ...this.discovered } };
      case "listTraces":
        return { result: this.traces };
      case "listRequests":
        return { result: this.requests };
      case "viewToken":
        return this.tokenView === undefined ? { error: { code: "not_found" } } : { result: this.tokenView };
      case "introspectToken":
        return { result: this.introspection };
      case "fetchUserinfo":
        return { result: this.userinfo };
      case "showSignIn":
        return { result: this.isSignInShown };
      case "findDemo":
        return { result: this.demo };
      case "exportBackup":
        return { result: "{}" };
      case "readBackup":
        return { result: this.backup };
      case "importBackup":
        return { result: this.imported };
      case "saveHost":
        return { result: "host-new" };
      case "keepHostForm":
        this.#keepHost(request as unknown as HostFormContent);
        return { result: null };
      case "discardHostForm":
        this.change({ hostDrafts: this.snapshot.hostDrafts.filter(({ hostId }) => hostId !== null) });
        return { result: null };
      case "getSnapshot":
      case "deleteProfile":
      case "authorize":
      case "cancelAuthorize":
      case "copyToken":
      case "forgetToken":
      case "revokeToken":
      case "setTestMode":
      case "deleteHost":
      case "undoDelete":
      case "tryDemo":
      case "finishDelete":
      case "permissionsAnswered":
      case "saveSettings":
      case "clearTraces":
      case "setPassphrase":
      case "changePassphrase":
      case "removePassphrase":
      case "lock":
      case "unlock":
      case "exportReadable":
      case "resetStorage":
      case "deleteDamaged":
      case "dismissStorageLost":
        return { result: null };
    }
  }

  #keepHost(content: HostFormContent): void {
    const others = this.snapshot.hostDrafts.filter(({ hostId }) => hostId !== content.hostId);
    const draft = { ...content, kind: "apiHost", id: content.hostId ?? "newHost", updatedAtMs: 1 } as const;
    this.change({ hostDrafts: [...others, draft] });
  }

  #openForm(target: Commands["openProfileForm"]["request"]["target"]): Outcome {
    if (this.draft?.content !== undefined) {
      return {
        result: {
          ...this.draft.form,
          profile: this.draft.content.profile,
          restored: true,
          differs: true,
        } satisfies ProfileForm,
      };
    }
    const stored = target.kind === "new" ? newProfile("profile-new", 99) : this.profiles.get(target.profileId);
    if (stored === undefined) return { error: { code: "not_found" } };
    const form: ProfileForm = {
      draftId: "draft-1",
      profileId: target.kind === "edit" ? stored.id : null,
      profile: target.kind === "duplicate" ? { ...stored, id: "profile-copy", name: `${stored.name} (copy)` } : stored,
      storedSecrets: target.kind === "new" ? [] : this.storedSecrets,
      typedSecrets: [],
      restored: false,
      differs: false,
    };
    this.draft = { form, content: undefined };
    return { result: form };
  }
}

/** As the worker does it for a page that asks for the first ones only. */
function cut(snapshot: Snapshot, { first = Infinity }: SnapshotView): Snapshot {
  if (snapshot.profiles.length <= first) return snapshot;
  return { ...snapshot, profiles: snapshot.profiles.slice(0, first), partial: true };
}
