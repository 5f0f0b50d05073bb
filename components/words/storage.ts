import type { ErrorData } from "../../lib/domain/errors.ts";
import type { DamagedRecord, StorageNote } from "../../lib/domain/snapshot.ts";
import { type ErrorWords, errorWords } from "./errors.ts";

/** Words about the stored data: what is wrong with it, what can be done. */
export const storageWords = {
  understood: "OK",
  editProfile: "Edit profile",
  deleteProfile: "Delete profile",
  deleteProfileTitle: (name: string | undefined) => (name === undefined ? "Delete this profile?" : `Delete ${name}?`),
  deleteProfileText:
    "What is left of it goes, and its token. Authentication type becomes None where it was chosen. This can't be undone.",
  deleteIt: "Delete it",
  forgetToken: "Forget token",
  discard: "Discard",
  takeDefaults: "Use the defaults",

  title: "Stored data",
  text: "Profiles, API hosts, tokens and settings, kept in this browser only.",
  export: "Export",
  exportHint: "Saves a file with what can be read: no secrets, no tokens.",
  exported: (file: string) => `Exported: ${file}`,
  reset: "Reset",
  resetHint: "Deletes all of it and starts anew.",
  resetTitle: "Delete everything?",
  resetText:
    "Every profile, API host, token and setting in Bearer Bar is deleted, the passphrase too. This can't be undone.",
  resetAction: "Delete everything",
  resetDone: "Everything was deleted",

  tryAgain: "Try again",
  notAttached: "Until this is mended, no request carries a token.",
  exportOrReset: "Export or reset",
};

/** Why the stored data can't be used as a whole, and what to do. */
export function storageProblemWords(error: ErrorData): ErrorWords {
  if (error.code === "storage_newer") {
    return {
      title: "Made by a newer version",
      text: "The stored data comes from a newer version of Bearer Bar, and this one leaves it as it is. Update the extension to use it.",
    };
  }
  if (error.code === "storage_corrupt") {
    return {
      title: "The stored data is damaged",
      text: "It can't be read, and nothing is written over it. Restarting the browser may help; if it doesn't, export what is left and reset.",
    };
  }
  if (error.code === "storage_failed") {
    return {
      title: "The stored data can't be opened",
      text: "The browser refuses access to it: its disk may be full. Nothing was changed. Make room, then try again.",
    };
  }
  return errorWords(error);
}

/** What the person should know of the storage. */
export function storageNoteWords(note: StorageNote): string {
  switch (note.kind) {
    case "lost":
      return "Your stored profiles are gone: the browser, or somebody using it, has deleted Bearer Bar's stored data. Nothing of it is left to recover. Set your profiles up again.";
    case "write_failed":
      // A disk that is full at a write is another thing than one at which nothing can be opened.
      return note.error.code === "storage_failed" ? errorWords(note.error).text : storageProblemWords(note.error).text;
    case "damaged":
      return damagedWords(note);
  }
}

function damagedWords({ what, name }: DamagedRecord): string {
  const rest = "Nothing else is affected.";
  switch (what) {
    case "secrets":
      return `The secrets of ${quoted(name, "a profile")} were damaged or changed from outside and are not used. Enter all of them again, or delete the profile. ${rest}`;
    case "token":
      return `The token of ${quoted(name, "a profile")} was damaged or changed from outside and is not used. Press Authorize for a new one. ${rest}`;
    case "profile":
      return `${quoted(name, "A stored profile")} can't be read and is not used. ${rest}`;
    case "host":
      return `A stored API host can't be read, so its requests carry no token. ${rest}`;
    case "form":
      return `What you had typed for ${quoted(name, "a profile")} and not saved can't be read any more. ${rest}`;
    case "settings":
      return `The stored settings can't be read; the defaults count. ${rest}`;
  }
}

function quoted(name: string | undefined, unnamed: string): string {
  return name === undefined || name === "" ? unnamed : `“${name}”`;
}
