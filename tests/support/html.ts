/** Makes text safe inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => `&#${character.codePointAt(0)};`);
}

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f3f4f8, #14161c); }
  main { width: min(24rem, 100% - 2rem); padding: 2rem; border-radius: 12px; box-sizing: border-box;
    background: light-dark(#fff, #1f222b); box-shadow: 0 8px 30px rgb(0 0 0 / 0.12); }
  main.wide { width: min(46rem, 100% - 2rem); }
  h1 { margin: 0 0 0.25rem; font-size: 1.4rem; }
  p { margin: 0 0 1rem; color: light-dark(#545b6d, #a8b0c2); }
  label { display: block; margin: 1rem 0 0.25rem; font-weight: 600; }
  input { width: 100%; box-sizing: border-box; padding: 0.6rem; font: inherit; border: 1px solid light-dark(#b9bfce, #4a5062);
    border-radius: 8px; background: transparent; color: inherit; }
  button { padding: 0.6rem 1.1rem; font: inherit; font-weight: 600; border-radius: 8px; cursor: pointer;
    border: 1px solid #3a5bd9; background: #3a5bd9; color: #fff; }
  button.quiet { background: transparent; color: light-dark(#2b47b5, #a9bbff); }
  .actions { display: flex; gap: 0.75rem; margin-top: 1.5rem; flex-wrap: wrap; }
  [role="alert"] { color: light-dark(#b42318, #ffa198); font-weight: 600; }
  pre { margin: 1rem 0 0; padding: 1rem; border-radius: 8px; overflow: auto; background: light-dark(#f3f4f8, #14161c); }
  code { font-family: ui-monospace, monospace; }`;

/** A whole page in the look that all test pages share. `title` is text, `main` is markup. */
export function htmlPage(title: string, main: string, { wide = false }: { wide?: boolean } = {}): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body><main${wide ? ' class="wide"' : ""}>${main}</main></body>
</html>`;
}
