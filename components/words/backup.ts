import type { ImportCounts } from "../../lib/messages/protocol.ts";
import { listWords, t, tCount } from "./t.ts";

/** What came in with a file. */
export function importedWords(file: string, { profiles, hosts }: ImportCounts, settings: boolean): string {
  const parts = [
    profiles === 0 ? "" : tCount("backupProfiles", profiles),
    hosts === 0 ? "" : tCount("backupHosts", hosts),
    settings ? t("backupSettings") : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? t("backupImportedNothing", file) : t("backupImported", file, listWords(parts));
}
