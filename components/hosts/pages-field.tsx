import type { VNode } from "preact";
import { useId, useRef } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { IconButton } from "../ui/icon-button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { t } from "../words/t.ts";

export interface PagesFieldProps {
  readonly pages: readonly string[];
  readonly typed: string;
  readonly error: string | undefined;
  readonly onType: (text: string) => void;
  /** The line is left. */
  readonly onBlur: () => void;
  readonly onAdd: () => void;
  readonly onRemove: (page: string) => void;
}

/** *Pages that may call it*: the list, and a line to add one. Enter adds what is typed. */
export function PagesField(props: PagesFieldProps): VNode {
  const titleId = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const focusInput = (): void => group.current?.querySelector<HTMLInputElement>("input")?.focus();
  const add = (): void => {
    props.onAdd();
    focusInput();
  };
  return (
    <fieldset class="pages" ref={group}>
      <legend id={titleId}>{t("hostsPages")}</legend>
      <p class="field-hint">{t("hostsPagesHint")}</p>
      {props.pages.length === 0 ? null : (
        <ul class="page-list" aria-labelledby={titleId}>
          {props.pages.map((page) => (
            <li key={page} class="page-entry">
              <span dir="ltr">{page}</span>
              <IconButton
                icon="close"
                label={t("hostsRemovePage", page)}
                onClick={() => {
                  props.onRemove(page);
                  focusInput();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <div class="add-page">
        <TextField
          label={t("hostsPage")}
          labelHidden
          value={props.typed}
          code
          inputMode="url"
          placeholder="https://docs.example.com"
          error={props.error}
          errorIsNews
          onInput={props.onType}
          onBlur={props.onBlur}
          onEnter={add}
          aside={
            <Button icon="plus" onClick={add}>
              {t("hostsAddPage")}
            </Button>
          }
        />
      </div>
    </fieldset>
  );
}
