import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { TokenSummary } from "../../lib/domain/token-set.ts";
import type { AppModel } from "../models/app-model.ts";
import { usePart } from "../ui/use-part.ts";

/** How much of a token's life is left. The status beside it says the same in words. */
export function LifetimeBar({ app, token }: { app: AppModel; token: TokenSummary | undefined }): VNode {
  // As far as it can be seen: it is drawn anew for each profile otherwise, each second.
  const percent = usePart(
    useCallback(
      () => (token === undefined ? 0 : Math.round(lifetimeLeft(token, app.now.value) * 1_000) / 10),
      [app, token],
    ),
  );
  const level = percent > 25 ? "long" : percent > 10 ? "short" : "ending";
  return (
    <svg class={`lifetime lifetime-${level}`} width="100%" height="4" aria-hidden="true" focusable="false">
      <rect class="lifetime-track" width="100%" height="4" rx="2" />
      {percent === 0 ? null : <rect class="lifetime-left" width={`${percent}%`} height="4" rx="2" />}
    </svg>
  );
}

/** Without a token there is no lifetime; locked, none that can be used. */
export function hidesLifetime({ token, status }: ProfileSummary): boolean {
  return token === undefined || status.kind === "locked";
}

/** From 1 for just obtained to 0 for expired; 1 where nobody knows. */
function lifetimeLeft({ obtainedAtMs, expiresAtMs }: TokenSummary, nowMs: number): number {
  if (expiresAtMs === undefined) return 1;
  const whole = expiresAtMs - obtainedAtMs;
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (expiresAtMs - nowMs) / whole));
}
