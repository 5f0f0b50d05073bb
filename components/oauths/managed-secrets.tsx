import type { VNode } from "preact";
import { addedSecretKey } from "../../lib/domain/parameters.ts";
import type { OAuthProfile, SecretKey } from "../../lib/domain/profile.ts";
import { groupsOf } from "../models/parameter-edits.ts";
import { Alert } from "../ui/alert.tsx";
import { SecretField } from "../ui/secret-field.tsx";
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
          storedWords={keptSecretWords(model)}
          error={key === "clientSecret" ? fieldError(model, "formClientSecret") : undefined}
          onChange={(secret) => model.setSecret(key, secret)}
        />
      ))}
    </section>
  );
}

function secretsOf(profile: OAuthProfile): readonly (readonly [SecretKey, string])[] {
  const added = groupsOf(profile).flatMap((group) => profile.parameters[group].added.filter(({ secret }) => secret));
  const parameters = added.map(({ id, name }) => [addedSecretKey(id), name] as const);
  return [["clientSecret", t("formClientSecret")], ...parameters];
}
