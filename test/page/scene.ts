import { readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { inProject, startProduct, type Product } from '../attack/product.js';
import { ensureBrowserRequirements } from '../cluster/machine/requirements.js';
import { reviewOf } from '../http/admission-fixture.js';
import { freePorts } from '../support/free-ports.js';
import { fetchTls } from '../support/serving.js';

/** The file of the repository's own browser, and the mark that a script would leave which was let in. */
const CHROMIUM = '/usr/bin/chromium';
export const MARK = 'a script ran';
/** A name that runs a script wherever it is taken for markup, also in an attribute. */
export const HOSTILE = `"><img src=x onerror="document.title='${MARK}'"><script>document.title='${MARK}'</script>`;

/** The built webhook with decisions of all kinds, and a browser that looks at its page. */
export interface Scene {
  readonly url: string;
  readonly browser: Browser;
  readonly product: Product;
  readonly close: () => Promise<void>;
}

const ANNOTATION = 'instrumentation.opentelemetry.io';

const podOf = (name: string, annotations: Readonly<Record<string, string>>, container = 'app'): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, annotations },
  spec: { containers: [{ name: container, image: 'registry.example/app:1', env: [] }] },
});

const PODS: readonly (readonly [namespace: string, pod: object])[] = [
  ['shop', podOf('cart-5d9c7b6f4-x2x7q', { [`${ANNOTATION}/inject-nodejs`]: 'true' })],
  ['shop', podOf('orders-7f6d5c8b9-k4v8d', { [`${ANNOTATION}/inject-java`]: 'true' })],
  ['shop', podOf('search-0', { [`${ANNOTATION}/inject-python`]: 'other/none' })],
  [
    'billing',
    podOf('invoice-6c5b4d-zz9pl', {
      [`${ANNOTATION}/inject-java`]: 'true',
      [`${ANNOTATION}/inject-go`]: 'true',
    }),
  ],
];

export const HOSTILE_POD = podOf(HOSTILE, { [`${ANNOTATION}/inject-nodejs`]: 'true' }, HOSTILE);

/** A workload to paste, with a credential in it. */
export const MANIFEST = readFileSync(inProject('examples/checkout/checkout.yaml'), 'utf8').replace(
  '- name: LISTEN',
  '- name: API_TOKEN\n              value: hidden\n            - name: LISTEN',
);

/** Installs the browser where it is missing, starts it and the webhook, and lets pods be decided. */
export async function startScene(
  pods: readonly (readonly [namespace: string, pod: object])[] = PODS,
): Promise<Scene> {
  ensureBrowserRequirements();
  const [pagePort = 0] = await freePorts(1);
  const words = ['--page-port', String(pagePort)];
  const product = await startProduct({ context: 'examples/checkout/context.yaml', words });
  for (const [namespace, object] of pods)
    await fetchTls(product.port, '/mutate', reviewOf({ namespace, object }));
  // As root, Chromium has no sandbox; it sees no page but ours.
  const browser = await chromium.launch({ executablePath: CHROMIUM, chromiumSandbox: false });
  return {
    url: `http://127.0.0.1:${pagePort}`,
    browser,
    product,
    close: async () => {
      await browser.close();
      await product.stop();
    },
  };
}

/** A view of the page, and what the browser told of it. */
export interface View {
  readonly page: Page;
  /** Addresses of all that was asked for. */
  readonly requested: readonly string[];
  /** Errors in the console: scripts that fail, and what the Content-Security-Policy has kept away. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

export interface Look {
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height?: number;
}

/** Opens a path as somebody sees it with a colour scheme and a width. */
export async function openView(
  { browser, url }: Scene,
  path: string,
  { scheme, width, height = 800 }: Look = { scheme: 'light', width: 1280 },
): Promise<View> {
  const context: BrowserContext = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height },
    locale: 'en-GB',
  });
  const page = await context.newPage();
  const requested: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${url}${path}`);
  return { page, requested, errors, close: () => context.close() };
}

/** Pastes a manifest into the form of the inspector and sends it. */
export async function inspect({ page }: View, manifest: string): Promise<void> {
  await page.getByLabel('Manifest', { exact: true }).fill(manifest);
  await page.getByRole('button', { name: 'Inspect' }).click();
  await page.waitForURL('**/inspect');
  await page.getByRole('heading', { level: 1, name: /nspected/ }).waitFor();
}
