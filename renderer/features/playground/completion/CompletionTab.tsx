import { useCallback, useRef, useState } from 'react';
import { Button } from '../../../components/Button.tsx';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { readText, useStoredState } from '../../../components/stored-state.ts';
import { PullInPlace } from '../chat/PullInPlace.tsx';
import { ModelPicker } from '../ModelPicker.tsx';
import type { ModelChoice } from '../model-choices.ts';
import { type Parameters, toSampling } from '../parameters/sampling-parameters.ts';
import { usePlaygroundTools } from '../playground-tools.ts';
import { StatLine } from '../StatLine.tsx';
import { useStopKeys } from '../use-stop-keys.ts';
import { applyToCompletion, begunCompletion, noCompletion } from './completion-state.ts';
import './completion.css';

export interface CompletionTabProps {
  readonly choice: ModelChoice;
  readonly onModel: (model: string) => void;
  readonly parameters: Parameters;
}

const promptState = { kept: 'session', read: readText } as const;

/** A text and its continuation, over `/v1/completions`. */
export function CompletionTab({ choice, onModel, parameters }: CompletionTabProps) {
  const { send } = usePlaygroundTools();
  const [prompt, setPrompt] = useStoredState('playground.prompt', promptState);
  const [state, setState] = useState(noCompletion);
  const stopRequest = useRef<() => void>(() => undefined);
  const { model } = choice;

  const complete = (): void => {
    if (model === null) return;
    setState(begunCompletion);
    const request = { kind: 'completion', model, prompt, sampling: toSampling(parameters) } as const;
    stopRequest.current = send(request, (event) => setState((before) => applyToCompletion(before, event, model)));
  };
  const stop = useCallback(() => {
    stopRequest.current();
    setState((before) => ({ ...before, writing: false, note: 'Stopped.' }));
  }, []);
  useStopKeys(state.writing, stop);
  const accept = (): void => {
    setPrompt(prompt + state.made);
    setState(noCompletion);
  };

  return (
    <section className="talk" aria-label="Completion">
      <div className="paper">
        <textarea
          aria-label="Prompt"
          placeholder="Write the beginning; the model continues it."
          spellCheck={false}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
        />
        {state.made !== '' && (
          <output className="made" aria-label="Continuation" aria-live="off">
            {state.made}
          </output>
        )}
      </div>
      <div className="runbar">
        <ModelPicker {...choice} onChange={onModel} />
        <span className="hint grow" aria-live="polite">
          {state.note ?? (state.made === '' ? '' : 'The tinted part came from the model.')}
        </span>
        {state.failure === 'modelNotFound' && model !== null && <PullInPlace model={model} />}
        {!state.writing && state.made !== '' && (
          <>
            <CopyButton text={prompt + state.made} label="Copy text" />
            <Button onClick={() => setState(noCompletion)}>Undo</Button>
            <Button onClick={accept}>Keep</Button>
          </>
        )}
        {state.writing ? (
          <Button onClick={stop}>Stop</Button>
        ) : (
          <Button
            variant="primary"
            disabledReason={model === null ? 'Pull a model first.' : null}
            disabled={prompt.trim() === ''}
            onClick={complete}
          >
            Complete
          </Button>
        )}
      </div>
      <StatLine stats={state.stats} />
    </section>
  );
}
