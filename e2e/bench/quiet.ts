// The table and nothing else, unless something fails.
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

export default class Quiet implements Reporter {
  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onTestEnd(_: TestCase, { errors }: TestResult): void {
    for (const error of errors) console.error(error.message);
  }
}
