import { computed, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { toErrorData, type ErrorData } from "../../lib/domain/errors.ts";
import { hostPermissions } from "../../lib/domain/permissions.ts";
import type { Snapshot } from "../../lib/domain/snapshot.ts";
import { withScheme } from "../../lib/domain/with-scheme.ts";
import type { HostFormContent } from "../../lib/messages/protocol.ts";
import type { AppModel } from "./app-model.ts";
import { takeBackField } from "./corrected-field.ts";
import { LatestSender } from "./latest-sender.ts";
import type { NewHostStart } from "./router.ts";
import { typedHostError, withTypedPage } from "./typed-host.ts";

interface Typed {
  readonly host: HostFormContent["host"];
  /** The page being typed, before Add page. */
  readonly page: string;
  /** It goes on from what was typed earlier. */
  readonly restored: boolean;
}

/** A new API host while it is typed; the worker keeps it, as it does with forms of profiles. */
export class HostFormModel {
  readonly #app: AppModel;
  /** Undefined while the worker's draft is shown as it is, or the form as it is at first. */
  readonly #typed: Signal<Typed | undefined>;
  readonly #begun: Signal<Typed>;
  #start: NewHostStart;
  readonly #onTaken: () => void;
  #wasTaken = false;
  readonly #content: ReadonlySignal<Typed>;
  readonly #keeper: LatestSender<HostFormContent>;
  readonly host: ReadonlySignal<HostFormContent["host"]>;
  readonly page: ReadonlySignal<string>;
  readonly restored: ReadonlySignal<boolean>;
  readonly error: Signal<ErrorData | undefined> = signal(undefined);
  readonly failures: Signal<number> = signal(0);
  readonly saving: Signal<boolean> = signal(false);

  /** @param onTaken called at the first change: from then on the draft has what `start` asked for */
  constructor(app: AppModel, start: NewHostStart, onTaken: () => void) {
    this.#app = app;
    this.#start = start;
    this.#onTaken = onTaken;
    this.#keeper = new LatestSender((content) => app.run("keepHostForm", content));
    this.#begun = signal(newForm(app, start));
    this.#typed = signal(withStart(draftIn(app.snapshot.peek()), start));
    this.#content = computed(() => this.#typed.value ?? draftIn(app.snapshot.value) ?? this.#begun.value);
    this.host = computed(() => this.#content.value.host);
    this.page = computed(() => this.#content.value.page);
    this.restored = computed(() => this.#content.value.restored);
  }

  /** Takes over what is asked for while the form is open, also if it is the same again. */
  askFor(start: NewHostStart): void {
    if (start === this.#start) return;
    this.#start = start;
    this.#wasTaken = false;
    this.#begun.value = newForm(this.#app, start);
    const typed = this.#typed.peek();
    const asked = withStart(typed ?? draftIn(this.#app.snapshot.peek()), start);
    if (typed === undefined) this.#typed.value = asked;
    else if (asked !== undefined) this.#type(asked);
  }

  edit(change: Partial<HostFormContent["host"]>): void {
    this.#type({ host: { ...this.host.peek(), ...change } });
    if (change.pattern !== undefined) takeBackField(this.error, "hostsApiHost");
  }

  typePage(text: string): void {
    this.#type({ page: text });
    takeBackField(this.error, "hostsPage");
  }

  /** Forgets what was typed, and is as it was at first. */
  async discard(): Promise<void> {
    // Undo brings back what is kept.
    await this.#keeper.settle();
    await this.#app.run("discardHostForm", {});
    this.#typed.value = undefined;
    this.error.value = undefined;
  }

  /** Writes the scheme that what is typed lacks, for the person to see. */
  complete(): void {
    const { pattern } = this.host.peek();
    if (withScheme(pattern) !== pattern) this.edit({ pattern: withScheme(pattern) });
    const page = this.page.peek();
    if (withScheme(page) !== page) this.typePage(withScheme(page));
  }

  /** Moves the typed page into the list. Answers whether it could be read. */
  addPage(): boolean {
    this.complete();
    try {
      this.edit({ callingPages: withTypedPage(this.host.peek().callingPages, this.page.peek()) });
      this.#type({ page: "" });
      this.error.value = undefined;
      return true;
    } catch (error) {
      this.#fail(toErrorData(error));
      return false;
    }
  }

  /**
   * Saves, and asks the browser for what the host needs; must be called in the click itself. Answers the new host's
   * id, or undefined when it could not be saved.
   */
  async save(): Promise<string | undefined> {
    this.complete();
    const { pattern } = this.host.peek();
    const page = this.page.peek();
    const error = typedHostError(pattern, page);
    if (error !== undefined) {
      this.#fail(error);
      return undefined;
    }
    if (page.trim() !== "") this.addPage();
    const host = this.host.peek();
    this.saving.value = true;
    // The draft goes with the save.
    void this.#keeper.stop();
    const saving = this.#app.ask("saveHost", { host: { ...host, id: null } });
    this.#app.askPermissions(hostPermissions(host), saving);
    const answer = await saving;
    this.saving.value = false;
    if (answer.ok) return answer.result;
    this.#type({});
    this.#fail(answer.error);
    return undefined;
  }

  #type(change: Partial<Typed>): void {
    const typed = { ...this.#content.peek(), ...change };
    this.#typed.value = typed;
    if (!this.saving.peek()) this.#keeper.push({ hostId: null, host: typed.host, page: typed.page });
    if (!this.#wasTaken) this.#onTaken();
    this.#wasTaken = true;
  }

  #fail(error: ErrorData): void {
    this.error.value = error;
    this.failures.value += 1;
  }
}

function draftIn(snapshot: Snapshot | undefined): Typed | undefined {
  const draft = snapshot?.hostDrafts.find(({ hostId }) => hostId === null);
  return draft && { host: draft.host, page: draft.page, restored: true };
}

/** What was typed earlier, with what is asked for now; undefined where it is as it was. */
function withStart(draft: Typed | undefined, { callingPage, profileId }: NewHostStart): Typed | undefined {
  if (draft === undefined || (callingPage === undefined && profileId === undefined)) return undefined;
  const { host } = draft;
  const isListed = callingPage === undefined || [host.pattern, ...host.callingPages].includes(callingPage);
  const callingPages = isListed ? host.callingPages : [...host.callingPages, callingPage];
  return { ...draft, host: { ...host, callingPages, profileId: profileId ?? host.profileId } };
}

function newForm(app: AppModel, { callingPage, profileId }: NewHostStart): Typed {
  const profiles = app.snapshot.peek()?.profiles ?? [];
  return {
    host: {
      pattern: "",
      profileId: profileId ?? (profiles.length === 1 ? (profiles[0]?.id ?? null) : null),
      callingPages: callingPage === undefined ? [] : [callingPage],
      pageLoads: true,
      webSockets: false,
      enabled: true,
    },
    page: "",
    restored: false,
  };
}
