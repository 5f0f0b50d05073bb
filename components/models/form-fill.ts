import { isSame } from "../../lib/domain/is-same.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import type { Provider } from "../../lib/domain/providers/provider.ts";

export type ProfileMember = keyof OAuthProfile;

/** What filled the form, and the form on both sides of it. */
export interface FormFill {
  /** What the person calls it: a provider's name, or an issuer. */
  readonly from: string;
  /** Undefined for an issuer. */
  readonly provider: Provider | undefined;
  readonly before: OAuthProfile;
  readonly after: OAuthProfile;
}

/** The members that a fill has set to something else. */
export function filledMembers({ before, after }: Pick<FormFill, "before" | "after">): readonly ProfileMember[] {
  // Object.keys widens; the type says which members there are.
  return (Object.keys(after) as ProfileMember[]).filter((member) => !isSame(before[member], after[member]));
}

/** The form as it was before the fill. What was typed since then stays. */
export function undoFill(current: OAuthProfile, fill: FormFill): OAuthProfile {
  const untouched = filledMembers(fill).filter((member) => isSame(current[member], fill.after[member]));
  return { ...current, ...pick(fill.before, untouched), variables: variablesWithout(current, fill) };
}

/** What the fill changes, in a form that was typed into while its content was worked out: what was typed stays. */
export function applyFill(current: OAuthProfile, fill: Pick<FormFill, "before" | "after">): OAuthProfile {
  const untouched = filledMembers(fill).filter((member) => isSame(current[member], fill.before[member]));
  return { ...current, ...pick(fill.after, untouched) };
}

/** A provider's variables go with it, their values included: they mean nothing without it. */
function variablesWithout(current: OAuthProfile, { before, after }: FormFill): OAuthProfile["variables"] {
  const own = Object.entries(current.variables).filter(
    ([name]) => Object.hasOwn(before.variables, name) || !Object.hasOwn(after.variables, name),
  );
  return { ...before.variables, ...Object.fromEntries(own) };
}

function pick(profile: OAuthProfile, members: readonly ProfileMember[]): Partial<OAuthProfile> {
  return Object.fromEntries(members.map((member) => [member, profile[member]]));
}
