import { describe, expect, test } from 'vitest';
import type { Message, ResponseFailure } from '../../../../contract/conversations.ts';
import type { InstalledModel } from '../../../../contract/models.ts';
import type { ServerActual } from '../../../../contract/server.ts';
import { snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { failureKind, failureMessage, interruptionMessage, savedFailure } from '../session/failure-message.ts';
import { emptyResponse } from '../session/response-state.ts';
import { failureRemedy } from './failure-remedy.ts';

const running: ServerActual = { state: 'running', runId: 'r', since: 0, version: '0.32.15' };
function model(name: string, modifiedAt = 0): InstalledModel {
  return {
    name,
    modifiedAt,
    digest: '',
    sizeBytes: 1,
    family: null,
    parameterSize: null,
    quantization: null,
    contextLength: null,
    embeddingLength: null,
    capabilities: ['completion'],
    remoteHost: null,
  };
}

function state(actual: ServerActual, installed: readonly InstalledModel[] = []) {
  return {
    server: { ...snapshotFixture.server, actual },
    models: { installed: [...installed], loaded: [], loading: [], known: true, disk: null },
  };
}

function failed(failure: ResponseFailure): Message {
  return { ...emptyResponse('r', 'qwen3:8b', 1000), end: 'error', error: 'It failed.', failure };
}
/** As version 0.1.0 saved it. */
function savedAsText(error: string): Message {
  return { ...emptyResponse('r', 'qwen3:8b', 1000), end: 'error', error };
}

describe('the remedy', () => {
  test('follows the server: start it, wait for it, then regenerate', () => {
    const message = failed('serverNotRunning');
    const installed = [model('qwen3:8b')];
    expect(failureRemedy(message, state({ state: 'stopped' }, installed))).toEqual({ kind: 'startServer' });
    expect(failureRemedy(message, state({ state: 'starting', runId: 'r', since: 0 }, installed))).toEqual({
      kind: 'serverStarting',
    });
    expect(failureRemedy(message, state(running, installed))).toEqual({ kind: 'regenerate' });
  });

  test.each([failed('modelNotFound'), savedAsText('qwen3:8b is not installed.')])(
    'for a model that is not installed is to pull it, then to regenerate: %j',
    (message) => {
      const pull = { kind: 'pull', model: 'qwen3:8b' };
      expect(failureRemedy(message, state(running))).toEqual(pull);
      expect(failureRemedy(message, state(running, [model('qwen3:8b', 500)])), 'an outdated list').toEqual(pull);
      expect(failureRemedy(message, state(running, [model('qwen3:8b', 2000)]))).toEqual({ kind: 'regenerate' });
    },
  );

  test('for an interrupted response is to regenerate it; a complete or stopped one needs none', () => {
    const response = emptyResponse('r', 'qwen3:8b', 1000);
    expect(failureRemedy({ ...response, end: 'interrupted' }, state(running))).toEqual({ kind: 'regenerate' });
    expect(failureRemedy({ ...response, end: 'complete' }, state(running))).toBeNull();
    expect(failureRemedy({ ...response, end: 'stopped' }, state({ state: 'stopped' }))).toBeNull();
  });
});

test('a failure is classified by its code, status and message', () => {
  const kind = (status: number | null, message: string, code: string | null = null) =>
    failureKind({ status, code, message });
  expect(kind(503, '', 'server_not_running')).toBe('serverNotRunning');
  expect(kind(404, "model 'x' not found")).toBe('modelNotFound');
  expect(kind(404, 'model "x" not found, try pulling it first')).toBe('modelNotFound');
  expect(kind(404, 'There is nothing at this address.')).toBe('serverError');
  expect(kind(null, 'Connection error.')).toBe('connectionLost');
  expect(kind(500, 'model requires more system memory')).toBe('serverError');
});

test.each([
  [500, 'model requires more memory', 'The server returned an error (status 500): model requires more memory.'],
  [404, '404 page not found', /^This server doesn’t have this endpoint\./],
  [404, '{"detail":"Not Found"}', /^This server doesn’t have this endpoint\./],
  [405, '405 method not allowed', /^This server doesn’t have this endpoint\./],
  [404, "model 'm' not found", 'm isn’t installed.'],
  [502, '<html>\r\n<head><title>502 Bad Gateway</title></head></html>', 'The server responded with status 502.'],
  [504, '504: <html><body>nginx</body></html>', 'The server responded with status 504.'],
  [503, '', 'The server responded with status 503.'],
  [400, '{"error":{"message":"top_p is too large"}}', 'The server returned an error (status 400): top_p is too large.'],
  [null, 'the runner has stopped', 'The server returned an error: the runner has stopped.'],
  [null, 'network error', 'Lost connection to the server before it responded.'],
  [null, '', 'Lost connection to the server before it responded.'],
])('a failure of status %s, %j is worded', (status, message, text) => {
  const worded = failureMessage({ status, code: null, message }, 'm');
  if (typeof text === 'string') expect(worded).toBe(text);
  else expect(worded).toMatch(text);
});

test('a failure after a part of the response names the reason, unless the connection was lost', () => {
  const interruption = (message: string) => interruptionMessage({ status: null, code: null, message });
  expect(interruption('the runner has stopped')).toBe('The response was interrupted: the runner has stopped.');
  expect(interruption('network error')).toBeNull();
  expect(interruption('')).toBeNull();
});

test('a saved failure is read from its kind, or from the text that version 0.1.0 saved', () => {
  expect(savedFailure(failed('connectionLost'))).toBe('connectionLost');
  expect(savedFailure(savedAsText('qwen3:8b is not installed.'))).toBe('modelNotFound');
  expect(savedFailure(savedAsText('The server is not running.'))).toBeNull();
  expect(savedFailure(emptyResponse('r', 'qwen3:8b', 1000))).toBeNull();
});
