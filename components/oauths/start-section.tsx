import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { StartModel } from "../models/start-model.ts";
import { Button } from "../ui/button.tsx";
import { startWords } from "../words/start.ts";
import { FilledFrom } from "./filled-from.tsx";
import { ProviderPicker } from "./provider-picker.tsx";

const PANEL_ID = "start";

/** Opens and closes the ways to fill the form. */
export function StartButton({ start }: { start: StartModel }): VNode {
  return (
    <Button expanded={start.isOpen.value} controls={PANEL_ID} onClick={() => start.toggle()}>
      {startWords.start}
    </Button>
  );
}

/** The ways to fill the form, and what has filled it. */
export function StartSection({ start, profile }: { start: StartModel; profile: OAuthProfile }): VNode {
  const open = start.isOpen.value;
  const fill = start.fill.value;
  useEffect(() => {
    if (open) void start.load();
  }, [open, start]);
  return (
    <>
      <section id={PANEL_ID} class="card start" aria-label={startWords.start} hidden={!open}>
        {open ? (
          <div class="start-part">
            <h2 class="section-title">{startWords.providerTitle}</h2>
            <p class="field-hint">{startWords.searchHint}</p>
            <ProviderPicker start={start} />
          </div>
        ) : null}
      </section>
      {fill === undefined ? null : <FilledFrom start={start} fill={fill} profile={profile} />}
    </>
  );
}
