/**
 * `npm run screenshots`: makes the pictures of the README anew, from the samples, in the Chromium of this machine
 * (`PBX_CHROMIUM` names another).
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serveTrace } from '../inspector/server/serve-trace.js';
import { findChromium } from './find-chromium.mjs';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const pictures = [
  { sample: 'wrong-app-password', place: 'v=flow', scheme: 'dark', file: 'flow-dark' },
  { sample: 'good-login', place: 'v=charts&s=47', scheme: 'light', file: 'charts-light' },
] as const;

const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
for (const { sample, place, scheme, file } of pictures) {
  const served = await serveTrace(at(`inspector/samples/${sample}.jsonl`));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: scheme });
  await page.goto(`${served.url}&${place}`);
  await page.getByRole('region', { name: 'Diagnosis' }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: at(`docs/images/${file}.png`) });
  await page.close();
  await served.close('The picture is taken.');
}
await browser.close();
