import type { ProfileSummary } from "../../lib/domain/snapshot.ts";

/** A renewal that is waited for: the profile as it was, and whether it was seen under way. */
interface Awaited {
  readonly before: ProfileSummary;
  isSeen: boolean;
}

/** Renewals that the person has asked for, to be told of once there is a newer token: all else may look as before. */
export class AwaitedRenewals {
  readonly #awaited = new Map<string, Awaited>();
  readonly #onRenewed: (profile: ProfileSummary) => void;

  constructor(onRenewed: (profile: ProfileSummary) => void) {
    this.#onRenewed = onRenewed;
  }

  /** A profile without a token is not renewed: its status tells when it has one. */
  add(before: ProfileSummary): void {
    if (before.token !== undefined) this.#awaited.set(before.id, { before, isSeen: false });
  }

  follow(profiles: readonly ProfileSummary[]): void {
    for (const [id, awaited] of this.#awaited) {
      const { before } = awaited;
      const profile = profiles.find((one) => one.id === id);
      if (profile?.status.kind === "authorizing" || profile?.status.kind === "renewing") {
        awaited.isSeen = true;
        continue;
      }
      const isRenewed = profile?.token !== undefined && profile.token.obtainedAtMs !== before.token?.obtainedAtMs;
      if (isRenewed) this.#onRenewed(profile);
      // What has failed says so itself, and what comes after it, or after Cancel, is nobody's wait.
      const isOver = profile?.token === undefined || awaited.isSeen || problemAtMs(profile) !== problemAtMs(before);
      if (isRenewed || isOver) this.#awaited.delete(id);
    }
  }
}

function problemAtMs({ status }: ProfileSummary): number | undefined {
  return "problem" in status ? status.problem?.atMs : undefined;
}
