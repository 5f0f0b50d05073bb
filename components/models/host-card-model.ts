import { signal, type Signal } from "@preact/signals";
import { parseApiHost, parseCallingPage } from "../../lib/domain/api-host.ts";
import { toErrorData, type ErrorData } from "../../lib/domain/errors.ts";
import { union } from "../../lib/domain/permission-set.ts";
import { hostPermissions } from "../../lib/domain/permissions.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import { withScheme } from "../../lib/domain/with-scheme.ts";
import type { AppModel } from "./app-model.ts";
import { takeBackField } from "./corrected-field.ts";
import { letPageCall } from "./host-actions.ts";

/** What is typed into one API host's card and not saved yet. */
export class HostCardModel {
  readonly #app: AppModel;
  /** Undefined while the stored pattern is shown. */
  readonly pattern: Signal<string | undefined> = signal(undefined);
  readonly page: Signal<string> = signal("");
  readonly error: Signal<ErrorData | undefined> = signal(undefined);
  readonly failures: Signal<number> = signal(0);

  constructor(app: AppModel) {
    this.#app = app;
  }

  typePattern(text: string): void {
    this.pattern.value = text;
    takeBackField(this.error, "hostsApiHost");
  }

  typePage(text: string): void {
    this.page.value = text;
    takeBackField(this.error, "hostsPage");
  }

  /** Writes the scheme that what is typed lacks, for the person to see. */
  complete(): void {
    const pattern = this.pattern.peek();
    if (pattern !== undefined && withScheme(pattern) !== pattern) this.typePattern(withScheme(pattern));
    const page = this.page.peek();
    if (withScheme(page) !== page) this.typePage(withScheme(page));
  }

  /** Saves the typed pattern and asks the browser for the new host, in the same click. */
  async savePattern({ host, missing }: HostSummary): Promise<void> {
    this.complete();
    const pattern = this.pattern.peek();
    if (pattern === undefined) return;
    try {
      parseApiHost(pattern);
    } catch (error) {
      this.#fail(toErrorData(error));
      return;
    }
    const { seq: _seq, ...input } = { ...host, pattern };
    const saving = this.#app.ask("saveHost", { host: input });
    this.#app.askPermissions(union([missing, hostPermissions(input)]), saving);
    const answer = await saving;
    if (!answer.ok) {
      this.#fail(answer.error);
      return;
    }
    this.error.value = undefined;
    if (this.pattern.peek() === pattern) this.pattern.value = undefined;
  }

  /** Takes the typed pattern back. */
  revertPattern(): void {
    this.pattern.value = undefined;
    this.error.value = undefined;
  }

  /** Lets the typed page call the host. Answers whether it could be read. */
  addPage(summary: HostSummary): boolean {
    this.complete();
    try {
      const origin = parseCallingPage(this.page.peek());
      if (!summary.host.callingPages.includes(origin)) letPageCall(this.#app, summary, origin);
      this.page.value = "";
      this.error.value = undefined;
      return true;
    } catch (error) {
      this.#fail(toErrorData(error));
      return false;
    }
  }

  #fail(error: ErrorData): void {
    this.error.value = error;
    this.failures.value += 1;
  }
}
