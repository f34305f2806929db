import type { Page } from 'playwright-core';
import { LONG_KEY_NAME, LONG_NAME } from './reflow-scenario.ts';

function button(page: Page, name: string | RegExp) {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}
async function choose(page: Page, role: 'tab' | 'radio' | 'switch', name: string): Promise<void> {
  await page.getByRole(role, { name }).click();
}
async function selectLongName(page: Page): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search models' }).fill('Qwen3-30B');
  await page.getByRole('row', { name: LONG_NAME }).click();
}

/** How the page is brought into a state, after it was opened. */
type Steps = (page: Page) => Promise<unknown>;
const opened: Steps = (page) => page.getByText('Run history').waitFor();

/** What each page shows and opens; the last one leaves another setting behind. */
export const reflowStates: readonly (readonly [page: string, state: string, steps: Steps])[] = [
  ['Server', 'the page', opened],
  ['Models', 'the list', (page) => page.getByRole('row').nth(3).waitFor()],
  ['Models', 'the details of a model', selectLongName],
  [
    'Models',
    'the question before a model is deleted',
    async (page) => {
      await selectLongName(page);
      await button(page, 'Delete').click();
    },
  ],
  [
    'Models',
    'the dialog that duplicates a model',
    async (page) => {
      await selectLongName(page);
      await button(page, 'Duplicate').click();
    },
  ],
  [
    'Playground',
    'a chat',
    async (page) => {
      await page.getByRole('textbox', { name: 'Message' }).fill('Hello');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.getByRole('article', { name: 'Assistant' }).getByRole('table').waitFor();
      await button(page, 'Regenerate response').waitFor();
    },
  ],
  [
    'Playground',
    'a link of an answer',
    async (page) => {
      await page.getByRole('button', { name: 'Show history' }).click();
      await page.getByRole('complementary').getByRole('button').nth(1).click();
      await button(page, 'a link').click();
    },
  ],
  ['Playground', 'the models', (page) => page.getByRole('combobox', { name: 'Model' }).click()],
  ['Playground', 'the history', (page) => button(page, 'Show history').click()],
  ['Playground', 'the parameters', (page) => button(page, 'Show parameters').click()],
  ['Playground', 'Completion', (page) => choose(page, 'tab', 'Completion')],
  [
    'Playground',
    'Embeddings',
    async (page) => {
      await choose(page, 'tab', 'Embeddings');
      for (let texts = 2; texts < 12; texts += 1) await button(page, 'Add Text').click();
      for (const field of await page.getByRole('textbox').all()) await field.fill('text');
      await button(page, 'Embed').click();
      await page.getByRole('table').waitFor();
    },
  ],
  [
    'Network',
    'a test of the addresses',
    async (page) => {
      await button(page, 'Test Addresses').click();
      await page.getByText('Checked at').waitFor();
    },
  ],
  [
    'Network',
    'the dialog for a new key',
    async (page) => {
      await button(page, 'New key').click();
      await choose(page, 'radio', 'Selected models');
    },
  ],
  [
    'Network',
    'a new key',
    async (page) => {
      await button(page, 'New key').click();
      await page
        .getByRole('dialog')
        .getByRole('textbox', { name: 'Name', exact: true })
        .fill(`Second ${LONG_KEY_NAME}`);
      await button(page, 'Create Key').click();
      await page.getByRole('img', { name: /QR/ }).waitFor();
    },
  ],
  ['Network', 'the question before a key is revoked', (page) => button(page, `Revoke key ${LONG_KEY_NAME}`).click()],
  ['Activity', 'the requests', (page) => page.getByRole('row').nth(1).waitFor()],
  ['Activity', 'the totals', (page) => button(page, 'Totals').click()],
  ['Activity', 'the question before it is cleared', (page) => button(page, /^Clear/).click()],
  [
    'Logs',
    'a search',
    async (page) => {
      await page.getByRole('searchbox').fill('server');
      await page.keyboard.press('Enter');
    },
  ],
  [
    'Settings',
    'an invalid setting',
    (page) => page.getByRole('textbox', { name: 'Parallel requests per model' }).fill('none'),
  ],
  ['Settings', 'the question before the defaults are restored', (page) => button(page, /^Restore/).click()],
  [
    'Settings',
    'the third-party notices',
    async (page) => {
      await button(page, 'Show third-party notices').click();
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
    },
  ],
  ['Settings', 'the configuration', (page) => page.getByRole('link', { name: /Effective/ }).click()],
  [
    'Network',
    'the question before the server is opened without a key',
    async (page) => {
      await choose(page, 'switch', 'Require an API key');
      await choose(page, 'radio', 'Local network');
      await page.getByRole('dialog').waitFor();
    },
  ],
];
