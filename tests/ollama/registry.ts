import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createUploads, type Published } from './registry-uploads.ts';

export interface Layer {
  /** The last part of the media type: `model`, `template`, `params`. */
  readonly kind: string;
  readonly content: Buffer;
}

export interface Registry {
  readonly port: number;
  /** The text to pull a published model by, with `insecure: true`. */
  name(model: string): string;
  /** Publishes a model below the namespace `test`, tag `latest`. */
  publish(model: string, layers: readonly Layer[]): void;
  /** The paths of all manifests, published here or pushed. */
  manifests(): readonly string[];
  /** From now on each blob's connection is broken after that many bytes; null serves whole blobs again. */
  disconnectAfter(bytes: number | null): void;
  /** From now on a blob's bytes stop arriving after that many; null serves whole blobs again. */
  stallAfter(bytes: number | null): void;
  /** The Range headers of all requests for blobs. */
  ranges(): readonly string[];
  close(): Promise<void>;
}

interface Faults {
  disconnectAfter: number | null;
  stallAfter: number | null;
}

function digestOf(content: Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function sendRange(req: IncomingMessage, res: ServerResponse, content: Buffer, faults: Faults): void {
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(req.headers.range ?? '') ?? [];
  const start = Number(from ?? 0);
  const part = content.subarray(start, Number(to ?? content.length - 1) + 1);
  res.writeHead(from === undefined ? 200 : 206, { 'Content-Length': part.length });
  const limit = faults.disconnectAfter ?? faults.stallAfter;
  if (limit === null || limit >= part.length) {
    res.end(part);
    return;
  }
  res.write(part.subarray(0, limit), () => {
    if (faults.disconnectAfter !== null) res.destroy();
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the registry is not listening');
  return address.port;
}

const CONFIG = {
  model_format: 'gguf',
  model_family: 'llama',
  model_families: ['llama'],
  model_type: '40K',
  file_type: 'F32',
};

function publish({ blobs, manifests }: Published, model: string, layers: readonly Layer[]): void {
  const store = (mediaType: string, content: Buffer) => {
    blobs.set(digestOf(content), content);
    return { mediaType, digest: digestOf(content), size: content.length };
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: store('application/vnd.docker.container.image.v1+json', Buffer.from(JSON.stringify(CONFIG))),
    layers: layers.map(({ kind, content }) => store(`application/vnd.ollama.image.${kind}`, content)),
  };
  manifests.set(`/v2/test/${model}/manifests/latest`, Buffer.from(JSON.stringify(manifest)));
}

/**
 * A model registry on 127.0.0.1 for pulls of both the real server and the fake, and for pushes of the real one. A blob is redirected to `localhost`, because the
 * real server requests ranges only from another host name than the registry's.
 */
export async function startRegistry(): Promise<Registry> {
  const published: Published = { blobs: new Map(), manifests: new Map() };
  const ranges: string[] = [];
  const faults: Faults = { disconnectAfter: null, stallAfter: null };
  const uploads = createUploads(published);
  const server = createServer(async (req, res) => {
    if (await uploads.handle(req, res)) return;
    const url = req.url ?? '';
    const manifest = published.manifests.get(url);
    const blob = published.blobs.get(url.slice(url.lastIndexOf('/') + 1));
    if (manifest !== undefined) {
      res.end(manifest);
    } else if (blob === undefined) {
      res.writeHead(404).end();
    } else if (req.method === 'HEAD') {
      res.writeHead(200, { 'Content-Length': blob.length }).end();
    } else if (url.startsWith('/v2/')) {
      res.writeHead(307, { Location: `http://localhost:${portOf(server)}/direct/${digestOf(blob)}` }).end();
    } else {
      ranges.push(req.headers.range ?? '');
      sendRange(req, res, blob, faults);
    }
  });
  // Without an address: `localhost` may be IPv4 or IPv6.
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    port: portOf(server),
    name: (model) => `http://127.0.0.1:${portOf(server)}/test/${model}:latest`,
    publish: (model, layers) => publish(published, model, layers),
    manifests: () => [...published.manifests.keys()],
    disconnectAfter: (bytes) => {
      faults.disconnectAfter = bytes;
    },
    stallAfter: (bytes) => {
      faults.stallAfter = bytes;
    },
    ranges: () => ranges,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
