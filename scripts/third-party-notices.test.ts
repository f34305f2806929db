import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from './find-node.mjs';
import { collectThirdPartyNotices } from './third-party-notices.mjs';

interface Notice {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

describe('what the build wrote', async () => {
  const notices: Notice[] = JSON.parse(await readFile(join(root, 'out/renderer/third-party-notices.json'), 'utf8'));
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const names = new Set(notices.map(({ name }) => name));

  it('names what the page, a worker of its own, both hosts and the desktop alone hold', () => {
    expect([...names]).toEqual(
      expect.arrayContaining(['react', 'shiki', 'openai', 'zod', 'fastify', '@fastify/static', 'electron-store']),
    );
  });

  it('gives each a license and its text, sorted and once', () => {
    for (const notice of notices) {
      expect(notice).toEqual({
        name: expect.any(String),
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        license: expect.stringMatching(/^[\w.-]+$/),
        text: expect.stringMatching(/copyright|permission|license/i),
      });
    }
    const keys = notices.map(({ name, version }) => `${name}@${version}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect([...names]).toEqual([...names].toSorted((a, b) => a.localeCompare(b, 'en')));
  });

  it('holds no tool but Electron, and of the dependencies all that are more than a list of others', () => {
    expect(Object.keys(devDependencies).filter((name) => names.has(name))).toEqual(['electron']);
    expect(Object.keys(dependencies).filter((name) => !names.has(name))).toEqual(['radix-ui']);
  });
});

describe('collectThirdPartyNotices', () => {
  async function newPackages(packages: Record<string, { license: string; author?: string; files?: object }>) {
    const folder = await mkdtemp(join(tmpdir(), 'corral-notices-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    for (const [path, { license, author, files = {} }] of Object.entries(packages)) {
      const at = join(folder, 'node_modules', path);
      await mkdir(at, { recursive: true });
      const name = path.split('node_modules/').at(-1);
      await writeFile(join(at, 'package.json'), JSON.stringify({ name, version: '1.2.3', license, author }));
      for (const [file, text] of Object.entries(files)) await writeFile(join(at, file), String(text));
    }
    return (path: string) => join(folder, 'node_modules', path);
  }

  function noticesOf(...moduleIds: string[]): Notice[] {
    const { plugin, notices } = collectThirdPartyNotices();
    plugin.generateBundle({}, { chunk: { type: 'chunk', moduleIds, imports: [] }, asset: { type: 'asset' } });
    return notices();
  }

  it('finds the package that a module belongs to, and leaves our own out', async () => {
    const at = await newPackages({
      outer: { license: 'MIT', files: { LICENSE: 'outer' } },
      'outer/node_modules/@scope/inner': { license: 'ISC', files: { 'licence.md': 'inner', NOTICE: 'notice' } },
    });
    const inner = at('outer/node_modules/@scope/inner/dist/a.js');
    const found = noticesOf(inner, `${inner}?query`, at('outer/index.js'), '/src/renderer/main.tsx', `\0${inner}`);
    expect(found.map(({ license, text }) => [license, text])).toEqual([
      ['ISC', 'notice\n\ninner'],
      ['MIT', 'outer'],
    ]);
  });

  it('gives the text of the MIT license to a package that only names it, and of no other', async () => {
    const at = await newPackages({
      silent: { license: 'MIT', author: 'Somebody <s@example.com>' },
      other: { license: 'Apache-2.0' },
    });
    const [notice] = noticesOf(at('silent/index.js'));
    expect(notice?.text).toMatch(/^MIT License\n\nBy Somebody <s@example.com>, .*\n\nPermission is hereby granted/);
    expect(notice?.text).not.toContain('Corral');
    expect(() => noticesOf(at('other/index.js'))).toThrow(
      'other 1.2.3 comes without the text of its license (Apache-2.0)',
    );
  });
});
