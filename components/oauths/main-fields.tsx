import type { VNode } from "preact";
import { insecureHosts } from "../models/insecure-endpoints.ts";
import { SecretField } from "../ui/secret-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { grantTypeWords } from "../words/oauths.ts";
import { formWords, grantTypes } from "../words/profile-form.ts";
import { AllowPlainHttp } from "./allow-plain-http.tsx";
import { fieldError, keptSecretWords, type FormPartProps } from "./form-props.ts";
import { RedirectUrl } from "./redirect-url.tsx";

/** What nearly every profile needs. */
export function MainFields({ model, profile }: FormPartProps): VNode {
  const isCode = profile.grantType === "authorization_code";
  return (
    <>
      <TextField
        label={formWords.name}
        value={profile.name}
        error={fieldError(model, formWords.name)}
        onInput={(name) => model.edit({ name })}
      />
      <SelectField
        label={formWords.grantType}
        value={profile.grantType}
        options={grantTypes.map((grantType) => [grantType, grantTypeWords(grantType)] as const)}
        onChange={(grantType) => model.edit({ grantType })}
      />
      <TextField
        label={formWords.clientId}
        value={profile.clientId}
        code
        error={fieldError(model, formWords.clientId)}
        onInput={(clientId) => model.edit({ clientId })}
      />
      <SecretField
        label={formWords.clientSecret}
        change={model.secrets.value.clientSecret}
        stored={model.form.value?.storedSecrets.includes("clientSecret") ?? false}
        storedWords={keptSecretWords(model)}
        error={fieldError(model, formWords.clientSecret)}
        onChange={(secret) => model.setSecret("clientSecret", secret)}
      />
      {isCode ? (
        <TextField
          label={formWords.authorizationUrl}
          value={profile.authorizationUrl}
          code
          inputMode="url"
          placeholder="https://login.example.com/authorize"
          error={fieldError(model, formWords.authorizationUrl)}
          onInput={(authorizationUrl) => model.edit({ authorizationUrl })}
        />
      ) : null}
      <TextField
        label={formWords.tokenUrl}
        value={profile.tokenUrl}
        code
        inputMode="url"
        placeholder="https://login.example.com/token"
        error={fieldError(model, formWords.tokenUrl)}
        onInput={(tokenUrl) => model.edit({ tokenUrl })}
      />
      <AllowPlainHttp model={model} profile={profile} hosts={insecureHosts(profile)} />
      <TextField
        label={formWords.scope}
        value={profile.scope}
        code
        hint={formWords.scopeHint}
        error={fieldError(model, formWords.scope)}
        onInput={(scope) => model.edit({ scope })}
      />
      {isCode ? (
        <RedirectUrl app={model.app} loopback={profile.loopbackRedirect} label={formWords.redirectUrl} />
      ) : null}
    </>
  );
}
