import { useState } from 'react';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { readText, useStoredState } from '../../../components/stored-state.ts';
import { failureKind, failureMessage } from '../chat/failure-message.ts';
import { PullInPlace } from '../chat/PullInPlace.tsx';
import { formatWait } from '../chat/response-stats.ts';
import { ModelPicker } from '../ModelPicker.tsx';
import { chooseModel, modelsWith } from '../model-choices.ts';
import { usePlaygroundTools } from '../playground-tools.ts';
import type { RequestFailure, StreamEvent } from '../stream/stream-protocol.ts';
import { Heatmap } from './Heatmap.tsx';
import { similarityMatrix } from './similarity.ts';
import { TextList } from './TextList.tsx';
import './embeddings.css';

type Vectors = Extract<StreamEvent, { type: 'vectors' }>;
type Outcome =
  | { readonly state: 'none' | 'working' }
  | { readonly state: 'done'; readonly vectors: Vectors }
  | { readonly state: 'failed'; readonly failure: RequestFailure };

const modelState = { kept: 'local', read: readText } as const;
const textsState = { kept: 'session', read: readTexts } as const;
const count = new Intl.NumberFormat('en-US');

/** How alike texts are to an embedding model, over `/v1/embeddings`. */
export function EmbeddingsTab() {
  const { send } = usePlaygroundTools();
  const models = useSnapshot((s) => s.models);
  const [remembered, remember] = useStoredState('playground.embeddingModel', modelState);
  const [texts, setTexts] = useStoredState('playground.texts', textsState);
  const [outcome, setOutcome] = useState<Outcome>({ state: 'none' });
  const choice = chooseModel(remembered, modelsWith('embedding', models.installed), models.known);
  const { model } = choice;
  const input = texts.filter((text) => text.trim() !== '');

  const embed = (): void => {
    if (model === null) return;
    setOutcome({ state: 'working' });
    send({ kind: 'embeddings', model, input }, (event) => {
      if (event.type === 'vectors') setOutcome({ state: 'done', vectors: event });
      if (event.type === 'failed') setOutcome({ state: 'failed', failure: event.failure });
    });
  };
  const change = (changed: readonly string[]): void => {
    setTexts(changed);
    setOutcome({ state: 'none' });
  };

  return (
    <>
      <section className="texts" aria-label="Texts">
        <div className="top">
          <ModelPicker {...choice} onChange={remember} />
          <span className="grow" />
          <Button
            variant="primary"
            busy={outcome.state === 'working'}
            disabled={input.length < 2}
            disabledReason={model === null ? 'Pull an embedding model first, such as nomic-embed-text.' : null}
            onClick={embed}
          >
            Embed
          </Button>
        </div>
        <div className="scroll">
          <TextList texts={texts} onChange={change} />
        </div>
      </section>
      <section className="result" aria-label="Similarity">
        <div className="top">
          <h2 className="semibold">Similarity</h2>
          <span className="hint">Cosine</span>
        </div>
        <div className="scroll pad" aria-live="polite">
          {outcome.state === 'done' && <Heatmap matrix={similarityMatrix(outcome.vectors.vectors)} />}
          {outcome.state === 'failed' && model !== null && (
            <div className="answer-problem">
              <span className="grow">{failureMessage(outcome.failure, model)}</span>
              {failureKind(outcome.failure) === 'modelNotFound' && <PullInPlace model={model} />}
            </div>
          )}
          {outcome.state === 'none' && (
            <p className="secondary">
              {model === null ? 'No embedding model is installed.' : 'Write two or more texts and embed them.'}
            </p>
          )}
        </div>
        {outcome.state === 'done' && <VectorFigures vectors={outcome.vectors} />}
      </section>
    </>
  );
}

function VectorFigures({ vectors: { vectors, promptTokens, tookMs } }: { readonly vectors: Vectors }) {
  return (
    <footer className="statline">
      <span>
        <b>{count.format(vectors[0]?.length ?? 0)}</b> dimensions
      </span>
      <span>
        <b>{vectors.length}</b> texts, <b>{count.format(promptTokens)}</b> tokens
      </span>
      <span>
        <b>{formatWait(tookMs)}</b> in one request
      </span>
    </footer>
  );
}

function readTexts(stored: unknown): readonly string[] {
  const texts = Array.isArray(stored) ? stored.filter((text) => typeof text === 'string') : [];
  return texts.length >= 2 ? texts : ['', ''];
}
