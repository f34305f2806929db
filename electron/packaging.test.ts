import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
// The builder is CommonJS and exports its check only by this path.
const require = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const { getConfig, validateConfiguration } = require('app-builder-lib/out/util/config/config');

const config = await getConfig(root, null, null);

it('is a valid configuration of the builder', async () => {
  await expect(validateConfiguration(config, { isEnabled: false, add: () => undefined })).resolves.toBeUndefined();
  const wrong = { ...config, electronFuses: { ...config.electronFuses, runAsNod: false } };
  await expect(validateConfiguration(wrong, { isEnabled: false, add: () => undefined })).rejects.toThrow(
    'electronFuses',
  );
});

it('hides the Dock icon, hardens the runtime and builds for download and update', () => {
  expect(config.mac).toMatchObject({ hardenedRuntime: true, extendInfo: { LSUIElement: true } });
  expect(config.mac.target.map(({ target }: { target: string }) => target)).toEqual(['dmg', 'zip']);
});

it('disables every way to bypass the archive', () => {
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

it('refers to files that exist', () => {
  for (const path of [config.mac.icon, config.mac.entitlements, config.mac.entitlementsInherit]) {
    expect(existsSync(join(root, path))).toBe(true);
  }
});
