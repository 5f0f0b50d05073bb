import type { VNode } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { AppModel } from "../models/app-model.ts";
import { Select } from "../ui/select.tsx";
import { usePart } from "../ui/use-part.ts";
import { t } from "../words/t.ts";

/** A choice of more than these is filled in when somebody turns to it: many lists of thousands would stand still. */
const FILLED_AT_ONCE = 50;

export interface AuthenticationSelectProps {
  readonly app: AppModel;
  readonly profileId: string | null;
  readonly onChange: (profileId: string | null) => void;
  readonly id?: string;
  readonly describedBy?: string | undefined;
}

/** *Authentication type*: None, then every profile by name. Named by its field, or by itself where it has none. */
export function AuthenticationSelect({ app, profileId, ...props }: AuthenticationSelectProps): VNode {
  const [isTurnedTo, setTurnedTo] = useState(false);
  const names = usePart(
    useCallback(() => {
      const all = app.index.profileNames.value;
      const isFew = all.length <= FILLED_AT_ONCE && app.snapshot.value?.partial !== true;
      const chosen = app.index.profile(profileId);
      return isFew || isTurnedTo ? all : chosen ? [[chosen.id, chosen.name] as const] : [];
    }, [app, profileId, isTurnedTo]),
  );
  return (
    <Select
      {...(props.id === undefined ? { label: t("commonAuthenticationType") } : { id: props.id })}
      describedBy={props.describedBy}
      value={profileId ?? ""}
      options={[["", t("commonNoAuthentication")], ...names]}
      onTurnTo={() => setTurnedTo(true)}
      onChange={(id) => props.onChange(id === "" ? null : id)}
    />
  );
}
