import { BUSINESS_PROVIDERS } from "./business.ts";
import { COMMERCE_PROVIDERS } from "./commerce.ts";
import { DEVELOPER_PROVIDERS } from "./developer.ts";
import { IDENTITY_PROVIDERS } from "./identity.ts";
import { MEDIA_PROVIDERS } from "./media.ts";
import { MEETING_PROVIDERS } from "./meetings.ts";
import type { Provider } from "./provider.ts";
import { SOCIAL_PROVIDERS } from "./social.ts";
import { WORK_PROVIDERS } from "./work.ts";

/** Every provider that Add OAuth offers, by name. */
export const PROVIDERS: readonly Provider[] = [
  ...IDENTITY_PROVIDERS,
  ...DEVELOPER_PROVIDERS,
  ...WORK_PROVIDERS,
  ...MEETING_PROVIDERS,
  ...BUSINESS_PROVIDERS,
  ...COMMERCE_PROVIDERS,
  ...SOCIAL_PROVIDERS,
  ...MEDIA_PROVIDERS,
].toSorted((a, b) => a.name.localeCompare(b.name, "en", { sensitivity: "base" }));

export function getProvider(id: string): Provider | undefined {
  return PROVIDERS.find((provider) => provider.id === id);
}

/**
 * The providers that fit what was typed: each word is in the name, the keywords or a URL's host. Those whose name begins
 * with it come first; nothing typed gives all.
 */
export function searchProviders(text: string): readonly Provider[] {
  const wanted = normalize(text);
  const words = wanted.split(" ").filter((word) => word !== "");
  return PROVIDERS.filter((provider) => words.every((word) => searchText(provider).includes(word))).toSorted(
    (a, b) => rank(a, wanted) - rank(b, wanted),
  );
}

/** The sort is stable, so that the order by name holds within a rank. */
function rank(provider: Provider, wanted: string): number {
  const name = normalize(provider.name);
  return name.startsWith(wanted) ? 0 : name.includes(wanted) ? 1 : 2;
}

function searchText({ name, keywords = [], settings, grants }: Provider): string {
  const urls = [settings, ...Object.values(grants)].map(({ authorizationUrl = "", tokenUrl = "" }) =>
    [authorizationUrl, tokenUrl].map((url) => url.split("/")[2] ?? "").join(" "),
  );
  return normalize([name, ...keywords, ...urls].join(" "));
}

function normalize(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
}
