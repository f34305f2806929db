import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../../tests/eventually.ts';
import { secretHash } from './key-secret.ts';
import { type KeysFolder, keysFolder, newKey } from './testing/keys-folder-fixture.ts';

describe('the API keys', () => {
  let folder: KeysFolder;
  const file = () => join(folder.path, 'keys.json');
  const others = () => readdirSync(folder.path).filter((name) => name !== 'keys.json');
  beforeEach(() => {
    folder = keysFolder();
  });
  afterEach(() => folder.remove());

  it('are created, published without their secret, and grant what they were created for', async () => {
    const { keys, store } = folder.open(() => 1000);
    const { id, secret } = await keys.create(
      newKey({ name: 'iPad', models: ['Qwen3', 'library/qwen3:latest', 'a/b'] }),
    );
    await keys.create(newKey({ name: 'laptop', scope: 'full', cloudAllowed: true, expiresAt: 2000 }));

    expect(secret).toMatch(/^corral-[0-9A-Za-z]{48}$/);
    expect(keys.check(secret)).toEqual({
      id,
      name: 'iPad',
      scope: 'inference',
      models: ['Qwen3:latest', 'qwen3:latest', 'a/b:latest'],
      cloudAllowed: false,
    });
    const { keys: shown } = store.get();
    expect(shown.map(({ name }) => name)).toEqual(['laptop', 'iPad']);
    expect(shown[1]).toMatchObject({ id, prefix: secret.slice(0, 11), createdAt: 1000, lastUsedAt: null });
    expect(JSON.stringify(store.get())).not.toContain(secret.slice(12));
    expect(JSON.stringify(store.get())).not.toContain(secretHash(secret));
    await keys.close();
  });

  it('are stored for their owner only, without other files', async () => {
    const { keys } = folder.open();
    const { secret } = await keys.create(newKey());
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(readFileSync(file(), 'utf8')).not.toContain(secret.slice(12));
    expect(others()).toEqual([]);
    await keys.close();
  });

  it('are invalid as soon as they are revoked, and listeners are notified', async () => {
    const { keys, store } = folder.open();
    const { id, secret } = await keys.create(newKey());
    const listener = vi.fn<(id: string) => void>();
    const unsubscribe = keys.onRevoked(listener);
    const revoked = keys.revoke(id);
    expect(keys.check(secret)).toBeNull();
    expect(listener).toHaveBeenCalledExactlyOnceWith(id);
    expect(store.get().keys).toEqual([]);
    await revoked;
    await keys.revoke(id);
    expect(listener).toHaveBeenCalledOnce();
    unsubscribe();
    expect(folder.open().keys.check(secret)).toBeNull();
  });

  it('expire, and stay expired when the clock is set back', async () => {
    let now = 1000;
    const { keys } = folder.open(() => now);
    const { secret } = await keys.create(newKey({ expiresAt: 2000 }));
    now = 1999;
    expect(keys.check(secret)).not.toBeNull();
    for (now of [2000, 1000]) {
      expect(keys.check(secret)).toBeNull();
      const late = keys.create(newKey({ name: 'late', expiresAt: 2000 }));
      await expect(late).rejects.toMatchObject({ code: 'KEY_EXPIRED' });
    }
  });

  it('record their last use, and write it when the store is closed', async () => {
    let now = 5000;
    const { keys, store } = folder.open(() => now);
    const { id } = await keys.create(newKey());
    keys.used(id, '192.168.1.7');
    now = 6000;
    keys.used(id, '100.64.0.9');
    keys.used('another key', '10.0.0.1');
    await eventually(() => expect(store.get().keys[0]?.lastUsedAt).toBe(6000));
    await keys.close();
    const { lastUsedAt, lastUsedFrom } = folder.open().store.get().keys[0] ?? {};
    expect([lastUsedAt, lastUsedFrom]).toEqual([6000, '100.64.0.9']);
  });

  it('have unique names, also when two are created at once', async () => {
    const { keys, store } = folder.open();
    const made = await Promise.allSettled([keys.create(newKey()), keys.create(newKey())]);
    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(keys.create(newKey())).rejects.toMatchObject({ code: 'KEY_NAME_TAKEN', data: { name: 'iPad' } });
    await expect(keys.create(newKey({ name: 'x', models: ['no name'] }))).rejects.toMatchObject({
      code: 'INVALID_NAME',
    });
    expect(store.get().keys).toHaveLength(1);
  });

  it('take the names of models as pasted, but those of installed ones as Ollama lists them', async () => {
    const { keys, store } = folder.open();
    const page = 'https://ollama.com/library/qwen3:8b';
    await keys.create(newKey({ name: 'one', models: [page, 'ollama run llama3.2'] }));
    const details = {
      digest: '',
      sizeBytes: 1,
      modifiedAt: 0,
      capabilities: [],
      remoteHost: null,
      family: null,
    } as const;
    const sizes = { parameterSize: null, quantization: null, contextLength: null, embeddingLength: null } as const;
    const installed = [{ name: 'ollama.com/library/qwen3:8b', ...details, ...sizes, capabilities: [] }];
    store.update('models', (models) => ({ ...models, installed }));
    await keys.create(newKey({ name: 'two', models: ['ollama.com/library/qwen3:8b'] }));
    expect(store.get().keys.map(({ models }) => models)).toEqual(
      expect.arrayContaining([['qwen3:8b', 'llama3.2:latest'], ['ollama.com/library/qwen3:8b']]),
    );
  });

  it('stay revoked when others are created at the same time', async () => {
    const { keys } = folder.open();
    const first = await keys.create(newKey({ name: 'first' }));
    const making = Array.from({ length: 20 }, (_, index) => keys.create(newKey({ name: `key ${index}` })));
    const revoking = keys.revoke(first.id);
    const made = await Promise.all(making);
    await revoking;
    const later = folder.open();
    expect(made.every(({ id, secret }) => later.keys.check(secret)?.id === id)).toBe(true);
    expect([keys.check(first.secret), later.keys.check(first.secret)]).toEqual([null, null]);
  });

  it('are found by the whole secret, not by the shown prefix', async () => {
    const secrets = ['corral-abcd1', 'corral-abcd2', 'corral-abcd'];
    const { keys: _, store } = folder.open();
    const key = { ...newKey(), prefix: 'corral-abcd', createdAt: 0, lastUsedAt: null, lastUsedFrom: null };
    const items = secrets.map((secret) => ({ ...key, id: secret, hash: secretHash(secret) }));
    writeFileSync(file(), JSON.stringify({ items }));
    const { keys } = folder.open();
    expect(secrets.map((secret) => keys.check(secret)?.id)).toEqual(secrets);
    expect(keys.check('corral-abcd3')).toBeNull();
    expect(store.get().keys).toEqual([]);
  });

  const half = JSON.stringify({ items: [{ id: 'x' }] });
  it.each(['', '{"items":[', '[]', half])(
    'are dropped when the file is %j, which is moved and shown in a notice',
    async (text) => {
      const before = folder.open();
      const { secret } = await before.keys.create(newKey());
      writeFileSync(file(), text);

      const { keys, store } = folder.open();
      expect(keys.check(secret)).toBeNull();
      expect(store.get().keys).toEqual([]);
      const [moved] = others();
      expect(moved).toMatch(/^keys\.broken-.*\.json$/);
      expect(readFileSync(join(folder.path, moved ?? ''), 'utf8')).toBe(text);
      const [notice] = store.get().app.notices;
      expect(notice?.detail).toBe(
        `Corral moved it to ${moved} in the data folder. Existing keys no longer work. Create new ones on the Network page.`,
      );
      const { secret: next } = await keys.create(newKey());
      expect(folder.open().keys.check(next)).not.toBeNull();
    },
  );

  it('are all dropped when one of them is invalid', async () => {
    const { secret } = await folder.open().keys.create(newKey());
    const { items } = JSON.parse(readFileSync(file(), 'utf8'));
    writeFileSync(file(), JSON.stringify({ items: [...items, { ...items[0], scope: 'everything' }] }));
    chmodSync(file(), 0o644);
    expect(folder.open().keys.check(secret)).toBeNull();
  });

  it('aren’t created when they can’t be written', async () => {
    const { keys, store } = folder.open();
    const { secret } = await keys.create(newKey());
    const before = readFileSync(file(), 'utf8');
    const makeRoom = folder.fillDisk('keys.json');
    await expect(keys.create(newKey({ name: 'laptop' }))).rejects.toMatchObject({ code: 'NOT_SAVED' });
    expect(store.get().keys.map(({ name }) => name)).toEqual(['iPad']);
    expect(readFileSync(file(), 'utf8')).toBe(before);
    expect(keys.check(secret)).not.toBeNull();
    makeRoom();
    await keys.create(newKey({ name: 'laptop' }));
    expect(
      folder
        .open()
        .store.get()
        .keys.map(({ name }) => name),
    ).toEqual(['laptop', 'iPad']);
  });

  it('are revoked even when that can’t be written, and the write is retried', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { keys } = folder.open();
    const { id, secret } = await keys.create(newKey());
    const makeRoom = folder.fillDisk('keys.json');
    await expect(keys.revoke(id)).rejects.toMatchObject({ code: 'REVOCATION_NOT_SAVED' });
    expect(keys.check(secret)).toBeNull();
    makeRoom();
    await vi.advanceTimersByTimeAsync(5_000);
    await eventually(() => expect(folder.open().keys.check(secret)).toBeNull());
    await keys.close();
  });
});
