import type { NotAttaching, TestModeSummary, TestSending } from "../../lib/domain/snapshot.ts";
import type { TestModeKind } from "../../lib/domain/test-mode.ts";
import { attachWords } from "./attach.ts";
import { clockWords, remainingWords } from "./time.ts";
import { type PlainKey, t } from "./t.ts";

/** The tests that need no other profile, as the choice lists them. */
export const SIMPLE_TESTS: readonly (readonly [kind: Exclude<TestModeKind, "other_profile">, words: PlainKey])[] = [
  ["no_token", "testNoToken"],
  ["expired_token", "testExpiredToken"],
  ["broken_signature", "testBrokenSignature"],
];

/** What the host's requests carry now because of its test, and until when. */
export function testModeWords(mode: TestModeSummary, nameOf: (profileId: string) => string, nowMs: number): string {
  const left = remainingWords(mode.untilMs - nowMs);
  return `${sendingWords(mode.sends, nameOf)} ${t("testEndsIn", left)}`;
}

function sendingWords(sends: TestSending, nameOf: (profileId: string) => string): string {
  switch (sends.kind) {
    case "nothing":
      return sends.why === "asked" ? t("testSendsNothing") : whyWords(sends.why);
    case "none_expired_yet":
      return sends.fromMs === undefined ? t("testNoneExpires") : t("testNoneExpiredYet", clockWords(sends.fromMs));
    case "token":
      return t("testSendsOther", nameOf(sends.profileId));
    case "broken_signature":
      return t("testSendsBroken");
    case "expired_token":
      return t("testSendsExpired", clockWords(sends.expiredAtMs));
  }
}

/** The test can't send what it should: what keeps any token away keeps this one away too. */
function whyWords(why: NotAttaching): string {
  return t("testCannot", attachWords(why, t("testItsProfile")));
}
