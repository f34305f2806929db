import { call, readNdjson } from './api-client.ts';
import { type Layer, type Registry, startRegistry } from './registry.ts';
import type { RunningOllama } from './start-ollama.ts';
import { tinyModel } from './tiny-model.ts';

const TEMPLATE: Layer = {
  kind: 'template',
  content: Buffer.from('{{ range .Messages }}{{ .Role }}: {{ .Content }}\n{{ end }}assistant:'),
};

/** Random words rarely end on their own, and are the same each time only with a fixed seed. */
const PARAMETERS: Layer = { kind: 'params', content: Buffer.from(JSON.stringify({ num_predict: 200, seed: 1 })) };

/** A registry with two tiny models: `chat` generates text, 200 tokens by default, `embed` embeddings. */
export async function startTinyRegistry(): Promise<Registry> {
  const registry = await startRegistry();
  registry.publish('chat', [{ kind: 'model', content: tinyModel() }, TEMPLATE, PARAMETERS]);
  registry.publish('embed', [{ kind: 'model', content: tinyModel({ embedding: true }) }]);
  return registry;
}

/** Pulls a model of the registry and gives it a short name: `tiny-chat:latest` for `chat`. */
export async function installTiny(
  server: Pick<RunningOllama, 'baseUrl'>,
  registry: Registry,
  model: 'chat' | 'embed',
): Promise<string> {
  const name = registry.name(model);
  const lines = await readNdjson(server, '/api/pull', { model: name, insecure: true });
  const last = lines.at(-1);
  if (last?.status !== 'success') throw new Error(`pull of ${name} ended with ${JSON.stringify(last)}`);
  const short = `tiny-${model}:latest`;
  const source = name.replace('http://', '');
  const copied = await call(server, '/api/copy', { body: { source, destination: short } });
  if (copied.status !== 200) throw new Error(`copy of ${source} failed: ${copied.text}`);
  await call(server, '/api/delete', { method: 'DELETE', body: { model: source } });
  return short;
}
