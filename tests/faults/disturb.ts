import { pollUntil } from "../support/wait.ts";
import { type Scenario, type Stage, authorize, stateOf, unlock } from "./scenarios.ts";
import type { Cut } from "./strict-server.ts";
import { type Fault, type PointReport, reportPoints, watchPoints } from "./worker-points.ts";

/** What came of one disturbed act. */
export interface Outcome {
  /** What was there when the next worker had begun, or the living one had come to rest. */
  readonly state: string;
  /** The states that may be there. */
  readonly wanted: RegExp;
  /** What must never be, and was. */
  readonly faults: readonly string[];
}

/** Codes by which the person is told that a reply never reached us. */
const LOST = /renewal_interrupted|renewal_unknown|authorization_interrupted|network/u;

/** The points of an undisturbed act, in order. */
export async function findPoints(stage: Stage, scenario: Scenario): Promise<readonly string[]> {
  await begin(stage, scenario, null);
  await scenario.act(stage);
  const { points } = await comeToRest(stage);
  await finish(stage, await stateOf(stage));
  return points;
}

/** In a worker that has done nothing yet: what one remembers of earlier acts decides which points there are. */
async function begin(stage: Stage, scenario: Scenario, fault: Fault | null): Promise<void> {
  const { world } = stage;
  await scenario.prepare(stage);
  await world.browser.killWorker();
  await world.snapshot();
  await world.browser.evaluateInBackground(watchPoints, null);
  await comeToRest(stage);
  await world.browser.evaluateInBackground(watchPoints, fault);
}

/** The act came to its end without the point: what runs beside it came in another order this time. */
export class NotReached extends Error {}

/** Lets one fault happen, looks at what is there afterwards, and has the person go on from there. Rejects with `NotReached`. */
export async function disturb(stage: Stage, scenario: Scenario, fault: Fault | Cut): Promise<Outcome> {
  await begin(stage, scenario, typeof fault === "string" ? null : fault);
  const { browser } = stage.world;
  if (typeof fault === "string") stage.server.cutNext(fault);
  // The answer to the page may die with the worker.
  const answered = scenario.act(stage).catch(() => undefined);
  if (typeof fault === "string" || fault.kind === "fails") {
    await answered;
    const wanted = typeof fault === "string" ? (scenario.afterCut ?? scenario.afterFailure) : scenario.afterFailure;
    const { points } = await comeToRest(stage);
    if (typeof fault !== "string" && !points.includes(fault.point)) return notReached(stage, fault);
    const state = await settled(stage, wanted);
    return { state, wanted, faults: await finish(stage, state) };
  }
  const { done, points } = await pollUntil(`"${fault.point}"`, async () => {
    const report = await browser.evaluateInBackground(reportPoints);
    return report?.isOver === true && report;
  }).catch((cause: unknown) => notReached(stage, fault, cause));
  await browser.killWorker();
  // What was under way may have taken place in the browser all the same, all but the very point before which it ended.
  const begun = points.filter((point) => point !== fault.point || done.includes(point));
  const wanted = exactly(scenario.afterKill(done), scenario.afterKill(begun));
  const state = await settled(stage, wanted);
  return { state, wanted, faults: await finish(stage, state) };
}

/** Ends the worker first: else the point may be reached by whatever comes next. */
async function notReached({ world }: Stage, fault: Fault, cause?: unknown): Promise<never> {
  await world.browser.killWorker();
  throw new NotReached(`"${fault.point}" was not reached`, { cause });
}

const exactly = (...states: readonly string[]): RegExp => new RegExp(`^(?:${[...new Set(states)].join("|")})$`, "u");

/** The state once it is one of those that are wanted; or what it is in the end. */
async function settled(stage: Stage, wanted: RegExp): Promise<string> {
  let state = "";
  const isWanted = async (): Promise<boolean> => {
    state = await stateOf(stage);
    return wanted.test(state);
  };
  await pollUntil("the state", isWanted, { timeoutMs: 5_000 }).catch(() => undefined);
  return state;
}

/** Resolves when the worker waits for nothing any more and has begun nothing new for a while. */
async function comeToRest({ world }: Stage): Promise<PointReport> {
  let before = -1;
  let still = 0;
  const isAtRest = async (): Promise<PointReport | false> => {
    const report = await world.browser.evaluateInBackground(reportPoints);
    still = report?.underWay === 0 && report.points.length === before ? still + 1 : 0;
    before = report?.points.length ?? -1;
    return still >= 4 && report !== null && report;
  };
  return pollUntil("the worker to rest", isAtRest, { timeoutMs: 40_000 });
}

/** The person goes on: unlocks, and presses Renew. The grant is usable, or was said to be lost. */
async function finish(stage: Stage, state: string): Promise<string[]> {
  const faults: string[] = [];
  const { world, server } = stage;
  if (state.includes("dead token")) faults.push("a dead token is attached");
  if (server.reuses > 0) faults.push("a refresh token was used twice");
  if ((await world.snapshot()).vault === "locked") await unlock(stage);
  const status = await authorize(stage, false);
  if (status.kind !== "valid" || status.problem !== undefined) faults.push(`Renew ends in "${status.kind}"`);
  if (server.reuses > 0 && !LOST.test(state)) faults.push("a grant was lost, and nobody said so");
  server.forgetReuses();
  return faults;
}
