import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { renderWithCorral, snapshotFixture } from '../../../client/testing/corral-fixture.tsx';
import { ChatSession } from '../session/chat-session.ts';
import { PlaygroundToolsContext } from '../session/playground-tools.ts';
import type { SendRequest, StreamEvent } from '../stream/stream-protocol.ts';
import { EmbeddingsTab } from './EmbeddingsTab.tsx';

test('a response to texts that were changed since is stopped', async () => {
  sessionStorage.clear();
  const stop = vi.fn<() => void>();
  const sent: ((event: StreamEvent) => void)[] = [];
  const send: SendRequest = (_request, onEvent) => {
    sent.push(onEvent);
    return stop;
  };
  const session = new ChatSession({
    send,
    save: () => Promise.resolve(),
    load: () => Promise.reject(new Error('none')),
    newId: () => '1',
  });
  const tools = { send, session, colorCode: () => Promise.reject(new Error('none')) };
  const installed = snapshotFixture.models.installed.map((model) => ({
    ...model,
    name: 'nomic-embed-text',
    capabilities: ['embedding' as const],
  }));
  renderWithCorral(
    <PlaygroundToolsContext value={tools}>
      <EmbeddingsTab />
    </PlaygroundToolsContext>,
    { patch: { models: { ...snapshotFixture.models, installed } } },
  );
  await userEvent.type(screen.getByRole('textbox', { name: 'Text A' }), 'one');
  await userEvent.type(screen.getByRole('textbox', { name: 'Text B' }), 'two');
  stop.mockClear();
  await userEvent.click(screen.getByRole('button', { name: 'Embed' }));
  expect(sent).toHaveLength(1);
  await userEvent.type(screen.getByRole('textbox', { name: 'Text B' }), '!');
  expect(stop).toHaveBeenCalledOnce();
  await act(() => Promise.resolve());
  expect(screen.getByText('Enter two or more texts, then click Embed.')).toBeTruthy();
});
