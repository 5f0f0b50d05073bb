import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
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
  const { text, tone } = profileStatusWords(profile, app.now.value);
  return (
    <p class={`status status-${tone}`}>
      <Icon name={ICONS[tone]} />
      <span>{breakable(text)}</span>
    </p>
  );
}

/** An error code of OAuth that is too long for its column goes on in the next line between its words. */
function breakable(text: string): VNode {
  const [first, ...others] = text.split(/(?<=_)/u);
  const join = (before: VNode, part: string): VNode => (
    <>
      {before}
      <wbr />
      {part}
    </>
  );
  return others.reduce(join, <>{first}</>);
}
