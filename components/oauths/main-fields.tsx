import type { VNode } from "preact";
import { isManaged } from "../../lib/domain/managed-id.ts";
import { insecureHosts } from "../models/insecure-endpoints.ts";
import { SecretField } from "../ui/secret-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { spaceHint } from "../ui/space-hint.tsx";
import { TextField } from "../ui/text-field.tsx";
import { grantTypeWords } from "../words/oauths.ts";
import { grantTypes } from "../words/choices.ts";
import { AllowPlainHttp } from "./allow-plain-http.tsx";
import { fieldError, keptSecretWords, type FormPartProps } from "./form-props.ts";
import { RedirectUrl } from "./redirect-url.tsx";
import { UrlField } from "./url-field.tsx";
import { t } from "../words/t.ts";

/** What nearly every profile needs. */
export function MainFields({ model, profile }: FormPartProps): VNode {
  const isCode = profile.grantType === "authorization_code";
  return (
    <>
      <TextField
        label={t("formName")}
        value={profile.name}
        error={fieldError(model, "formName")}
        onInput={(name) => model.edit({ name })}
      />
      <SelectField
        label={t("formGrantType")}
        value={profile.grantType}
        options={grantTypes.map((grantType) => [grantType, grantTypeWords(grantType)] as const)}
        onChange={(grantType) => model.edit({ grantType })}
      />
      <TextField
        label={t("formClientId")}
        value={profile.clientId}
        code
        error={fieldError(model, "formClientId")}
        {...spaceHint(t("formClientId"), profile.clientId, (clientId) => model.edit({ clientId }))}
        onInput={(clientId) => model.edit({ clientId })}
      />
      {isManaged(profile) ? null : (
        <SecretField
          label={t("formClientSecret")}
          change={model.secrets.value.clientSecret}
          stored={model.form.value?.storedSecrets.includes("clientSecret") ?? false}
          storedWords={keptSecretWords(model, "clientSecret")}
          error={fieldError(model, "formClientSecret")}
          onChange={(secret) => model.setSecret("clientSecret", secret)}
        />
      )}
      {isCode ? (
        <UrlField model={model} profile={profile} member="authorizationUrl" field="formAuthorizationUrl" />
      ) : null}
      <UrlField model={model} profile={profile} member="tokenUrl" field="formTokenUrl" />
      <AllowPlainHttp model={model} profile={profile} hosts={insecureHosts(profile)} />
      <TextField
        label={t("formScope")}
        value={profile.scope}
        code
        hint={
          profile.scope.includes(",") && profile.scopeDelimiter === "space"
            ? t("formScopeCommaHint")
            : t("formScopeHint")
        }
        error={fieldError(model, "formScope")}
        onInput={(scope) => model.edit({ scope })}
      />
      {isCode ? <RedirectUrl app={model.app} profile={profile} label={t("formRedirectUrl")} /> : null}
    </>
  );
}
