import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { isManaged } from "../../lib/domain/managed-id.ts";
import type { OAuthProfile } from "../../lib/domain/profile.ts";
import { wrongFieldsOf } from "../../lib/domain/wrong-fields.ts";
import { groupsOf } from "../models/parameter-edits.ts";
import { followCorrections } from "../models/corrected-field.ts";
import type { ProfileFormModel } from "../models/profile-form-model.ts";
import { Icon } from "../ui/icon.tsx";
import { ReadOnly } from "../ui/read-only.tsx";
import { isAdvancedField } from "../words/fields.ts";
import { AdvancedFields } from "./advanced-fields.tsx";
import { FormActions } from "./form-actions.tsx";
import { ManagedSecrets } from "./managed-secrets.tsx";
import { MainFields } from "./main-fields.tsx";
import { ParameterGroupFields } from "./parameter-group.tsx";
import { PreviewPanel } from "./preview-panel.tsx";
import { VariableFields } from "./variable-fields.tsx";
import { t } from "../words/t.ts";

export type FormField = "name" | "secret";

/** The first of their kind; an administrator's profile has no name to be typed, and its secrets come first. */
const FIELDS: Readonly<Record<FormField, string>> = { name: "input", secret: "input[type=password]" };

export interface ProfileFormViewProps {
  readonly model: ProfileFormModel;
  readonly profile: OAuthProfile;
  /** What the person has come for; the page's heading has the focus otherwise. */
  readonly focusOn: FormField | undefined;
  /** Called once the field has the focus; another function each time that it is asked for. */
  readonly onFocused: () => void;
  readonly onCancel: () => void;
}

/** The whole form, in the order of UI.md, with the requests it makes beside it. */
export function ProfileFormView({ model, profile, focusOn, onFocused, onCancel }: ProfileFormViewProps): VNode {
  const [advanced, setAdvanced] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [typedIn, setTypedIn] = useState<EventTarget | null>(null);
  // The browser would show it as far down as a form before was left.
  useLayoutEffect(() => form.current?.closest("main")?.scrollTo(0, 0), []);
  useEffect(() => {
    if (focusOn === undefined) return;
    form.current?.querySelector<HTMLElement>(FIELDS[focusOn])?.focus();
    onFocused();
  }, [focusOn, onFocused]);
  const failures = model.failures.value;
  // Marks that are left take no focus from what is pressed later.
  const [focusedFailure, setFocusedFailure] = useState(0);
  useEffect(() => {
    const error = model.error.peek();
    if (error !== undefined && wrongFieldsOf(error).some(({ field }) => isAdvancedField(field))) setAdvanced(true);
  }, [failures, model.error]);
  useEffect(() => followCorrections(model), [model]);
  useEffect(() => {
    if (failures === focusedFailure) return;
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    wrong?.focus();
    // A folded field takes it once it is unfolded.
    if (wrong === document.activeElement) setFocusedFailure(failures);
  }, [failures, focusedFailure, advanced]);
  const managed = isManaged(profile);
  const draftId = model.form.value?.draftId;
  return (
    <form
      ref={form}
      class="profile-form"
      novalidate
      onInput={(event) => setTypedIn(event.target)}
      onSubmit={(event) => {
        event.preventDefault();
        void model.save();
      }}
    >
      <div class="form-columns">
        <div class="form-fields">
          {managed ? <ManagedSecrets model={model} profile={profile} /> : null}
          <section class="card form-section">
            <ReadOnly when={managed}>
              <MainFields model={model} profile={profile} />
            </ReadOnly>
          </section>
          <section class="card form-section disclosure">
            <h2 class="disclosure-title">
              <DisclosureButton open={advanced} onToggle={() => setAdvanced(!advanced)} />
            </h2>
            <div id="advanced" class="disclosure-body" hidden={!advanced}>
              <ReadOnly when={managed}>
                <AdvancedFields model={model} profile={profile} />
              </ReadOnly>
            </div>
          </section>
          <ReadOnly when={managed}>
            <VariableFields key={`variables-${draftId}`} model={model} profile={profile} />
            {groupsOf(profile).map((group) => (
              <ParameterGroupFields key={group} model={model} profile={profile} group={group} />
            ))}
          </ReadOnly>
        </div>
        <PreviewPanel model={model} profile={profile} />
      </div>
      <FormActions model={model} typedIn={typedIn} onCancel={onCancel} />
    </form>
  );
}

function DisclosureButton({ open, onToggle }: { open: boolean; onToggle: () => void }): VNode {
  return (
    <button type="button" class="disclosure-button" aria-expanded={open} aria-controls="advanced" onClick={onToggle}>
      <Icon name="chevron" class="disclosure-mark" />
      {t("formAdvanced")}
    </button>
  );
}
