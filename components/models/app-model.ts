import { batch, computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { toErrorData, type ErrorData } from "../../lib/domain/errors.ts";
import { isEmpty, type PermissionSet } from "../../lib/domain/permission-set.ts";
import type { Snapshot, SnapshotView } from "../../lib/domain/snapshot.ts";
import type { PageTransport } from "../../lib/messages/client.ts";
import type { CommandAnswer, CommandName, Commands } from "../../lib/messages/protocol.ts";
import { AwaitedRenewals } from "./awaited-renewals.ts";
import { Clock } from "./clock.ts";
import { drawAnew, keepSame } from "./keep-same.ts";
import { KeptSearch } from "./kept-search.ts";
import { painted } from "./painted.ts";
import { SnapshotIndex } from "./snapshot-index.ts";
import { UnkeptForms } from "./unkept-forms.ts";
import { t } from "../words/t.ts";

/** A command that failed, and the profile or API host that it was about. */
export interface AppAlert {
  readonly subject: string | undefined;
  readonly error: ErrorData;
}

/** Something done that the person should hear of; `id` tells two of the same words apart. */
export interface Notice {
  readonly id: number;
  readonly text: string;
}

export interface AppModelOptions {
  /**
   * Goes to a page of Manage OAuth at an address like `#/oauths/new`; the popup shows its tab. Without one, it is shown as
   * it is.
   */
  readonly openPage?: (hash?: string) => void;
  /** Milliseconds since the epoch. */
  readonly readNowMs?: () => number;
  /** What the page shows of the state. Default: all of it. */
  readonly view?: () => SnapshotView;
}

/** So many entries are asked for first: more than a screen has room for, and there long before thousands are. */
const FIRST = 30;

/** How long a notice stays, milliseconds. */
const NOTICE_MS = 4_000;

/** What every page of ours shows and does: the worker's latest snapshot, and commands to it. */
export class AppModel {
  readonly transport: PageTransport;
  readonly snapshot: Signal<Snapshot | undefined> = signal(undefined);
  readonly alert: Signal<AppAlert | undefined> = signal(undefined);
  readonly notice: Signal<Notice | undefined> = signal(undefined);
  /** The list of single keys is shown. */
  readonly isHelpOpen: Signal<boolean> = signal(false);
  /** Profiles and API hosts with a command on its way. */
  readonly busy: Signal<ReadonlySet<string>> = signal(new Set<string>());
  readonly index = new SnapshotIndex(this.snapshot);
  /** Tokens and secrets are, until the passphrase is typed. */
  readonly isLocked: ReadonlySignal<boolean> = computed(() => this.snapshot.value?.vault === "locked");
  /** Of the lists in Manage OAuth. */
  readonly profileSearch = new KeptSearch();
  readonly hostSearch = new KeptSearch();
  /** Renewals that the person waits for. */
  readonly renewals = new AwaitedRenewals(({ name }) => this.tell(t("commonRenewed", name)));
  readonly unkeptForms = new UnkeptForms(async (content) => (await this.ask("keepProfileForm", content)).ok);
  /** Milliseconds since the epoch; moves once a second while something shown counts down. */
  readonly now: ReadonlySignal<number>;
  /** Milliseconds since the epoch. Failures after it are news to the person. */
  readonly startedAtMs: number;
  readonly openPage: (hash?: string) => void;
  readonly #view: () => SnapshotView;
  readonly #clock: Clock;
  #stopListening: () => void = () => {};
  #loading: Promise<void> | undefined;
  #reloadWanted = false;
  #noticeTimer: ReturnType<typeof setTimeout> | undefined;
  #notices = 0;

  constructor(transport: PageTransport, options: AppModelOptions = {}) {
    const { readNowMs = Date.now } = options;
    this.transport = transport;
    this.openPage = options.openPage ?? ((hash) => void transport.openOptions(hash));
    this.#view = options.view ?? (() => ({}));
    this.startedAtMs = readNowMs();
    this.#clock = new Clock(readNowMs, this.index.countsDown);
    this.now = this.#clock.now;
  }

  /** Loads the first snapshot and follows the worker's changes. */
  start(): void {
    this.#stopListening = this.transport.onChange(() => void this.load());
    void this.load();
  }

  dispose(): void {
    this.#stopListening();
    this.#clock.dispose();
    clearTimeout(this.#noticeTimer);
  }

  /** The first snapshot, once it is there; undefined when the worker does not answer. */
  async loaded(): Promise<Snapshot | undefined> {
    await this.#loading;
    return this.snapshot.peek();
  }

  /** Asks for a snapshot; while one is on its way, for one more after it. */
  async load(): Promise<void> {
    if (this.#loading !== undefined) {
      this.#reloadWanted = true;
      return this.#loading;
    }
    this.#loading = this.#loadUntilQuiet();
    return this.#loading;
  }

  async #loadUntilQuiet(): Promise<void> {
    try {
      do {
        this.#reloadWanted = false;
        const isFirst = this.snapshot.peek() === undefined;
        await this.run("getSnapshot", {});
        if (!isFirst || this.snapshot.peek()?.partial !== true) continue;
        // The rest, once the first ones are on the screen: what is read of thousands would come before they are drawn.
        await painted();
        this.#reloadWanted = true;
      } while (this.#reloadWanted);
    } finally {
      // In the same turn as the last look at it: a change in between would be nobody's.
      this.#loading = undefined;
    }
  }

  /** Sends a command, shows the snapshot it answers with, and turns a failure into the alert. */
  async run<Name extends CommandName>(
    command: Name,
    request: Commands[Name]["request"],
    subject?: string,
  ): Promise<CommandAnswer<Name>> {
    if (subject !== undefined) {
      this.#setBusy(subject, true);
      // What an earlier command has answered is no word on this one.
      if (this.alert.peek()?.subject === subject) this.alert.value = undefined;
    }
    const answer = await this.ask(command, request);
    if (subject !== undefined) this.#setBusy(subject, false);
    if (!answer.ok) {
      this.alert.value = { subject, error: answer.error };
      this.snapshot.value = drawAnew(this.snapshot.peek(), subject);
    }
    return answer;
  }

  /** As `run`, for callers that show the failure themselves. */
  async ask<Name extends CommandName>(command: Name, request: Commands[Name]["request"]): Promise<CommandAnswer<Name>> {
    const answer = await this.#send(command, request);
    if (answer.snapshot !== undefined) this.#show(answer.snapshot);
    return answer;
  }

  async #send<Name extends CommandName>(
    command: Name,
    request: Commands[Name]["request"],
  ): Promise<CommandAnswer<Name>> {
    try {
      const isFirst = this.snapshot.peek() === undefined;
      return await this.transport.send(command, request, { ...this.#view(), ...(isFirst ? { first: FIRST } : {}) });
    } catch (error) {
      return { ok: false, error: toErrorData(error), snapshot: undefined };
    }
  }

  /**
   * Shows the browser's prompt for what is missing and tells the worker the outcome. Must run in the click itself:
   * what is sent before it must not be awaited. The outcome is told once `saved` is done, because it is about that.
   */
  askPermissions(missing: PermissionSet, saved?: Promise<unknown>): void {
    void this.askedPermissions(missing, saved);
  }

  /** As `askPermissions`, for callers that carry on: answers whether all is granted, once the worker knows it. */
  async askedPermissions(missing: PermissionSet, saved?: Promise<unknown>): Promise<boolean> {
    if (isEmpty(missing)) return true;
    const answered = this.transport.requestPermissions(missing).catch(() => false);
    const [granted] = await Promise.all([answered, saved]);
    await this.run("permissionsAnswered", { granted });
    return granted;
  }

  showHelp(isOpen: boolean): void {
    this.isHelpOpen.value = isOpen;
  }

  showAlert(alert: AppAlert | undefined): void {
    this.alert.value = alert;
  }

  /** Puts text that is no secret on the clipboard and says so; `what` names it. */
  async copyText(text: string, what: string): Promise<void> {
    try {
      await this.transport.copyText(text);
      this.tell(t("commonCopiedText", what));
    } catch {
      this.showAlert({ subject: undefined, error: { code: "clipboard_failed" } });
    }
  }

  /** Puts a sentence into the live region for a while. */
  tell(text: string): void {
    clearTimeout(this.#noticeTimer);
    this.#notices += 1;
    this.notice.value = { id: this.#notices, text };
    this.#noticeTimer = setTimeout(() => (this.notice.value = undefined), NOTICE_MS);
  }

  /** Answers may overtake each other; only a newer snapshot is shown. */
  #show(next: Snapshot): void {
    const shown = this.snapshot.peek();
    const isLess = next.partial === true && shown?.partial !== true;
    if (shown === undefined || (next.takenAtMs >= shown.takenAtMs && !isLess)) {
      const snapshot = keepSame(shown, next);
      this.#clock.read();
      const subject = this.alert.peek()?.subject;
      const isNews = shown !== undefined && stateOf(shown, subject) !== stateOf(snapshot, subject);
      batch(() => {
        this.snapshot.value = snapshot;
        // A failure from before another attempt would contradict what that one has come to.
        if (isNews) this.alert.value = undefined;
        this.renewals.follow(snapshot.profiles);
      });
      this.unkeptForms.follow(shown, snapshot);
    }
  }

  #setBusy(subject: string, busy: boolean): void {
    const next = new Set(this.busy.peek());
    if (busy) next.add(subject);
    else next.delete(subject);
    this.busy.value = next;
  }
}

/** What tells one attempt at a profile's token from the next. */
function stateOf({ profiles }: Snapshot, profileId: string | undefined): string | undefined {
  const profile = profiles.find(({ id }) => id === profileId);
  return profile && JSON.stringify([profile.status, profile.token?.obtainedAtMs]);
}
