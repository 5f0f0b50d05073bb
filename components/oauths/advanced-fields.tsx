import type { VNode } from "preact";
import { Checkbox } from "../ui/checkbox.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import {
  choiceWords,
  clientAuthentications,
  expiresInUnits,
  originModes,
  pkceMethods,
  scopeDelimiters,
  tokenRequestFormats,
  tokenRequestMethods,
} from "../words/choices.ts";
import { urlExample } from "../words/fields.ts";
import { EndpointFields } from "./endpoint-fields.tsx";
import { fieldError, type FormPartProps } from "./form-props.ts";
import { LifetimeField } from "./lifetime-field.tsx";
import { t } from "../words/t.ts";

/** What only some servers need, in the order of an authorization. */
export function AdvancedFields(props: FormPartProps): VNode {
  return (
    <>
      <ClientFields {...props} />
      <EndpointFields {...props} />
      <RequestFields {...props} />
      <ReplyFields {...props} />
      <HeaderFields {...props} />
      <LifetimeFields {...props} />
    </>
  );
}

function ClientFields({ model, profile }: FormPartProps): VNode {
  const isCode = profile.grantType === "authorization_code";
  return (
    <fieldset class="subsection">
      <legend>{t("formClientSection")}</legend>
      <SelectField
        label={t("formClientAuthentication")}
        value={profile.clientAuthentication}
        options={choiceWords(clientAuthentications)}
        onChange={(clientAuthentication) => model.edit({ clientAuthentication })}
      />
      {isCode ? (
        <SelectField
          label={t("formPkce")}
          value={profile.pkce}
          options={choiceWords(pkceMethods)}
          onChange={(pkce) => model.edit({ pkce })}
        />
      ) : null}
    </fieldset>
  );
}

function RequestFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection">
      <legend>{t("formRequestSection")}</legend>
      <SelectField
        label={t("formTokenRequestFormat")}
        value={profile.tokenRequestFormat}
        options={choiceWords(tokenRequestFormats)}
        onChange={(tokenRequestFormat) => model.edit({ tokenRequestFormat })}
      />
      <SelectField
        label={t("formTokenRequestMethod")}
        value={profile.tokenRequestMethod}
        options={choiceWords(tokenRequestMethods)}
        onChange={(tokenRequestMethod) => model.edit({ tokenRequestMethod })}
      />
      <SelectField
        label={t("formScopeDelimiter")}
        value={profile.scopeDelimiter}
        options={choiceWords(scopeDelimiters)}
        onChange={(scopeDelimiter) => model.edit({ scopeDelimiter })}
      />
      <SelectField
        label={t("formOriginMode")}
        value={profile.originMode}
        options={choiceWords(originModes)}
        onChange={(originMode) => model.edit({ originMode })}
      />
      {profile.originMode === "custom" ? (
        <TextField
          label={t("formOriginValue")}
          value={profile.originValue}
          code
          placeholder={urlExample("formOriginValue")}
          error={fieldError(model, "formOriginValue")}
          onInput={(originValue) => model.edit({ originValue })}
        />
      ) : null}
    </fieldset>
  );
}

function ReplyFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection">
      <legend>{t("formReplySection")}</legend>
      <TextField
        label={t("formTokenField")}
        value={profile.tokenField}
        code
        hint={t("formTokenFieldHint")}
        error={fieldError(model, "formTokenField")}
        onInput={(tokenField) => model.edit({ tokenField })}
      />
      {profile.grantType === "authorization_code" ? (
        <TextField
          label={t("formCodeField")}
          value={profile.codeField}
          code
          hint={t("formCodeFieldHint")}
          error={fieldError(model, "formCodeField")}
          onInput={(codeField) => model.edit({ codeField })}
        />
      ) : null}
    </fieldset>
  );
}

function HeaderFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection">
      <legend>{t("formHeaderSection")}</legend>
      <TextField
        label={t("formHeaderName")}
        value={profile.headerName}
        code
        error={fieldError(model, "formHeaderName")}
        onInput={(headerName) => model.edit({ headerName })}
      />
      <TextField
        label={t("formHeaderPrefix")}
        value={profile.headerPrefix}
        code
        error={fieldError(model, "formHeaderPrefix")}
        onInput={(headerPrefix) => model.edit({ headerPrefix })}
      />
      <Checkbox
        label={t("formAttachAnyType")}
        hint={t("formAttachAnyTypeHint")}
        checked={profile.attachAnyType}
        onChange={(attachAnyType) => model.edit({ attachAnyType })}
      />
    </fieldset>
  );
}

function LifetimeFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection subsection-level">
      <legend>{t("formLifetimeSection")}</legend>
      <LifetimeField model={model} profile={profile} />
      <SelectField
        label={t("formExpiresInUnit")}
        value={profile.expiresInUnit}
        options={choiceWords(expiresInUnits)}
        onChange={(expiresInUnit) => model.edit({ expiresInUnit })}
      />
      <Checkbox
        label={t("formAutoRenew")}
        checked={profile.autoRenew}
        onChange={(autoRenew) => model.edit({ autoRenew })}
      />
      {profile.grantType === "authorization_code" ? (
        <Checkbox
          label={t("formSilentRenew")}
          checked={profile.silentRenew}
          onChange={(silentRenew) => model.edit({ silentRenew })}
        />
      ) : null}
    </fieldset>
  );
}
