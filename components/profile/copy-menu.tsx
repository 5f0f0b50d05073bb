import type { VNode } from "preact";
import type { CopyFormat } from "../../lib/domain/copy-text.ts";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import type { AppModel } from "../models/app-model.ts";
import { copyToken } from "../models/profile-actions.ts";
import { MenuButton, type MenuItem } from "../ui/menu-button.tsx";
import { type PlainKey, t } from "../words/t.ts";

const FORMATS: readonly (readonly [format: CopyFormat, label: PlainKey])[] = [
  ["header", "copyHeader"],
  ["curl", "copyCurl"],
  ["fetch", "copyFetch"],
  ["httpie", "copyHttpie"],
  ["env", "copyEnv"],
];

export interface CopyMenuProps {
  readonly app: AppModel;
  readonly profile: ProfileSummary;
  /** The API host whose URL is put into requests. */
  readonly hostId?: string;
  readonly label: string;
  readonly markOnly?: boolean;
  /** What else there is to choose, after the ways to copy. */
  readonly more?: readonly MenuItem[];
}

/** The token as other tools want it, composed by the worker. */
export function CopyMenu({ app, profile, hostId, label, markOnly = false, more }: CopyMenuProps): VNode {
  const items = FORMATS.map(([format, key]): MenuItem => ({
    label: t(key),
    onChoose: () => void copyToken(app, profile, { format, ...(hostId === undefined ? {} : { hostId }) }),
  }));
  const blocked = app.isLocked.value ? t("vaultUnlockFirst") : undefined;
  return <MenuButton label={label} markOnly={markOnly} items={[...items, ...(more ?? [])]} blocked={blocked} />;
}
