import type { VNode } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { ApiHost } from "../../lib/domain/api-host.ts";
import type { HostSummary } from "../../lib/domain/snapshot.ts";
import type { TestModeInput } from "../../lib/domain/test-mode.ts";
import type { AppModel } from "../models/app-model.ts";
import { TEST_MINUTES, endTest, startTest } from "../models/test-actions.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { usePart } from "../ui/use-part.ts";
import { durationWords } from "../words/time.ts";
import { SIMPLE_TESTS, testModeWords } from "../words/test-mode.ts";
import { t } from "../words/t.ts";

interface TestModeProps {
  readonly app: AppModel;
  readonly summary: HostSummary;
}

/** The test that is on, which can't be overlooked, and the way out of it. */
export function RunningTest({ app, summary }: TestModeProps): VNode | null {
  const mode = summary.testMode;
  const words = usePart(
    useCallback(
      () => mode && testModeWords(mode, (id) => app.index.profile(id)?.name ?? "", app.now.value),
      [app, mode],
    ),
  );
  if (words === undefined) return null;
  return (
    <Alert
      tone="warning"
      small
      action={
        <Button
          small
          look="tonal"
          class="test-end"
          nextFocus=".test-mode > summary, .host-row .host-fold"
          busy={app.busy.value.has(summary.host.id)}
          onClick={() => endTest(app, summary.host)}
        >
          {t("testEnd")}
        </Button>
      }
    >
      <strong>{t("testOn")}</strong> {words}
    </Alert>
  );
}

/** The test that stands chosen to begin with. */
const FIRST = "no_token" satisfies TestModeInput["kind"];

/** Tests that should fail, for an API host whose requests would carry a token. */
export function TestChoice({ app, summary }: TestModeProps): VNode | null {
  const [isOpen, setOpen] = useState(false);
  const { host, testMode } = summary;
  if (testMode !== undefined || !host.enabled || host.profileId === null) return null;
  return (
    <details class="test-mode" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("testTitle")}</summary>
      <p class="field-hint">{t("testHint")}</p>
      {/* It names every profile: too much for each card of a long list before somebody looks. */}
      {isOpen ? <TestFields app={app} host={host} /> : null}
    </details>
  );
}

interface TestFieldsProps {
  readonly app: AppModel;
  readonly host: ApiHost;
}

function TestFields({ app, host }: TestFieldsProps): VNode {
  const [choice, choose] = useState<string>(FIRST);
  const [minutes, setMinutes] = useState<number>(TEST_MINUTES[0]);
  const others = app.index.profileNames.value.filter(([id]) => id !== host.profileId);
  const tests: readonly (readonly [choice: string, words: string])[] = [
    ...SIMPLE_TESTS.map(([kind, words]) => [kind, t(words)] as const),
    ...others.map(([id, name]) => [`${OTHER}${id}`, t("testOther", name)] as const),
  ];
  // The profile of what was chosen may be gone.
  const chosen = tests.some(([one]) => one === choice) ? choice : FIRST;
  const start = (): void => {
    const input = parseTest(chosen, minutes);
    if (input !== undefined) startTest(app, host, input);
  };
  return (
    <div class="test-choice">
      <Select label={t("testChoice")} value={chosen} options={tests} onChange={choose} />
      <Select
        label={t("testTime")}
        value={String(minutes)}
        options={TEST_MINUTES.map((one) => [String(one), t("testFor", durationWords(one * 60_000))])}
        onChange={(one) => setMinutes(Number(one))}
      />
      <Button small busy={app.busy.value.has(host.id)} nextFocus=".test-end" onClick={start}>
        {t("testStart")}
      </Button>
    </div>
  );
}

const OTHER = "other:";

function parseTest(chosen: string, minutes: number): TestModeInput | undefined {
  if (chosen.startsWith(OTHER)) return { kind: "other_profile", profileId: chosen.slice(OTHER.length), minutes };
  const kind = SIMPLE_TESTS.find(([candidate]) => candidate === chosen)?.[0];
  return kind && { kind, minutes };
}
