import { signal, type Signal } from "@preact/signals";
import { MAX_BACKUP_LENGTH } from "../../lib/domain/backup.ts";
import type { ConflictChoice } from "../../lib/domain/backup-merge.ts";
import { AppError, type ErrorData, toErrorData } from "../../lib/domain/errors.ts";
import type { ImportedDraft } from "../../lib/domain/import/draft.ts";
import { readImport } from "../../lib/domain/import/read-import.ts";
import type { BackupSummary, ImportCounts } from "../../lib/messages/protocol.ts";
import { importedWords } from "../words/backup.ts";
import { t } from "../words/t.ts";
import type { AppModel } from "./app-model.ts";
import { saveFile } from "./save-file.ts";

/** A file that was chosen, read as far as it could be. */
export interface ChosenFile {
  readonly name: string;
  readonly text: string;
  /** Of an export of ours: against what is there. */
  readonly summary: BackupSummary | undefined;
  /** Of another tool's. */
  readonly drafts: readonly ImportedDraft[];
}

/** What went wrong, and where: `repeat` is the repeated passphrase of the export. */
interface BackupError {
  readonly where: "export" | "repeat" | "import";
  readonly error: ErrorData;
}

/** Export of everything, and import: first what a file would do, then doing it. */
export class BackupModel {
  readonly app: AppModel;
  readonly exportPassphrase: Signal<string> = signal("");
  /** The same again: a slip would seal the secrets for good. */
  readonly exportRepeat: Signal<string> = signal("");
  readonly file: Signal<ChosenFile | undefined> = signal(undefined);
  readonly passphrase: Signal<string> = signal("");
  readonly conflicts: Signal<ConflictChoice> = signal("keep");
  readonly withSettings: Signal<boolean> = signal(false);
  readonly error: Signal<BackupError | undefined> = signal(undefined);
  /** Counts imports after which the page stays. */
  readonly imported: Signal<number> = signal(0);
  /** Counts how often there was no file any more. */
  readonly emptied: Signal<number> = signal(0);
  readonly busy: Signal<boolean> = signal(false);

  constructor(app: AppModel) {
    this.app = app;
  }

  typeExportPassphrase(text: string): void {
    this.exportPassphrase.value = text;
    // The field goes with it, and would come back filled in.
    if (text === "") this.exportRepeat.value = "";
    if (this.error.peek()?.where !== "import") this.error.value = undefined;
  }

  typeExportRepeat(text: string): void {
    this.exportRepeat.value = text;
    if (this.error.peek()?.where === "repeat") this.error.value = undefined;
  }

  typePassphrase(text: string): void {
    this.passphrase.value = text;
    if (this.error.peek()?.error.code === "backup_not_opened") this.error.value = undefined;
  }

  chooseConflicts(choice: ConflictChoice): void {
    this.conflicts.value = choice;
  }

  takeSettings(on: boolean): void {
    this.withSettings.value = on;
  }

  /** Saves everything as a file, with the secrets where a passphrase was typed. */
  async export(): Promise<void> {
    const passphrase = this.exportPassphrase.peek();
    if (passphrase !== "" && passphrase !== this.exportRepeat.peek()) {
      this.error.value = { where: "repeat", error: { code: "invalid_field" } };
      return;
    }
    const answer = await this.#busy(this.app.ask("exportBackup", passphrase === "" ? {} : { passphrase }));
    this.error.value = answer.ok ? undefined : { where: "export", error: answer.error };
    if (!answer.ok) return;
    const name = `bearer-bar-backup-${new Date(this.app.now.peek()).toISOString().slice(0, 10)}.json`;
    saveFile(name, answer.result);
    this.exportPassphrase.value = "";
    this.exportRepeat.value = "";
    this.app.tell(passphrase === "" ? t("backupExportedWithout", name) : t("backupExportedWithSecrets", name));
  }

  /** Looks at a file; nothing is changed by it. */
  async choose(file: File): Promise<void> {
    this.#forget();
    try {
      // A file of gigabytes is not even read; a character takes up to four bytes.
      if (file.size > MAX_BACKUP_LENGTH * 4)
        throw new AppError("invalid_field", { field: "File", problem: "too_large" });
      const text = await file.text();
      const found = readImport(text);
      const drafts = found.kind === "drafts" ? found.drafts : [];
      if (found.kind === "backup") await this.#read(file.name, text, undefined);
      else this.file.value = { name: file.name, text, summary: undefined, drafts };
    } catch (error) {
      this.error.value = { where: "import", error: toErrorData(error) };
    }
  }

  /** Opens the sealed secrets with what was typed. */
  async openSecrets(): Promise<void> {
    const file = this.file.peek();
    if (file !== undefined) await this.#read(file.name, file.text, this.passphrase.peek());
  }

  /** Imports the file, with what the typed passphrase opens. Where that changes what there is to choose, it is shown first. */
  async importBackup(): Promise<void> {
    const found = this.file.peek()?.summary;
    if (found?.secrets === "sealed" && this.passphrase.peek() !== "") {
      await this.openSecrets();
      const opened = this.file.peek()?.summary;
      if (opened?.secrets !== "opened" || (hasConflicts(opened) && !hasConflicts(found))) return;
    }
    const file = this.file.peek();
    if (file?.summary === undefined) return;
    const opened = file.summary.secrets === "opened" ? { passphrase: this.passphrase.peek() } : {};
    const choices = { conflicts: this.conflicts.peek(), settings: this.withSettings.peek() };
    const answer = await this.#busy(this.app.ask("importBackup", { text: file.text, ...opened, ...choices }));
    if (answer.ok) {
      this.cancel();
      this.app.tell(importedWords(file.name, answer.result, choices.settings));
      this.#showImported(answer.result);
    } else this.error.value = { where: "import", error: answer.error };
  }

  /** Puts a draft into the form of a new profile, where it is looked at before it is saved. */
  async openInForm({ profile, clientSecret }: ImportedDraft): Promise<void> {
    const form = await this.app.run("openProfileForm", { target: { kind: "new" } });
    if (!form.ok) return;
    const { draftId, profile: empty } = form.result;
    const content = {
      draftId,
      profile: { ...profile, id: empty.id, seq: empty.seq },
      secrets: { clientSecret: clientSecret ?? null },
    };
    if ((await this.app.run("keepProfileForm", content)).ok) this.app.openPage("#/oauths/new");
  }

  cancel(): void {
    this.#forget();
    this.emptied.value += 1;
  }

  #forget(): void {
    this.file.value = undefined;
    this.passphrase.value = "";
    this.conflicts.value = "keep";
    this.withSettings.value = false;
    this.error.value = undefined;
  }

  /** Goes to the list that has what came in; without any, the person may choose another file. */
  #showImported({ profiles, hosts }: ImportCounts): void {
    // What has come is to be seen.
    if (profiles > 0) this.app.profileSearch.type("");
    if (hosts > 0) this.app.hostSearch.type("");
    if (profiles > 0) this.app.openPage("#/oauths");
    else if (hosts > 0) this.app.openPage("#/hosts");
    else this.imported.value += 1;
  }

  async #read(name: string, text: string, passphrase: string | undefined): Promise<void> {
    const answer = await this.#busy(
      this.app.ask("readBackup", { text, ...(passphrase === undefined ? {} : { passphrase }) }),
    );
    this.error.value = answer.ok ? undefined : { where: "import", error: answer.error };
    if (answer.ok) this.file.value = { name, text, summary: answer.result, drafts: [] };
  }

  async #busy<T>(work: Promise<T>): Promise<T> {
    this.busy.value = true;
    try {
      return await work;
    } finally {
      this.busy.value = false;
    }
  }
}

/** Whether there is something to choose. */
function hasConflicts({ items }: BackupSummary): boolean {
  return items.some(({ state }) => state === "conflict");
}
