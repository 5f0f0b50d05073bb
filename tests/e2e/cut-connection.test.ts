import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type Stage,
  attachedTokens,
  authorize,
  endStage,
  prepareProfile,
  startStage,
  stateOf,
} from "../faults/scenarios.ts";
import { CUTS } from "../faults/strict-server.ts";
import { pollUntil } from "../support/wait.ts";

/**
 * Chromium sends a POST again by itself when a connection used before ends without an answer: the server would see a
 * refresh token twice, though the extension sent it once. So each call has a connection of its own.
 */
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
  await prepareProfile(stage);
});
afterAll(() => endStage(stage));

it.each(CUTS)("a refresh cut off %s is not sent twice, and is said to be in the dark", async (cut) => {
  await authorize(stage, true);
  [stage.before] = await attachedTokens(stage.world);
  stage.server.cutNext(cut);
  await stage.world.do("authorize", { profileId: stage.profileId });
  await pollUntil("the failure", async () => (await stateOf(stage)).includes("renewal_unknown"));
  expect(await stateOf(stage)).toBe("valid, renewal_unknown, attaches the token from before");
  expect(stage.server.reuses).toBe(0);
});
