import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { playScenario } from '../../../inspector/server/play-scenario.js';
import { serveTrace } from '../../../inspector/server/serve-trace.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { ProcessTrace } from '../../../services/process-trace.js';
import type { Look, OpenedPage, PageKit } from './page-kit.js';

/** What a login records to a simulator that plays a scenario. */
export async function recordScenario(name: string): Promise<TraceRecord[]> {
  const records: TraceRecord[] = [];
  const trace = new ProcessTrace();
  trace.listen({
    sink: (record) => records.push(record),
    runBegins: () => undefined,
    runEnded: () => undefined,
  });
  const { ended } = await playScenario(name, new AbortController().signal);
  await ended;
  trace.close();
  return records;
}

/** JSON Lines. */
export function linesOf(records: readonly TraceRecord[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

/** Serves records as a recording under the page's real policy, and opens the page with them. */
export async function openServed(
  kit: PageKit,
  records: readonly TraceRecord[],
  look: Look = {},
): Promise<OpenedPage & { readonly close: () => Promise<void> }> {
  const served = await serveTrace(kit.write('login.jsonl', linesOf(records)), { pageFolder: kit.pageFolder });
  const endService = (): Promise<void> => served.close('The test is over.');
  kit.onStop(endService);
  const opened = await kit.open(served.url, look);
  return {
    ...opened,
    close: async () => {
      await opened.page.close();
      await endService();
    },
  };
}

/** Goes to a screen by its tab. */
export async function goTo(page: Page, screen: string): Promise<void> {
  const tabs = page.getByRole('navigation', { name: 'Screens' });
  await tabs.getByRole('link', { name: screen, exact: true }).click();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(): Promise<{
    violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
  }>;
}

/** What axe finds, a line for each fault. */
export async function faultsOf(page: Page): Promise<string[]> {
  // In the page's world, but brought by the test: the page's policy lets no foreign script in.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`),
    );
  });
}
