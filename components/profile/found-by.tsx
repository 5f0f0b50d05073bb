import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import { foundBy } from "../models/search.ts";
import { Breakable } from "../ui/breakable.tsx";
import { t } from "../words/t.ts";

const LABELS = { clientId: "formClientId", server: "commonServer" } as const;

/** What a search has found a profile by, where that is not its name. */
export function FoundBy({ profile, search }: { profile: ProfileSummary; search: string }): VNode | null {
  const facts = foundBy(profile, search).map((member) => `${t(LABELS[member])}: ${profile[member]}`);
  if (facts.length === 0) return null;
  return (
    <p class="facts">
      <Breakable text={facts.join(" · ")} />
    </p>
  );
}
