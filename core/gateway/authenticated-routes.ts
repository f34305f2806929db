import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { redactPath } from '../activity/redact-path.ts';
import { tagInternalRequest } from '../http/internal-request-tag.ts';
import { type Admission, authorizeRequest } from './admission/authorize-request.ts';
import { createModelPolicy, type ModelPolicy } from './admission/model-policy.ts';
import { type JudgedContent, validateContent } from './body/validate-content.ts';
import { failing } from './failing.ts';
import { type GatewayRecord, type GatewayRequest, NO_USAGE, recordLocalResponse } from './gateway-activity.ts';
import { type GatewayFailure, INVALID_MODEL_LIST, RATE_LIMITED, UPSTREAM_UNAVAILABLE } from './gateway-error.ts';
import type { GatewayParts } from './gateway-parts.ts';
import type { ClientConnections } from './listener/client-connections.ts';
import { sendContinue, sendFailure } from './listener/http-listener.ts';
import { localResponse } from './local-response.ts';
import { SERVER_NOT_RUNNING } from './openai-error.ts';
import { filterModelList } from './upstream/filter-model-list.ts';
import { passedHeaders } from './upstream/forwarded-headers.ts';
import { relayResponse } from './upstream/relay-response.ts';
import { type Forward, registerServerProxy } from './upstream/server-proxy.ts';
import { createUsageFilter } from './upstream/usage-filter.ts';

type Admitted = Extract<Admission, { kind: 'admitted' }>;

export interface KeyedListener {
  readonly clients: ClientConnections;
  /** What a Host may name. */
  readonly names: () => readonly string[];
  /** The address of the client, to be shown. */
  readonly clientAddress: (request: IncomingMessage) => string;
}

/** Requests that need a key: each is judged from its head, then from its body, and goes on only as it was judged. */
export async function registerAuthenticatedRoutes(
  app: FastifyInstance,
  parts: GatewayParts,
  { clients, names, clientAddress }: KeyedListener,
) {
  const { keys, activity, traffic, stalls, limits, connections } = parts;
  const admitted = new WeakMap<FastifyRequest, Admitted>();
  /** Connections that end with the answer being written: what is sent on them meanwhile is not read as requests. */
  const ending = new WeakSet<Socket>();
  const begun = (request: FastifyRequest): Omit<GatewayRequest, 'model' | 'key'> => ({
    method: request.method,
    path: redactPath(request.originalUrl),
    client: clientAddress(request.raw),
  });

  const refuse = (
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    { admission, failure, model = null }: { admission: Admission; failure: GatewayFailure; model?: string | null },
  ) => {
    const grant = 'grant' in admission ? admission.grant : null;
    const key = grant && { id: grant.id, name: grant.name };
    if (failure.headers?.connection === 'close') ending.add(request.raw.socket);
    recordLocalResponse(activity, { ...begun(request), model, key }, failure.status);
    return sendFailure(reply, failure, admission.path);
  };

  app.addHook('onRequest', async (request, reply) => {
    const { raw } = request;
    const { socket } = raw;
    if (ending.has(socket)) return reply.hijack();
    stalls.add(raw, reply.raw);
    const { method = '', httpVersion, headersDistinct: headers } = raw;
    const rules = {
      hosts: names(),
      origins: parts.origins(),
      check: keys.check,
      maxBodyBytes: limits.bodyBytes,
    };
    const admission = authorizeRequest({ method, target: request.originalUrl, httpVersion, headers }, rules);
    reply.headers(admission.headers);
    if (admission.kind === 'preflight') return reply.code(204).send();
    connections.asked(socket, admission.grant !== null);
    if (admission.grant) reply.raw.once('close', () => connections.answered(socket));
    if (admission.kind === 'refused') return refuse({ request, reply }, { admission, failure: admission.failure });
    const { id } = admission.grant;
    const cancel = () => void socket.destroy();
    if (!traffic.enter(id, cancel)) return refuse({ request, reply }, { admission, failure: RATE_LIMITED });
    reply.raw.once('close', () => traffic.leave(id, cancel));
    keys.used(id, clientAddress(raw));
    admitted.set(request, admission);
    sendContinue(raw, reply.raw);
  });

  const handle = async (request: FastifyRequest, reply: FastifyReply, forward: Forward) => {
    const admission = admitted.get(request);
    if (!admission) throw new Error('A request came to the server’s door without admission.');
    const { route, parameter, grant } = admission;
    const policy = createModelPolicy(parts.models, grant);
    const onRelease = (release: () => void) => void reply.raw.once('close', release);
    const key = { id: grant.id, name: grant.name };
    const content = await validateContent(request, {
      route,
      parameter,
      grant,
      policy,
      limits,
      onRelease,
      budget: parts.budget,
    });
    if (!content.allowed) {
      const { failure, model } = content;
      return failure ? refuse({ request, reply }, { admission, failure, model }) : reply;
    }
    if (route.by !== 'server') {
      const status = await localResponse(reply, route.by, parts);
      recordLocalResponse(activity, { ...begun(request), model: null, key }, status);
      return reply;
    }
    const record = activity.begin({ ...begun(request), model: content.model, key });
    forwardTo({ request, reply, forward }, { admission, content, record, policy });
    return reply;
  };

  const forwardTo = (
    { request, reply, forward }: { request: FastifyRequest; reply: FastifyReply; forward: Forward },
    { admission, content, record, policy }: ValidatedRequest,
  ) => {
    const { route, grant, headers, path } = admission;
    const signal = clients.left(reply.raw);
    const fail = failing(reply, { path, record, signal });
    const upstream = parts.upstream();
    if (upstream === null) return fail(SERVER_NOT_RUNNING);
    const { body, changes } = content;
    for (const changed of changes.map(parts.models.changing)) {
      reply.raw.once('close', () => changed(reply.raw.writableFinished));
    }
    const passed = passedHeaders(request.headers);
    const length = body ? String(body.bytes.byteLength) : request.headers['content-length'];
    forward({
      upstream,
      // Without the client's query: no route of a key reads one, Go's forms take a `model` from it, and it would be logged.
      target: tagInternalRequest(content.path),
      headers: {
        ...passed,
        ...(body ? { 'content-type': body.contentType } : {}),
        ...(length !== undefined && route.body !== 'none' ? { 'content-length': length } : {}),
      },
      ...(body ? { body } : {}),
      signal,
      passCors: false,
      onAnswer: (answer) => {
        reply.headers(headers);
        const streams = answer.contentType.includes('event-stream');
        const filter = content.usageAdded && streams ? createUsageFilter() : null;
        const observed = { path: route.path, record, signal, onChunk: parts.onChunk };
        if (filter) reply.removeHeader('content-length');
        const aliases = route.lists === 'data' ? parts.models.aliases(grant.id) : [];
        const isChanged = route.lists !== null && (grant.models !== null || aliases.length > 0);
        // Of a HEAD too: it would tell how much is listed for others.
        if (isChanged) reply.removeHeader('content-length');
        const field = isChanged && request.method !== 'HEAD' && answer.status === 200 ? route.lists : null;
        if (field === null) return relayResponse(answer, reply, { ...observed, filter });
        buffer(answer.body).then(
          (whole) => {
            parts.onChunk();
            const listed = filterModelList(whole, { field, mayUse: policy.mayUse, aliases });
            if (listed === null) return fail(INVALID_MODEL_LIST);
            record.firstByte();
            record.answered(answer.status);
            record.end('done', NO_USAGE);
            reply.send(listed);
          },
          () => fail(UPSTREAM_UNAVAILABLE),
        );
      },
      onFailure: () => fail(UPSTREAM_UNAVAILABLE),
    });
  };

  await registerServerProxy(app, { routes: ['/'], handle });
}

interface ValidatedRequest {
  readonly admission: Admitted;
  readonly content: JudgedContent;
  readonly record: GatewayRecord;
  readonly policy: ModelPolicy;
}
