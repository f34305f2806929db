import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverPath } from './fake-path.ts';
import { runOllama } from './ollama-process.ts';
import { isReal } from './ollama-under-test.ts';
import type { Registry } from './registry.ts';
import { type RunningGateway, startGateway } from './start-gateway.ts';
import { type RunningOllama, startOllama } from './start-ollama.ts';
import { startTinyRegistry } from './tiny-library.ts';
import { tinyModel } from './tiny-model.ts';

/** `claude`, as `ollama launch` starts it, reduced to one request to the address that it is told. */
const CLAUDE = `#!/bin/sh
curl -sS "$ANTHROPIC_BASE_URL/v1/messages" -H "Authorization: Bearer $ANTHROPIC_AUTH_TOKEN" \\
  -d "{\\"model\\":\\"$2\\",\\"max_tokens\\":5,\\"messages\\":[{\\"role\\":\\"user\\",\\"content\\":\\"Hello\\"}]}"
`;

// The fake has no commands but `serve`.
describe.runIf(isReal)('the ollama command through the gateway', () => {
  let folder: string;
  let registry: Registry;
  let server: RunningOllama;
  let gateway: RunningGateway;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'corral-commands-'));
    registry = await startTinyRegistry();
    // Layers that come at once show no progress.
    const license = { kind: 'license', content: Buffer.alloc(60_000_000, 'MIT ') };
    registry.publish('licensed', [{ kind: 'model', content: tinyModel({ seed: 3 }) }, license]);
    server = await startOllama();
    gateway = await startGateway(server.port);
  });
  afterAll(async () => {
    await gateway.close();
    await server.stop();
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a command prints, without terminal codes. */
  const commandAt = async (baseUrl: string, args: readonly string[]): Promise<string> => {
    const command = runOllama(args, {
      HOME: server.home,
      OLLAMA_HOST: baseUrl,
      PATH: [folder, serverPath].join(delimiter),
    });
    const { code } = await command.exited;
    const output = command.stdout() + command.stderr();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal codes begin with one
    const text = output.replaceAll(/\u001b\[[?\d;]*[A-Za-z]/g, '');
    if (code !== 0) throw new Error(`ollama ${args.join(' ')} ended with ${code}: ${text}`);
    return text;
  };
  const ollama = (...args: readonly string[]) => commandAt(gateway.baseUrl, args);
  const requests = () => gateway.records.map(({ method, path, status }) => `${method} ${path} ${status}`);

  test('pulls with progress, and lists', async () => {
    const pulled = await ollama('pull', '--insecure', registry.name('licensed'));
    expect(pulled).toMatch(/pulling [0-9a-f]{12}.*60 MB[\s\S]*success/);
    await ollama('pull', '--insecure', registry.name('chat'));
    expect(await ollama('list')).toMatch(/^NAME[\s\S]*127\.0\.0\.1:\d+\/test\/chat:latest/);
    expect(requests()).toContain('POST /api/pull 200');
  });

  test('copies, shows, runs, and stops', async () => {
    await ollama('cp', registry.name('chat').replace('http://', ''), 'tiny');
    expect(await ollama('show', 'tiny')).toContain('llama');
    expect(await ollama('run', 'tiny', 'Hello')).toMatch(/\w+ \w+/);
    expect(await ollama('ps')).toContain('tiny:latest');
    await ollama('stop', 'tiny');
    expect(requests()).toContain('POST /api/generate 200');
  });

  test('creates from a file, which it uploads', async () => {
    await writeFile(join(folder, 'model.gguf'), tinyModel({ seed: 2 }));
    await writeFile(join(folder, 'Modelfile'), `FROM ${join(folder, 'model.gguf')}\nSYSTEM Be polite.\n`);
    expect(await ollama('create', 'made', '-f', join(folder, 'Modelfile'))).toContain('success');
    expect(requests()).toContainEqual(expect.stringMatching(/^POST \/api\/blobs\/sha256:[0-9a-f]{64} 201$/));
    expect(await ollama('show', '--system', 'made')).toContain('Be polite.');
  });

  test('pushes to a registry', async () => {
    const name = `127.0.0.1:${registry.port}/test/pushed:latest`;
    await ollama('cp', 'tiny', name);
    expect(await ollama('push', '--insecure', name)).toContain('success');
    expect(registry.manifests()).toContain('/v2/test/pushed/manifests/latest');
    expect(requests()).toContain('POST /api/push 200');
  });

  test('launches a program that uses the server', async () => {
    await writeFile(join(folder, 'claude'), CLAUDE);
    await chmod(join(folder, 'claude'), 0o755);
    expect(await ollama('launch', 'claude', '--model', 'tiny', '--yes')).toContain('"type":"message"');
    expect(requests()).toContain('POST /v1/messages 200');
  });

  test('removes', async () => {
    await ollama('rm', 'made');
    expect(await ollama('list')).not.toContain('made');
    await expect(ollama('rm', 'made')).rejects.toThrow("model 'made' not found");
    expect(requests()).toContain('DELETE /api/delete 404');
  });

  test.each([['signout'], ['signin'], ['show', 'no-such-model'], ['run', 'no/such/mo del', 'x'], ['stop', 'none']])(
    'says what the server says: %s %s',
    async (...args) => {
      const said = (baseUrl: string) =>
        commandAt(
          baseUrl,
          args.filter((arg) => arg !== undefined),
        ).catch(String);
      expect(await said(gateway.baseUrl)).toBe(await said(server.baseUrl));
    },
  );
});
