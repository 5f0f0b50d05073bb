import type { VNode } from "preact";
import { hasLoopbackRedirect } from "../../lib/domain/redirect-url.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import type { FormPartProps } from "./form-props.ts";
import { UrlField } from "./url-field.tsx";
import { t } from "../words/t.ts";

/** The server's other addresses, and what is known of its answers' sender. */
export function EndpointFields({ model, profile }: FormPartProps): VNode {
  const redirectUrl = model.app.snapshot.value?.redirectUrl ?? "";
  const isCode = profile.grantType === "authorization_code";
  return (
    <fieldset class="subsection">
      <legend>{t("formEndpointSection")}</legend>
      <UrlField
        model={model}
        profile={profile}
        member="refreshUrl"
        field="formRefreshUrl"
        hint={t("formRefreshUrlHint")}
      />
      <UrlField
        model={model}
        profile={profile}
        member="revocationUrl"
        field="formRevocationUrl"
        hint={t("formRevocationUrlHint")}
      />
      <UrlField
        model={model}
        profile={profile}
        member="introspectionUrl"
        field="formIntrospectionUrl"
        hint={t("formIntrospectionUrlHint")}
      />
      <UrlField
        model={model}
        profile={profile}
        member="userinfoUrl"
        field="formUserinfoUrl"
        hint={t("formUserinfoUrlHint")}
      />
      {isCode ? (
        <>
          <UrlField model={model} profile={profile} member="issuer" field="formIssuer" hint={t("formIssuerHint")} />
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
