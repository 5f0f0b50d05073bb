import type { VNode } from "preact";
import { addedSecretKey, defaultParameters, defaultSecretKey } from "../../lib/domain/parameters.ts";
import type { OAuthProfile, SecretKey } from "../../lib/domain/profile.ts";
import { groupsOf } from "../models/parameter-edits.ts";
import { Alert } from "../ui/alert.tsx";
import { SecretField } from "../ui/secret-field.tsx";
import { groupWords } from "../words/profile-form.ts";
import { t } from "../words/t.ts";
import { fieldError, type FormPartProps, keptSecretWords } from "./form-props.ts";

/** All that a person enters into an administrator's profile. */
export function ManagedSecrets({ model, profile }: FormPartProps): VNode {
  return (
    <section class="card form-section">
      <Alert tone="info">
        <strong>{t("managedTitle")}</strong>
        <p>{t("managedProfileText")}</p>
      </Alert>
      {secretsOf(profile).map(([key, label]) => (
        <SecretField
          key={key}
          label={label}
          change={model.secrets.value[key]}
          stored={model.form.value?.storedSecrets.includes(key) ?? false}
          storedWords={keptSecretWords(model, key)}
          error={key === "clientSecret" ? fieldError(model, "formClientSecret") : undefined}
          onChange={(secret) => model.setSecret(key, secret)}
        />
      ))}
    </section>
  );
}

function secretsOf(profile: OAuthProfile): readonly (readonly [SecretKey, string])[] {
  const parameters = groupsOf(profile).flatMap((group) => {
    const { overrides, added } = profile.parameters[group];
    // Each in its group: another value than the profile's own may be sent in one request alone.
    const label = (name: string): string => `${groupWords(group)}: ${name}`;
    const defaults = defaultParameters(profile, group).filter(({ secret }) => secret);
    return [
      ...defaults.map(({ name }) => [defaultSecretKey(group, name), label(overrides[name]?.name ?? name)] as const),
      ...added.flatMap(({ id, name, secret }) => (secret ? [[addedSecretKey(id), label(name)] as const] : [])),
    ];
  });
  return [["clientSecret", t("formClientSecret")], ...parameters];
}
