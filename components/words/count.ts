import { t, tCount } from "./t.ts";

/** The entries of a list. */
export interface Counted {
  readonly search: string;
  readonly found: number;
  readonly all: number;
  /** More are to come. */
  readonly partial: boolean | undefined;
}

/** How many entries a list has, or how many of them a search has found; empty while nobody knows. */
export function countWords(key: "hostsCount" | "oauthsCount", { search, found, all, partial }: Counted): string {
  if (partial === true) return "";
  return search === "" ? tCount(key, all) : t("commonFound", found, all);
}
