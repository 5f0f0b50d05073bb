import type { VNode } from "preact";
import { useEffect, useRef, useLayoutEffect, useState } from "preact/hooks";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { FormStart } from "../models/router.ts";
import { DiscoveryModel } from "../models/discovery-model.ts";
import type { StartModel } from "../models/start-model.ts";
import { Button } from "../ui/button.tsx";
import { FilledFrom } from "./filled-from.tsx";
import { IssuerDiscovery } from "./issuer-discovery.tsx";
import { ProviderPicker } from "./provider-picker.tsx";
import { t } from "../words/t.ts";

const PANEL_ID = "start";

/** Opens and closes the ways to fill the form. */
export function StartButton({ start }: { start: StartModel }): VNode {
  return (
    <Button expanded={start.isOpen.value} controls={PANEL_ID} onClick={() => start.toggle()}>
      {t("startStart")}
    </Button>
  );
}

export interface StartSectionProps {
  readonly start: StartModel;
  readonly profile: OAuthProfile;
  /** The way that was chosen already. */
  readonly focusOn: FormStart | undefined;
}

/** The ways to fill the form, and what has filled it. */
export function StartSection({ start, profile, focusOn }: StartSectionProps): VNode {
  const open = start.isOpen.value;
  const fill = start.fill.value;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (focusOn !== undefined) section.current?.querySelector<HTMLElement>(`[data-start="${focusOn}"] input`)?.focus();
  }, [focusOn]);
  const [discovery] = useState(() => new DiscoveryModel(start));
  // At once: other cleanups wait for the next paint, and an answer may come before.
  useLayoutEffect(() => () => discovery.dispose(), [discovery]);
  useEffect(() => {
    if (open) void start.load();
  }, [open, start]);
  return (
    <>
      <section ref={section} id={PANEL_ID} class="card start" aria-label={t("startStart")} hidden={!open}>
        {open ? (
          <>
            <div class="start-part" data-start="provider">
              <h2 class="section-title">{t("startProviderTitle")}</h2>
              <p class="field-hint">{t("startSearchHint")}</p>
              <ProviderPicker start={start} />
            </div>
            <div class="start-part" data-start="issuer">
              <h2 class="section-title">{t("startIssuerTitle")}</h2>
              <p class="field-hint">{t("startIssuerHint")}</p>
              <IssuerDiscovery discovery={discovery} profile={profile} />
            </div>
          </>
        ) : null}
      </section>
      {fill === undefined ? null : <FilledFrom start={start} fill={fill} profile={profile} />}
    </>
  );
}
