import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Where a registry keeps what was published: blobs by digest, manifests by path. */
export interface Published {
  readonly blobs: Map<string, Buffer>;
  readonly manifests: Map<string, Buffer>;
}

/** The part of a registry that `ollama push` uses; each upload is of one part after another. */
export function createUploads({ blobs, manifests }: Published) {
  const uploads = new Map<string, Buffer[]>();
  return {
    /** Responds to a request of an upload; false for any other. */
    async handle(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
      const { method } = req;
      const { origin, pathname, searchParams } = new URL(req.url ?? '', `http://${req.headers.host}`);
      const upload = uploads.get(pathname);
      if (method === 'POST' && pathname.endsWith('/blobs/uploads/')) {
        const path = `${pathname}${uploads.size}`;
        uploads.set(path, []);
        res.writeHead(202, { Location: origin + path }).end();
      } else if (method === 'PATCH' && upload !== undefined) {
        upload.push(await buffer(req));
        res.writeHead(202, { Location: origin + pathname }).end();
      } else if (method === 'PUT' && upload !== undefined) {
        const content = Buffer.concat(upload);
        const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
        const isRight = digest === searchParams.get('digest');
        if (isRight) blobs.set(digest, content);
        res.writeHead(isRight ? 201 : 400).end();
      } else if (method === 'PUT' && pathname.includes('/manifests/')) {
        manifests.set(pathname, await buffer(req));
        res.writeHead(201).end();
      } else return false;
      return true;
    },
  };
}
