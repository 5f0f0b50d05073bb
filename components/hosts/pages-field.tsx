import type { VNode } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { parseUrl } from "../../lib/domain/url.ts";
import { withScheme } from "../../lib/domain/with-scheme.ts";
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
  // Stays once the page is added: what is left out is seen then.
  const [whole, setWhole] = useState<string>();
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
          hint={whole && t("hostsPageWhole", whole)}
          error={props.error}
          errorIsNews
          onInput={(text) => {
            setWhole(originOfPath(text));
            props.onType(text);
          }}
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

/** The origin of an address that has more than that. */
function originOfPath(text: string): string | undefined {
  const { protocol, origin, pathname, search, hash } = parseUrl(withScheme(text)) ?? {};
  const isMore = `${pathname}${search}${hash}` !== "/";
  return isMore && protocol?.startsWith("http") === true ? origin : undefined;
}
