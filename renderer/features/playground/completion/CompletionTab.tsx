import { type ReactNode, useCallback, useRef, useState } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Button } from '../../../components/Button.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import type { Parsed } from '../../../components/parse-number.ts';
import { readText, useStoredState } from '../../../components/stored-state.ts';
import { PullInPlace } from '../chat/PullInPlace.tsx';
import { type Parameters, toSampling } from '../parameters/sampling-parameters.ts';
import { usePlaygroundTools } from '../session/playground-tools.ts';
import { ModelPicker } from '../tabs/ModelPicker.tsx';
import type { ModelChoice } from '../tabs/model-choices.ts';
import { StatLine } from '../tabs/StatLine.tsx';
import { useStopKeys } from '../tabs/use-stop-keys.ts';
import { applyToCompletion, type CompletionState, emptyCompletion, startedCompletion } from './completion-state.ts';
import './completion.css';

export interface CompletionTabProps {
  readonly choice: ModelChoice;
  readonly onModel: (model: string) => void;
  /** What to send, or why nothing can be sent. */
  readonly parameters: Parsed<Parameters>;
}

const promptState = { kept: 'session', read: readText } as const;

/** A prompt and its continuation, over `/v1/completions`. */
export function CompletionTab({ choice, onModel, parameters }: CompletionTabProps) {
  const [prompt, setPrompt] = useStoredState('playground.prompt', promptState);
  const { state, complete, stop, discard } = useCompletion(choice.model, parameters);
  return (
    <section className="talk" aria-label={playgroundText('tabs.completion')}>
      <div className="paper">
        <textarea
          aria-label={playgroundText('completion.prompt')}
          placeholder={playgroundText('completion.placeholder')}
          spellCheck={false}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
        />
        {state.generated !== '' && (
          <output className="made" aria-label={playgroundText('completion.continuation')} aria-live="off">
            {state.generated}
          </output>
        )}
      </div>
      <CompletionBar
        state={state}
        prompt={prompt}
        model={choice.model}
        disabledReason={disabledReason(choice.model, parameters)}
        picker={<ModelPicker {...choice} onChange={onModel} />}
        onComplete={() => complete(prompt)}
        onStop={stop}
        onDiscard={discard}
        onKeep={() => {
          setPrompt(prompt + state.generated);
          discard();
        }}
      />
      <StatLine stats={state.stats} />
    </section>
  );
}

interface Completion {
  readonly state: CompletionState;
  readonly complete: (prompt: string) => void;
  readonly stop: () => void;
  readonly discard: () => void;
}

/** Why nothing can be sent, or null. */
function disabledReason(model: string | null, parameters: Parsed<Parameters>): string | null {
  if (model === null) return playgroundText('model.pullFirst');
  return 'problem' in parameters ? parameters.problem : null;
}

function useCompletion(model: string | null, parameters: Parsed<Parameters>): Completion {
  const { send } = usePlaygroundTools();
  const [state, setState] = useState(emptyCompletion);
  const stopRequest = useRef<() => void>(() => undefined);
  const complete = (prompt: string): void => {
    if (model === null || 'problem' in parameters) return;
    setState(startedCompletion);
    const request = { kind: 'completion', model, prompt, sampling: toSampling(parameters.value) } as const;
    stopRequest.current = send(request, (event) => setState((before) => applyToCompletion(before, event, model)));
  };
  const stop = useCallback(() => {
    stopRequest.current();
    setState((before) => ({ ...before, isGenerating: false, note: playgroundText('response.stopped') }));
  }, []);
  useStopKeys(state.isGenerating, stop);
  return { state, complete, stop, discard: () => setState(emptyCompletion) };
}

interface CompletionBarProps {
  readonly state: CompletionState;
  readonly prompt: string;
  readonly model: string | null;
  readonly disabledReason: string | null;
  readonly picker: ReactNode;
  readonly onComplete: () => void;
  readonly onStop: () => void;
  readonly onDiscard: () => void;
  readonly onKeep: () => void;
}

function CompletionBar(props: CompletionBarProps) {
  const { state, prompt, model, disabledReason: blocked, picker, onComplete, onStop, onDiscard, onKeep } = props;
  const { generated, isGenerating, note, failure } = state;
  return (
    <div className="runbar">
      {picker}
      <span className={blocked !== null && !isGenerating ? 'field-error grow' : 'hint grow'} aria-live="polite">
        {(isGenerating ? null : blocked) ?? note ?? (generated === '' ? '' : playgroundText('completion.legend'))}
      </span>
      {failure === 'modelNotFound' && model !== null && <PullInPlace model={model} />}
      {!isGenerating && generated !== '' && (
        <>
          <CopyButton text={prompt + generated} label={playgroundText('completion.copy')} />
          <Button onClick={onDiscard}>{playgroundText('completion.discard')}</Button>
          <Button onClick={onKeep}>{playgroundText('completion.keep')}</Button>
        </>
      )}
      {isGenerating ? (
        <Button onClick={onStop}>{playgroundText('completion.stop')}</Button>
      ) : (
        <Button variant="primary" disabledReason={blocked} disabled={prompt.trim() === ''} onClick={onComplete}>
          {playgroundText('completion.complete')}
        </Button>
      )}
    </div>
  );
}
