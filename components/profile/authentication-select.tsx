import type { VNode } from "preact";
import type { ProfileSummary } from "../../lib/domain/snapshot.ts";
import { Select } from "../ui/select.tsx";
import { t } from "../words/t.ts";

export interface AuthenticationSelectProps {
  readonly profiles: readonly ProfileSummary[];
  readonly profileId: string | null;
  readonly onChange: (profileId: string | null) => void;
  readonly id?: string;
  readonly describedBy?: string | undefined;
}

/** *Authentication type*: None, then every profile by name. Named by its field, or by itself where it has none. */
export function AuthenticationSelect(props: AuthenticationSelectProps): VNode {
  const options = [
    ["", t("commonNoAuthentication")] as const,
    ...props.profiles.map(({ id, name }) => [id, name] as const),
  ];
  return (
    <Select
      {...(props.id === undefined ? { label: t("commonAuthenticationType") } : { id: props.id })}
      describedBy={props.describedBy}
      value={props.profileId ?? ""}
      options={options}
      onChange={(id) => props.onChange(id === "" ? null : id)}
    />
  );
}
