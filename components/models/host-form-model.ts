import { signal, type Signal } from "@preact/signals";
import { parseApiHost, parseCallingPage } from "../../lib/domain/api-host.ts";
import { toErrorData, type ErrorData } from "../../lib/domain/errors.ts";
import { hostPermissions } from "../../lib/domain/permissions.ts";
import { withScheme } from "../../lib/domain/with-scheme.ts";
import { wrongFieldDetails, wrongFieldsIn } from "../../lib/domain/wrong-fields.ts";
import type { ApiHostInput } from "../../lib/messages/protocol.ts";
import type { AppModel } from "./app-model.ts";
import { takeBackField } from "./corrected-field.ts";
import type { NewHostStart } from "./router.ts";

/** A new API host while it is typed. */
export class HostFormModel {
  readonly #app: AppModel;
  readonly host: Signal<ApiHostInput>;
  /** The page being typed, before Add page. */
  readonly page: Signal<string> = signal("");
  readonly error: Signal<ErrorData | undefined> = signal(undefined);
  readonly failures: Signal<number> = signal(0);
  readonly saving: Signal<boolean> = signal(false);

  constructor(app: AppModel, { callingPage, profileId }: NewHostStart) {
    this.#app = app;
    const profiles = app.snapshot.peek()?.profiles ?? [];
    this.host = signal({
      id: null,
      pattern: "",
      profileId: profileId ?? (profiles.length === 1 ? (profiles[0]?.id ?? null) : null),
      callingPages: callingPage === undefined ? [] : [callingPage],
      pageLoads: true,
      webSockets: false,
      enabled: true,
    });
  }

  edit(change: Partial<ApiHostInput>): void {
    this.host.value = { ...this.host.peek(), ...change };
    if (change.pattern !== undefined) takeBackField(this.error, "hostsApiHost");
  }

  typePage(text: string): void {
    this.page.value = text;
    takeBackField(this.error, "hostsPage");
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
      const origin = parseCallingPage(this.page.peek());
      const { callingPages } = this.host.peek();
      if (!callingPages.includes(origin)) this.edit({ callingPages: [...callingPages, origin] });
      this.page.value = "";
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
    const details = wrongFieldDetails([
      ...wrongFieldsIn(() => parseApiHost(pattern)),
      ...(page.trim() === "" ? [] : wrongFieldsIn(() => parseCallingPage(page))),
    ]);
    if (details !== undefined) {
      this.#fail({ ...details, code: "invalid_field" });
      return undefined;
    }
    if (page.trim() !== "") this.addPage();
    const host = this.host.peek();
    this.saving.value = true;
    const saving = this.#app.ask("saveHost", { host });
    this.#app.askPermissions(hostPermissions(host), saving);
    const answer = await saving;
    this.saving.value = false;
    if (answer.ok) return answer.result;
    this.#fail(answer.error);
    return undefined;
  }

  #fail(error: ErrorData): void {
    this.error.value = error;
    this.failures.value += 1;
  }
}
