import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Button } from '../../../components/Button.tsx';
import { NumberParameter } from './NumberParameter.tsx';
import { StopSequences } from './StopSequences.tsx';
import { noParameters, numberRules, type Parameters } from './sampling-parameters.ts';
import './parameters.css';

export interface ParametersPanelProps {
  readonly value: Parameters;
  readonly onChange: (value: Parameters) => void;
  /** A completion has no system prompt. */
  readonly withSystemPrompt: boolean;
}

/** The parameters that are sent with a request. */
export function ParametersPanel({ value, onChange, withSystemPrompt }: ParametersPanelProps) {
  const change = (changed: Partial<Parameters>): void => onChange({ ...value, ...changed });
  return (
    <aside className="inspector params" aria-label={playgroundText('parameters.title')}>
      {withSystemPrompt && (
        <SystemPrompt value={value.systemPrompt} onChange={(systemPrompt) => change({ systemPrompt })} />
      )}
      <div className="block">
        <h2>{playgroundText('parameters.sampling')}</h2>
        <NumberParameter
          label={playgroundText('parameters.temperature')}
          value={value.temperature}
          rule={numberRules.temperature}
          placeholder={playgroundText('parameters.auto')}
          slider={{ step: 0.1, unset: 1 }}
          onChange={(temperature) => change({ temperature })}
        />
        <NumberParameter
          label={playgroundText('parameters.topP')}
          value={value.topP}
          rule={numberRules.topP}
          placeholder={playgroundText('parameters.auto')}
          slider={{ step: 0.05, unset: 1 }}
          onChange={(topP) => change({ topP })}
        />
        <NumberParameter
          label={playgroundText('parameters.maxTokens')}
          value={value.maxTokens}
          rule={numberRules.maxTokens}
          placeholder={playgroundText('parameters.noLimit')}
          onChange={(maxTokens) => change({ maxTokens })}
        />
        <NumberParameter
          label={playgroundText('parameters.seed')}
          value={value.seed}
          rule={numberRules.seed}
          placeholder={playgroundText('parameters.random')}
          onChange={(seed) => change({ seed })}
        />
        <StopSequences value={value.stop} onChange={(stop) => change({ stop })} />
      </div>
      <div className="block">
        <Button size="small" onClick={() => onChange(noParameters)}>
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
