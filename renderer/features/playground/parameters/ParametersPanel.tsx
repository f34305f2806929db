import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Button } from '../../../components/Button.tsx';
import { NumberParameter } from './NumberParameter.tsx';
import { StopSequences } from './StopSequences.tsx';
import { emptyParameters, type NumberParameterName, type ParametersDraft } from './sampling-parameters.ts';
import './parameters.css';

export interface ParametersPanelProps {
  readonly draft: ParametersDraft;
  readonly onChange: (draft: ParametersDraft) => void;
  /** A completion has no system prompt. */
  readonly withSystemPrompt: boolean;
}

/** The parameters that are sent with a request. */
export function ParametersPanel({ draft, onChange, withSystemPrompt }: ParametersPanelProps) {
  const change = (changed: Partial<ParametersDraft>): void => onChange({ ...draft, ...changed });
  const number = (name: NumberParameterName) => ({
    name,
    text: draft[name],
    onText: (text: string) => change({ [name]: text }),
  });
  const reset = (): void => {
    onChange(withSystemPrompt ? emptyParameters : { ...emptyParameters, systemPrompt: draft.systemPrompt });
  };
  return (
    <aside className="inspector params" aria-label={playgroundText('parameters.title')}>
      {withSystemPrompt && (
        <SystemPrompt value={draft.systemPrompt} onChange={(systemPrompt) => change({ systemPrompt })} />
      )}
      <div className="block">
        <h2>{playgroundText('parameters.sampling')}</h2>
        <NumberParameter
          {...number('temperature')}
          placeholder={playgroundText('parameters.auto')}
          slider={{ step: 0.1, unset: 1 }}
        />
        <NumberParameter
          {...number('topP')}
          placeholder={playgroundText('parameters.auto')}
          slider={{ step: 0.05, unset: 1 }}
        />
        <NumberParameter {...number('maxTokens')} placeholder={playgroundText('parameters.noLimit')} />
        <NumberParameter {...number('seed')} placeholder={playgroundText('parameters.random')} />
        <StopSequences draft={draft} onChange={change} />
      </div>
      <div className="block">
        <Button size="small" onClick={reset}>
          {playgroundText('parameters.reset')}
        </Button>
      </div>
    </aside>
  );
}

interface SystemPromptProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SystemPrompt({ value, onChange }: SystemPromptProps) {
  return (
    <div className="block">
      <h2>{playgroundText('parameters.systemPrompt')}</h2>
      <div className="field area">
        <textarea
          className="small"
          rows={4}
          aria-label={playgroundText('parameters.systemPrompt')}
          placeholder={playgroundText('parameters.systemPromptPlaceholder')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
    </div>
  );
}
