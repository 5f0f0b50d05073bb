import type { VNode } from "preact";
import { hasLoopbackRedirect } from "../../lib/domain/redirect-url.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { TextField } from "../ui/text-field.tsx";
import { fieldError, type FormPartProps } from "./form-props.ts";
import { t } from "../words/t.ts";

/** The server's other addresses, and what is known of its answers' sender. */
export function EndpointFields({ model, profile }: FormPartProps): VNode {
  const redirectUrl = model.app.snapshot.value?.redirectUrl ?? "";
  const isCode = profile.grantType === "authorization_code";
  return (
    <fieldset class="subsection">
      <legend>{t("formEndpointSection")}</legend>
      <TextField
        label={t("formRefreshUrl")}
        value={profile.refreshUrl}
        code
        inputMode="url"
        hint={t("formRefreshUrlHint")}
        error={fieldError(model, "formRefreshUrl")}
        onInput={(refreshUrl) => model.edit({ refreshUrl })}
      />
      <TextField
        label={t("formRevocationUrl")}
        value={profile.revocationUrl}
        code
        inputMode="url"
        hint={t("formRevocationUrlHint")}
        error={fieldError(model, "formRevocationUrl")}
        onInput={(revocationUrl) => model.edit({ revocationUrl })}
      />
      <TextField
        label={t("formIntrospectionUrl")}
        value={profile.introspectionUrl}
        code
        inputMode="url"
        hint={t("formIntrospectionUrlHint")}
        error={fieldError(model, "formIntrospectionUrl")}
        onInput={(introspectionUrl) => model.edit({ introspectionUrl })}
      />
      <TextField
        label={t("formUserinfoUrl")}
        value={profile.userinfoUrl}
        code
        inputMode="url"
        hint={t("formUserinfoUrlHint")}
        error={fieldError(model, "formUserinfoUrl")}
        onInput={(userinfoUrl) => model.edit({ userinfoUrl })}
      />
      {isCode ? (
        <>
          <TextField
            label={t("formIssuer")}
            value={profile.issuer}
            code
            inputMode="url"
            hint={t("formIssuerHint")}
            error={fieldError(model, "formIssuer")}
            onInput={(issuer) => model.edit({ issuer })}
          />
          <Checkbox
            label={t("formIssuerInResponse")}
            checked={profile.issuerInResponse}
            onChange={(issuerInResponse) => model.edit({ issuerInResponse })}
          />
          <Checkbox
            label={t("formOwnRedirect")}
            hint={t("formOwnRedirectHint")}
            checked={profile.ownRedirect}
            onChange={(ownRedirect) => model.edit({ ownRedirect })}
          />
          {hasLoopbackRedirect(redirectUrl) ? (
            <Checkbox
              label={t("formLoopbackRedirect")}
              checked={profile.loopbackRedirect}
              onChange={(loopbackRedirect) => model.edit({ loopbackRedirect })}
            />
          ) : null}
        </>
      ) : null}
    </fieldset>
  );
}
