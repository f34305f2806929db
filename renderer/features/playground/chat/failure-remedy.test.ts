import { describe, expect, test } from 'vitest';
import type { Message } from '../../../../contract/conversations.ts';
import type { InstalledModel } from '../../../../contract/models.ts';
import type { ServerActual } from '../../../../contract/server.ts';
import { snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { failureKind, failureMessage } from './failure-message.ts';
import { failureRemedy, isSameModel } from './failure-remedy.ts';
import { emptyAnswer } from './response-state.ts';

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

function failed(error: string): Message {
  return { ...emptyAnswer('a', 'qwen3:8b', 1000), end: 'error', error };
}

describe('the remedy', () => {
  test('follows the server: start it, wait for it, then answer again', () => {
    const message = failed('The server is not running.');
    const there = [model('qwen3:8b')];
    expect(failureRemedy(message, state({ state: 'stopped' }, there))).toEqual({ kind: 'startServer' });
    expect(failureRemedy(message, state({ state: 'starting', runId: 'r', since: 0 }, there))).toEqual({
      kind: 'serverStarting',
    });
    expect(failureRemedy(message, state(running, there))).toEqual({ kind: 'answerAgain' });
  });

  test('for a model that is not installed is to pull it, and once it is there to answer again', () => {
    const message = failed('qwen3:8b is not installed.');
    const pull = { kind: 'pull', model: 'qwen3:8b' };
    expect(failureRemedy(message, state(running))).toEqual(pull);
    expect(failureRemedy(message, state(running, [model('qwen3:8b', 500)])), 'a list from before').toEqual(pull);
    expect(failureRemedy(message, state(running, [model('qwen3:8b', 2000)]))).toEqual({ kind: 'answerAgain' });
  });

  test('for an interrupted answer is to answer again; a whole or stopped one needs none', () => {
    const answer = emptyAnswer('a', 'qwen3:8b', 1000);
    expect(failureRemedy({ ...answer, end: 'interrupted' }, state(running))).toEqual({ kind: 'answerAgain' });
    expect(failureRemedy({ ...answer, end: 'complete' }, state(running))).toBeNull();
    expect(failureRemedy({ ...answer, end: 'stopped' }, state({ state: 'stopped' }))).toBeNull();
  });
});

test('what failed is told apart by the code, the status and the words', () => {
  const kind = (status: number | null, message: string, code: string | null = null) =>
    failureKind({ status, code, message });
  expect(kind(503, '', 'server_not_running')).toBe('serverNotRunning');
  expect(kind(404, "model 'x' not found")).toBe('modelNotFound');
  expect(kind(404, 'model "x" not found, try pulling it first')).toBe('modelNotFound');
  expect(kind(404, 'There is nothing at this address.')).toBe('refused');
  expect(kind(null, 'Connection error.')).toBe('connectionLost');
  expect(kind(500, 'model requires more system memory')).toBe('refused');
});

test('a refusal is told in the words of the server, with the status', () => {
  const failure = { status: 500, code: null, message: 'model requires more system memory' };
  expect(failureMessage(failure, 'm')).toBe(
    'The server could not answer (status 500): model requires more system memory.',
  );
});

test('a name without a tag is the same as with :latest', () => {
  expect(isSameModel('llama3.2', 'llama3.2:latest')).toBe(true);
  expect(isSameModel('llama3.2:1b', 'llama3.2')).toBe(false);
});
