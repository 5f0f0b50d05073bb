import type { ApiHost } from "../../lib/domain/api-host.ts";
import type { TestModeInput } from "../../lib/domain/test-mode.ts";
import type { AppModel } from "./app-model.ts";

/** How long a test may be chosen to last, in minutes. */
export const TEST_MINUTES = [5, 15, 60] as const;

/** From now on the API host's requests carry what the test asks for, until its time is over. */
export function startTest(app: AppModel, host: ApiHost, testMode: TestModeInput): void {
  void app.run("setTestMode", { hostId: host.id, testMode }, host.id);
}

/** Before its time is over. */
export function endTest(app: AppModel, host: ApiHost): void {
  void app.run("setTestMode", { hostId: host.id, testMode: null }, host.id);
}
