import type { VNode } from "preact";
import { Icon, type IconName } from "./icon.tsx";

/** A button that is only a picture; its words are its name and its tooltip. */
export function IconButton(props: { icon: IconName; label: string; onClick: () => void }): VNode {
  return (
    <button
      type="button"
      class="button button-quiet button-icon"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      <Icon name={props.icon} />
    </button>
  );
}
