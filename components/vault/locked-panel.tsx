import type { VNode } from "preact";
import { useId } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import { Icon } from "../ui/icon.tsx";
import { UnlockForm } from "./unlock-form.tsx";
import { t } from "../words/t.ts";

export interface LockedPanelProps {
  readonly app: AppModel;
  /** The passphrase is what the person has come for. */
  readonly takesFocus?: boolean;
  readonly class: string;
}

/** Says that the vault is locked, what that means, and asks for the passphrase. Nothing while it is not. */
export function LockedPanel({ app, takesFocus = false, class: className }: LockedPanelProps): VNode | null {
  const titleId = useId();
  if (!app.isLocked.value) return null;
  return (
    <section class={`locked ${className}`} aria-labelledby={titleId}>
      <h2 id={titleId} class="locked-title">
        <Icon name="lock" />
        {t("vaultLockedTitle")}
      </h2>
      <p class="quiet">{t("vaultLockedText")}</p>
      <UnlockForm app={app} takesFocus={takesFocus} />
    </section>
  );
}
