import type { FieldProps } from "./field.tsx";
import { t } from "../words/t.ts";

/**
 * What a field says of spaces around its text, as they come along when it is copied: they are sent, and nobody sees them.
 * Nothing where there are none.
 */
export function spaceHint(
  label: string,
  text: string,
  onChange: (text: string) => void,
): Pick<FieldProps, "hint" | "hintAction"> {
  if (text === text.trim()) return {};
  return {
    hint: t("formSpaceHint"),
    hintAction: (
      <button
        type="button"
        class="link"
        aria-label={t("formRemoveSpaceName", label)}
        onClick={() => onChange(text.trim())}
      >
        {t("formRemoveSpace")}
      </button>
    ),
  };
}
