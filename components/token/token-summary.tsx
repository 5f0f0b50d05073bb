import type { ComponentChildren, VNode } from "preact";
import type { TokenView } from "../../lib/domain/token-view.ts";
import { expirySourceWords, expiryWords, refreshTokenWords } from "../words/token.ts";
import { t } from "../words/t.ts";
import { dateTimeWords } from "../words/time.ts";
import { TokenSection } from "./token-section.tsx";

/** What matters of a token whatever it is made of: until when it is good and who says so, its type, and how it is renewed. */
export function TokenSummary({ view, nowMs }: { view: TokenView; nowMs: number }): VNode {
  return (
    <TokenSection title={t("tokenSummary")}>
      <dl class="token-facts">
        <TokenFact name={t("tokenExpires")}>
          {view.expiresAtMs === undefined ? null : <p>{expiryWords(view.expiresAtMs, nowMs)}</p>}
          <p class="quiet">{expirySourceWords(view.expirySource)}</p>
        </TokenFact>
        <TokenFact name={t("tokenObtained")}>{dateTimeWords(view.obtainedAtMs)}</TokenFact>
        <TokenFact name={t("tokenType")}>{view.tokenType ?? <span class="quiet">{t("tokenTypeNone")}</span>}</TokenFact>
        <TokenFact name={t("tokenRefreshToken")}>{refreshTokenWords(view)}</TokenFact>
      </dl>
    </TokenSection>
  );
}

/** One line of a list of facts. */
export function TokenFact({ name, children }: { name: string; children: ComponentChildren }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
