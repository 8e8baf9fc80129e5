// The same table as the other benches: subject, measured, limit, ratio, bar, met.

interface Bar {
  atMost?: number;
  atLeast?: number;
}

export function heading(): void {
  print(["subject", "measured", "limit", "ratio", "bar", "met"]);
}

/** One line; whether its bar is met. What has no bar is measured and printed. */
export function line(name: string, measured: string, limit: string, ratio: number, { atMost, atLeast }: Bar = {}): boolean {
  const met = ratio <= (atMost ?? Infinity) && ratio >= (atLeast ?? 0);
  const bar = atMost !== undefined ? `≤ ${atMost.toFixed(2)}` : atLeast !== undefined ? `≥ ${atLeast.toFixed(2)}` : "";
  print([name, measured, limit, ratio.toFixed(2), bar, bar && (met ? "yes" : "no")]);
  return met;
}

function print([name = "", measured = "", limit = "", ratio = "", bar = "", met = ""]: string[]): void {
  const cells = [name.padEnd(52), measured.padStart(14), limit.padStart(14), ratio.padStart(6), bar.padStart(8), ` ${met}`];
  console.log(cells.join(" ").trimEnd());
}

export function median(values: number[]): number {
  const ordered = [...values].sort((left, right) => left - right);
  return ordered[Math.floor(ordered.length / 2)] ?? Number.NaN;
}
