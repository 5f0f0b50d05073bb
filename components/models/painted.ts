/** Resolves when what was drawn is on the screen; at once where nobody looks at it. */
export async function painted(): Promise<void> {
  if (typeof requestAnimationFrame === "undefined" || document.hidden) return;
  await new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
  });
}
