import type { VNode } from "preact";
import type { TokenFacts } from "../../lib/domain/token-view.ts";
import { t } from "../words/t.ts";
import { dateTimeWords } from "../words/time.ts";
import { JsonSection, TokenSection } from "./token-section.tsx";

export interface TokenClaimsProps {
  readonly facts: TokenFacts;
  /** Headings of the claims and of the header. */
  readonly title: string;
  readonly headerTitle: string;
}

/** What a token says of itself, where that can be read without its key. */
export function TokenClaims({ facts, title, headerTitle }: TokenClaimsProps): VNode {
  if (facts.kind === "opaque") {
    return (
      <TokenSection title={title}>
        <p>{t("tokenOpaque")}</p>
      </TokenSection>
    );
  }
  const header = <JsonSection title={headerTitle} json={{ text: facts.header, shortened: false }} />;
  if (facts.kind === "encrypted_jwt") {
    return (
      <>
        <TokenSection title={title}>
          <p>{t("tokenEncrypted")}</p>
        </TokenSection>
        {header}
      </>
    );
  }
  return (
    <>
      <JsonSection title={title} note={t("tokenNotVerified")} json={{ text: facts.claims, shortened: false }}>
        {facts.times.length === 0 ? null : (
          <dl class="token-facts token-times">
            {facts.times.map(({ claim, atSeconds }) => (
              <div key={claim}>
                <dt>{claim}</dt>
                <dd>{dateTimeWords(atSeconds * 1_000)}</dd>
              </div>
            ))}
          </dl>
        )}
      </JsonSection>
      {header}
    </>
  );
}
