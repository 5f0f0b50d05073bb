import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * Prints the closing line `N passed, N failed` that continuous integration reads, and before it why a test needed its second
 * try. A file that can't load has failed.
 */
export function summaryReporter(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]) {
      let passed = 0;
      let failed = unhandledErrors.length;
      let skipped = 0;
      for (const module of modules) {
        if (module.errors().length > 0) failed += 1;
        for (const test of module.children.allTests()) {
          const { state, errors = [] } = test.result();
          if (state === "passed" && errors.length > 0) process.stdout.write(firstTryWords(test, errors));
          if (state === "passed") passed += 1;
          else if (state === "failed") failed += 1;
          else skipped += 1;
        }
      }
      const skippedPart = skipped === 0 ? "" : `, ${skipped} skipped`;
      process.stdout.write(`\n${passed} passed, ${failed} failed${skippedPart}\n`);
    },
  };
}

/** What the first try of a test came to that has passed since. */
function firstTryWords(
  test: TestCase,
  errors: readonly { readonly stack?: string; readonly message: string }[],
): string {
  const why = errors.map(({ stack, message }) => stack ?? message).join("\n");
  return `\nPassed at its second try: ${test.module.project.name}, ${test.fullName}\n${why}\n`;
}
