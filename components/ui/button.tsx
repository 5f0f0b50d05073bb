import type { ComponentChildren, Ref, VNode } from "preact";
import { Icon, type IconName } from "./icon.tsx";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly look?: "plain" | "primary" | "tonal" | "quiet" | "danger";
  readonly icon?: IconName;
  /** Something is on its way: the button keeps its place and focus, and does nothing. */
  readonly busy?: boolean;
  /** Why it does nothing now. It keeps its place and can still be reached, to be read. */
  readonly blocked?: string | undefined;
  /** What there is to know before; or all of the words, where the place may cut them off. */
  readonly title?: string | undefined;
  readonly submit?: boolean;
  readonly small?: boolean;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly class?: string;
  /** Selects the control that takes the focus once the button is gone; else it is the nearest one. */
  readonly nextFocus?: string;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button. While busy it is not disabled, because that would lose the focus. */
export function Button(props: ButtonProps): VNode {
  const { look = "plain", busy = false, blocked, small = false, onClick } = props;
  const classes = ["button", `button-${look}`, small ? "button-small" : "", props.class ?? ""];
  return (
    <button
      type={props.submit === true ? "submit" : "button"}
      class={classes.filter((name) => name !== "").join(" ")}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-disabled={busy || blocked !== undefined ? "true" : undefined}
      aria-busy={busy ? "true" : undefined}
      title={blocked ?? props.title}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      data-next-focus={props.nextFocus}
      ref={props.buttonRef ?? null}
      onClick={(event) => {
        if (busy || blocked !== undefined) event.preventDefault();
        else onClick?.();
      }}
    >
      {props.icon === undefined ? null : <Icon name={props.icon} />}
      <span class="button-text">{props.children}</span>
    </button>
  );
}
