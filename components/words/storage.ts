import type { ErrorCode, ErrorData } from "../../lib/domain/errors.ts";
import type { DamagedRecord, StorageNote } from "../../lib/domain/snapshot.ts";
import { type ErrorWords, errorWords } from "./errors.ts";
import { type PlainKey, t } from "./t.ts";

/** Of the whole storage these say more than of one record. */
const PROBLEMS: Readonly<Partial<Record<ErrorCode, readonly [title: PlainKey, text: PlainKey]>>> = {
  storage_newer: ["storageNewerTitle", "storageNewerText"],
  storage_corrupt: ["storageCorruptTitle", "storageCorruptText"],
  storage_failed: ["storageFailedTitle", "storageFailedText"],
};

/** Why the stored data can't be used as a whole, and what to do. */
export function storageProblemWords(error: ErrorData): ErrorWords {
  const keys = PROBLEMS[error.code];
  return keys === undefined ? errorWords(error) : { title: t(keys[0]), text: t(keys[1]) };
}

/** What the person should know of the storage. */
export function storageNoteWords(note: StorageNote): string {
  switch (note.kind) {
    case "lost":
      return t("storageLost");
    case "write_failed":
      // A disk that is full at a write is another thing than one at which nothing can be opened.
      return note.error.code === "storage_failed" ? errorWords(note.error).text : storageProblemWords(note.error).text;
    case "damaged":
      return damagedWords(note);
  }
}

function damagedWords({ what, name }: DamagedRecord): string {
  const named = name === undefined || name === "" ? undefined : t("commonQuoted", name);
  const profile = named ?? t("storageSomeProfile");
  switch (what) {
    case "secrets":
      return t("storageDamagedSecrets", profile);
    case "token":
      return t("storageDamagedToken", profile);
    case "profile":
      return t("storageDamagedProfile", named ?? t("storageSomeStoredProfile"));
    case "host":
      return t("storageDamagedHost");
    case "form":
      return t("storageDamagedForm", profile);
    case "settings":
      return t("storageDamagedSettings");
  }
}
