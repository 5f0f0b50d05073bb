import type { VNode } from "preact";
import { hasLoopbackRedirect } from "../models/redirect-url.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import {
  clientAuthentications,
  expiresInUnits,
  formWords,
  originModes,
  pkceMethods,
  scopeDelimiters,
  tokenRequestFormats,
  tokenRequestMethods,
} from "../words/profile-form.ts";
import { fieldError, type FormPartProps } from "./form-props.ts";
import { LifetimeField } from "./lifetime-field.tsx";

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
      <legend>{formWords.clientSection}</legend>
      <SelectField
        label={formWords.clientAuthentication}
        value={profile.clientAuthentication}
        options={clientAuthentications}
        onChange={(clientAuthentication) => model.edit({ clientAuthentication })}
      />
      {isCode ? (
        <SelectField
          label={formWords.pkce}
          value={profile.pkce}
          options={pkceMethods}
          onChange={(pkce) => model.edit({ pkce })}
        />
      ) : null}
    </fieldset>
  );
}

function EndpointFields({ model, profile }: FormPartProps): VNode {
  const redirectUrl = model.app.snapshot.value?.redirectUrl ?? "";
  const isCode = profile.grantType === "authorization_code";
  return (
    <fieldset class="subsection">
      <legend>{formWords.endpointSection}</legend>
      <TextField
        label={formWords.refreshUrl}
        value={profile.refreshUrl}
        code
        inputMode="url"
        hint={formWords.refreshUrlHint}
        error={fieldError(model, formWords.refreshUrl)}
        onInput={(refreshUrl) => model.edit({ refreshUrl })}
      />
      <TextField
        label={formWords.revocationUrl}
        value={profile.revocationUrl}
        code
        inputMode="url"
        hint={formWords.revocationUrlHint}
        error={fieldError(model, formWords.revocationUrl)}
        onInput={(revocationUrl) => model.edit({ revocationUrl })}
      />
      {isCode ? (
        <>
          <TextField
            label={formWords.issuer}
            value={profile.issuer}
            code
            inputMode="url"
            hint={formWords.issuerHint}
            error={fieldError(model, formWords.issuer)}
            onInput={(issuer) => model.edit({ issuer })}
          />
          <Checkbox
            label={formWords.issuerInResponse}
            checked={profile.issuerInResponse}
            onChange={(issuerInResponse) => model.edit({ issuerInResponse })}
          />
          {hasLoopbackRedirect(redirectUrl) ? (
            <Checkbox
              label={formWords.loopbackRedirect}
              checked={profile.loopbackRedirect}
              onChange={(loopbackRedirect) => model.edit({ loopbackRedirect })}
            />
          ) : null}
        </>
      ) : null}
    </fieldset>
  );
}

function RequestFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection">
      <legend>{formWords.requestSection}</legend>
      <SelectField
        label={formWords.tokenRequestFormat}
        value={profile.tokenRequestFormat}
        options={tokenRequestFormats}
        onChange={(tokenRequestFormat) => model.edit({ tokenRequestFormat })}
      />
      <SelectField
        label={formWords.tokenRequestMethod}
        value={profile.tokenRequestMethod}
        options={tokenRequestMethods}
        onChange={(tokenRequestMethod) => model.edit({ tokenRequestMethod })}
      />
      <SelectField
        label={formWords.scopeDelimiter}
        value={profile.scopeDelimiter}
        options={scopeDelimiters}
        onChange={(scopeDelimiter) => model.edit({ scopeDelimiter })}
      />
      <SelectField
        label={formWords.originMode}
        value={profile.originMode}
        options={originModes}
        onChange={(originMode) => model.edit({ originMode })}
      />
      {profile.originMode === "custom" ? (
        <TextField
          label={formWords.originValue}
          value={profile.originValue}
          code
          placeholder="https://app.example.com"
          error={fieldError(model, formWords.originValue)}
          onInput={(originValue) => model.edit({ originValue })}
        />
      ) : null}
    </fieldset>
  );
}

function ReplyFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection">
      <legend>{formWords.replySection}</legend>
      <TextField
        label={formWords.tokenField}
        value={profile.tokenField}
        code
        hint={formWords.tokenFieldHint}
        error={fieldError(model, formWords.tokenField)}
        onInput={(tokenField) => model.edit({ tokenField })}
      />
      {profile.grantType === "authorization_code" ? (
        <TextField
          label={formWords.codeField}
          value={profile.codeField}
          code
          hint={formWords.codeFieldHint}
          error={fieldError(model, formWords.codeField)}
          onInput={(codeField) => model.edit({ codeField })}
        />
      ) : null}
    </fieldset>
  );
}

function HeaderFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection">
      <legend>{formWords.headerSection}</legend>
      <TextField
        label={formWords.headerName}
        value={profile.headerName}
        code
        error={fieldError(model, formWords.headerName)}
        onInput={(headerName) => model.edit({ headerName })}
      />
      <TextField
        label={formWords.headerPrefix}
        value={profile.headerPrefix}
        code
        error={fieldError(model, formWords.headerPrefix)}
        onInput={(headerPrefix) => model.edit({ headerPrefix })}
      />
      <Checkbox
        label={formWords.attachAnyType}
        hint={formWords.attachAnyTypeHint}
        checked={profile.attachAnyType}
        onChange={(attachAnyType) => model.edit({ attachAnyType })}
      />
    </fieldset>
  );
}

function LifetimeFields({ model, profile }: FormPartProps): VNode {
  return (
    <fieldset class="subsection subsection-level">
      <legend>{formWords.lifetimeSection}</legend>
      <LifetimeField model={model} profile={profile} />
      <SelectField
        label={formWords.expiresInUnit}
        value={profile.expiresInUnit}
        options={expiresInUnits}
        onChange={(expiresInUnit) => model.edit({ expiresInUnit })}
      />
      <Checkbox
        label={formWords.autoRenew}
        checked={profile.autoRenew}
        onChange={(autoRenew) => model.edit({ autoRenew })}
      />
      {profile.grantType === "authorization_code" ? (
        <Checkbox
          label={formWords.silentRenew}
          checked={profile.silentRenew}
          onChange={(silentRenew) => model.edit({ silentRenew })}
        />
      ) : null}
    </fieldset>
  );
}
