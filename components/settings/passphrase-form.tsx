import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ErrorData } from "../../lib/domain/errors.ts";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { PassphraseField } from "../vault/passphrase-field.tsx";
import { errorWords } from "../words/errors.ts";
import { fieldProblemWords } from "../words/field-problems.ts";
import { SHORTEST_PASSPHRASE } from "../words/vault.ts";
import { t } from "../words/t.ts";

export interface TypedPassphrases {
  readonly current: string;
  readonly next: string;
}

export interface PassphraseFormProps {
  readonly asksCurrent: boolean;
  readonly asksNext: boolean;
  /** What follows from it, said before it is done. */
  readonly text: string;
  readonly action: string;
  /** Answers with what went wrong. */
  readonly onSubmit: (typed: TypedPassphrases) => Promise<ErrorData | undefined>;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

type FieldName = "current" | "next" | "repeat";
type Problem = { readonly field: FieldName | undefined; readonly text: string };

/** Sets, changes or removes the passphrase. What is typed is kept nowhere else, and goes with the form. */
export function PassphraseForm(props: PassphraseFormProps): VNode {
  const [typed, setTyped] = useState({ current: "", next: "", repeat: "" });
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(), [problem]);

  async function submit(): Promise<void> {
    const found = checkLocally(typed, props);
    setProblem(found);
    if (found !== undefined) return;
    setBusy(true);
    const error = await props.onSubmit(typed);
    setBusy(false);
    if (error === undefined) props.onDone();
    else setProblem(problemOf(error));
  }

  const field = (name: FieldName, label: string, hint?: string): VNode => (
    <PassphraseField
      label={label}
      hint={hint}
      value={typed[name]}
      isNew={name !== "current"}
      error={problem?.field === name ? problem.text : undefined}
      onInput={(text) => setTyped((before) => ({ ...before, [name]: text }))}
    />
  );
  return (
    <form
      ref={form}
      class="passphrase-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit();
      }}
    >
      {props.asksCurrent ? field("current", t("vaultCurrent")) : null}
      {props.asksNext ? field("next", t("vaultNext"), t("vaultNextHint")) : null}
      {props.asksNext ? field("repeat", t("vaultRepeat")) : null}
      <p class="field-hint">{props.text}</p>
      {problem !== undefined && problem.field === undefined ? (
        <Alert tone="bad" fresh small>
          {problem.text}
        </Alert>
      ) : null}
      <div class="form-buttons">
        <Button submit look="primary" busy={busy}>
          {props.action}
        </Button>
        <Button onClick={props.onCancel}>{t("commonCancel")}</Button>
      </div>
    </form>
  );
}

function checkLocally(
  typed: Readonly<Record<FieldName, string>>,
  { asksCurrent, asksNext }: PassphraseFormProps,
): Problem | undefined {
  if (asksCurrent && typed.current === "") {
    return { field: "current", text: fieldProblemWords({ field: t("vaultCurrent"), problem: "required" }) };
  }
  if (asksNext && !isLongEnough(typed.next)) {
    return {
      field: "next",
      text: fieldProblemWords({ field: t("vaultNext"), problem: typed.next === "" ? "required" : "too_short" }),
    };
  }
  if (asksNext && typed.next !== typed.repeat) return { field: "repeat", text: t("vaultNotRepeated") };
  return undefined;
}

/** As the worker counts: characters, not code units. */
function isLongEnough(passphrase: string): boolean {
  return Array.from(passphrase.normalize("NFKC")).length >= SHORTEST_PASSPHRASE;
}

function problemOf(error: ErrorData): Problem {
  if (error.code === "wrong_passphrase") return { field: "current", text: t("vaultWrongCurrent") };
  return { field: error.code === "invalid_field" ? "next" : undefined, text: errorWords(error).text };
}
