import { describe, expect, test } from 'vitest';
import type { Message, ResponseFailure } from '../../../../contract/conversations.ts';
import type { InstalledModel } from '../../../../contract/models.ts';
import type { ServerActual } from '../../../../contract/server.ts';
import { snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { failureKind, failureMessage, savedFailure } from '../session/failure-message.ts';
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

test('a server error is shown with its status and message', () => {
  const failure = { status: 500, code: null, message: 'model requires more system memory' };
  expect(failureMessage(failure, 'm')).toBe(
    'The server returned an error (status 500): model requires more system memory.',
  );
});

test('a saved failure is read from its kind, or from the text that version 0.1.0 saved', () => {
  expect(savedFailure(failed('connectionLost'))).toBe('connectionLost');
  expect(savedFailure(savedAsText('qwen3:8b is not installed.'))).toBe('modelNotFound');
  expect(savedFailure(savedAsText('The server is not running.'))).toBeNull();
  expect(savedFailure(emptyResponse('r', 'qwen3:8b', 1000))).toBeNull();
});
