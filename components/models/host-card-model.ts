import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { parseCallingPage } from "../../lib/domain/api-host.ts";
import { toErrorData, type ErrorData } from "../../lib/domain/errors.ts";
import { hostPermissions } from "../../lib/domain/permissions.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import { withScheme } from "../../lib/domain/with-scheme.ts";
import type { HostFormContent } from "../../lib/messages/protocol.ts";
import type { AppModel } from "./app-model.ts";
import { takeBackField } from "./corrected-field.ts";
import { letPageCall } from "./host-actions.ts";
import { LatestSender } from "./latest-sender.ts";
import { typedHostError } from "./typed-host.ts";

interface Typed {
  /** Undefined while the stored pattern is shown. */
  readonly pattern: string | undefined;
  readonly page: string;
}

/** What is typed into one API host's card and not saved yet; the worker keeps it, as it does with forms of profiles. */
export class HostCardModel {
  readonly #app: AppModel;
  readonly #hostId: string;
  /** Undefined until something is typed here: what was typed earlier is in the worker's draft. */
  readonly #typed: Signal<Typed | undefined> = signal(undefined);
  readonly #content: ReadonlySignal<Typed>;
  readonly #keeper: LatestSender<HostFormContent>;
  /** Undefined while the stored pattern is shown. */
  readonly pattern: ReadonlySignal<string | undefined>;
  readonly page: ReadonlySignal<string>;
  readonly hasTyped: ReadonlySignal<boolean>;
  readonly error: Signal<ErrorData | undefined> = signal(undefined);
  readonly failures: Signal<number> = signal(0);

  constructor(app: AppModel, hostId: string) {
    this.#app = app;
    this.#hostId = hostId;
    this.#keeper = new LatestSender((content) => app.run("keepHostForm", content));
    this.#content = computed(() => this.#typed.value ?? this.#draft() ?? { pattern: undefined, page: "" });
    this.pattern = computed(() => this.#content.value.pattern);
    this.page = computed(() => this.#content.value.page);
    this.hasTyped = computed(() => this.pattern.value !== undefined || this.page.value !== "");
  }

  typePattern(text: string): void {
    this.#type({ pattern: text });
    takeBackField(this.error, "hostsApiHost");
  }

  typePage(text: string): void {
    this.#type({ page: text });
    takeBackField(this.error, "hostsPage");
  }

  /** Writes the scheme that what is typed lacks, for the person to see. */
  complete(): void {
    const pattern = this.pattern.peek();
    if (pattern !== undefined && withScheme(pattern) !== pattern) this.typePattern(withScheme(pattern));
    const page = this.page.peek();
    if (withScheme(page) !== page) this.typePage(withScheme(page));
  }

  /** Saves the typed pattern, with the page that is typed, and asks the browser for both in the same click. */
  async savePattern({ host }: HostSummary): Promise<void> {
    this.complete();
    const pattern = this.pattern.peek();
    if (pattern === undefined) return;
    const page = this.page.peek();
    const error = typedHostError(pattern, page);
    if (error !== undefined) {
      this.#fail(error);
      return;
    }
    const added = page.trim() === "" ? {} : { addedPage: parseCallingPage(page) };
    const callingPages = [...host.callingPages, ...Object.values(added)];
    const saving = this.#app.ask("saveHost", { host: { id: host.id, pattern, ...added } });
    // What the address of before lacks is not asked for any more.
    this.#app.askPermissions(hostPermissions({ ...host, pattern, callingPages }), saving);
    const answer = await saving;
    if (!answer.ok) {
      this.#fail(answer.error);
      return;
    }
    this.error.value = undefined;
    // What was typed meanwhile stays.
    this.#type({
      ...(this.pattern.peek() === pattern ? { pattern: undefined } : {}),
      ...(this.page.peek() === page ? { page: "" } : {}),
    });
  }

  /** Takes the typed pattern back. */
  revertPattern(): void {
    this.#type({ pattern: undefined });
    this.error.value = undefined;
  }

  /** Lets the typed page call the host. Answers whether it could be read. */
  addPage(summary: HostSummary): boolean {
    this.complete();
    try {
      const origin = parseCallingPage(this.page.peek());
      if (!summary.host.callingPages.includes(origin)) letPageCall(this.#app, summary, origin);
      this.#type({ page: "" });
      this.error.value = undefined;
      return true;
    } catch (error) {
      this.#fail(toErrorData(error));
      return false;
    }
  }

  #draft(): Typed | undefined {
    const draft = this.#app.snapshot.value?.hostDrafts.find(({ hostId }) => hostId === this.#hostId);
    if (draft === undefined) return undefined;
    const isTyped = draft.host.pattern !== "" || draft.isEmptied === true;
    return { pattern: isTyped ? draft.host.pattern : undefined, page: draft.page };
  }

  #type(change: Partial<Typed>): void {
    const stored = this.#app.snapshot.peek()?.hosts.find(({ host }) => host.id === this.#hostId)?.host;
    const { pattern, page } = { ...this.#content.peek(), ...change };
    // What says the same as the stored pattern follows it.
    this.#typed.value = { pattern: pattern === stored?.pattern ? undefined : pattern, page };
    if (stored === undefined) return;
    const { id: hostId, seq: _seq, testMode: _testMode, ...host } = stored;
    const typed = this.pattern.peek();
    this.#keeper.push({ hostId, host: { ...host, pattern: typed ?? "" }, isEmptied: typed === "", page });
  }

  #fail(error: ErrorData): void {
    this.error.value = error;
    this.failures.value += 1;
  }
}
