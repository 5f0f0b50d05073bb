import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { Breakable } from "../ui/breakable.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { usePart } from "../ui/use-part.ts";
import { profileStatusWords, type Tone } from "../words/status.ts";

const ICONS: Readonly<Record<Tone, IconName>> = {
  good: "good",
  warning: "warning",
  bad: "failed",
  busy: "busy",
  neutral: "neutral",
};

/** A profile's status in words, counting down. */
export function StatusLine({ app, profile }: { app: AppModel; profile: ProfileSummary }): VNode {
  const { text, tone } = usePart(useCallback(() => profileStatusWords(profile, app.now.value), [app, profile]));
  return (
    <p class={`status status-${tone}`}>
      <Icon name={ICONS[tone]} />
      <span>
        <Breakable text={text} />
      </span>
    </p>
  );
}
