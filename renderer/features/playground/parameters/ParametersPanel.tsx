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

/** What goes with the request; what isn't set isn't sent. */
export function ParametersPanel({ value, onChange, withSystemPrompt }: ParametersPanelProps) {
  const set = (change: Partial<Parameters>): void => onChange({ ...value, ...change });
  return (
    <aside className="inspector params" aria-label="Parameters">
      {withSystemPrompt && (
        <div className="block">
          <h2>System prompt</h2>
          <div className="field area">
            <textarea
              className="small"
              rows={4}
              aria-label="System prompt"
              placeholder="How the model should answer"
              value={value.systemPrompt}
              onChange={(event) => set({ systemPrompt: event.target.value })}
            />
          </div>
        </div>
      )}
      <div className="block">
        <h2>Sampling</h2>
        <NumberParameter
          label="Temperature"
          value={value.temperature}
          rule={numberRules.temperature}
          placeholder="Auto"
          slider={{ step: 0.1, unset: 1 }}
          onChange={(temperature) => set({ temperature })}
        />
        <NumberParameter
          label="Top P"
          value={value.topP}
          rule={numberRules.topP}
          placeholder="Auto"
          slider={{ step: 0.05, unset: 1 }}
          onChange={(topP) => set({ topP })}
        />
        <NumberParameter
          label="Max tokens"
          value={value.maxTokens}
          rule={numberRules.maxTokens}
          placeholder="No limit"
          onChange={(maxTokens) => set({ maxTokens })}
        />
        <NumberParameter
          label="Seed"
          value={value.seed}
          rule={numberRules.seed}
          placeholder="Random"
          onChange={(seed) => set({ seed })}
        />
        <StopSequences value={value.stop} onChange={(stop) => set({ stop })} />
      </div>
      <div className="block">
        <Button size="small" onClick={() => onChange(noParameters)}>
          Reset to Model Defaults
        </Button>
      </div>
    </aside>
  );
}
