import { type ReactNode, useRef, useState } from 'react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Button } from '../../../components/Button.tsx';
import { readText, useStoredState } from '../../../components/stored-state.ts';
import { PullInPlace } from '../chat/PullInPlace.tsx';
import { failureKind, failureMessage } from '../session/failure-message.ts';
import { usePlaygroundTools } from '../session/playground-tools.ts';
import type { RequestFailure, StreamEvent } from '../stream/stream-protocol.ts';
import { ModelPicker } from '../tabs/ModelPicker.tsx';
import { chooseModel, modelsWith } from '../tabs/model-choices.ts';
import { formatWait } from '../tabs/response-stats.ts';
import { boldFigure } from '../tabs/StatLine.tsx';
import { Heatmap } from './Heatmap.tsx';
import { similarityMatrix } from './similarity.ts';
import { MIN_TEXTS, TextList } from './TextList.tsx';
import './embeddings.css';

type Vectors = Extract<StreamEvent, { type: 'vectors' }>;
type Outcome =
  | { readonly state: 'none' | 'pending' }
  | { readonly state: 'done'; readonly vectors: Vectors }
  | { readonly state: 'failed'; readonly failure: RequestFailure };

const modelState = { kept: 'local', read: readText } as const;
const textsState = { kept: 'session', read: readTexts } as const;

/** How similar texts are to an embedding model, over `/v1/embeddings`. */
export function EmbeddingsTab() {
  const { send } = usePlaygroundTools();
  const models = useSnapshot((s) => s.models);
  const [remembered, remember] = useStoredState('playground.embeddingModel', modelState);
  const [texts, setTexts] = useStoredState('playground.texts', textsState);
  const [outcome, setOutcome] = useState<Outcome>({ state: 'none' });
  const stop = useRef<() => void>(() => undefined);
  const choice = chooseModel(remembered, modelsWith('embedding', models.installed), models.known);
  const { model } = choice;
  const input = texts.filter((text) => text.trim() !== '');
  const embed = (): void => {
    if (model === null) return;
    setOutcome({ state: 'pending' });
    stop.current = send({ kind: 'embeddings', model, input }, (event) => {
      if (event.type === 'vectors') setOutcome({ state: 'done', vectors: event });
      if (event.type === 'failed') setOutcome({ state: 'failed', failure: event.failure });
    });
  };
  const change = (changed: readonly string[]): void => {
    // A response to the texts before would be shown for these.
    stop.current();
    setTexts(changed);
    setOutcome({ state: 'none' });
  };
  return (
    <>
      <section className="texts" aria-label={playgroundText('embeddings.texts')}>
        <div className="top">
          <ModelPicker {...choice} onChange={remember} />
          <span className="grow" />
          <Button
            variant="primary"
            busy={outcome.state === 'pending'}
            disabled={input.length < MIN_TEXTS}
            disabledReason={model === null ? playgroundText('model.pullEmbeddingFirst') : null}
            onClick={embed}
          >
            {playgroundText('embeddings.embed')}
          </Button>
        </div>
        <div className="scroll">
          <TextList texts={texts} onChange={change} />
        </div>
      </section>
      <SimilarityResult outcome={outcome} model={model} />
    </>
  );
}

function SimilarityResult({ outcome, model }: { readonly outcome: Outcome; readonly model: string | null }) {
  return (
    <section className="result" aria-label={playgroundText('embeddings.similarity')}>
      <div className="top">
        <h2 className="semibold">{playgroundText('embeddings.similarity')}</h2>
        <span className="hint">{playgroundText('embeddings.cosine')}</span>
      </div>
      <div className="scroll pad" aria-live="polite">
        {outcome.state === 'done' && <Heatmap matrix={similarityMatrix(outcome.vectors.vectors)} />}
        {outcome.state === 'failed' && model !== null && (
          <div className="response-problem">
            <span className="grow">{failureMessage(outcome.failure, model)}</span>
            {failureKind(outcome.failure) === 'modelNotFound' && <PullInPlace model={model} />}
          </div>
        )}
        {outcome.state === 'none' && (
          <p className="secondary">{playgroundText(model === null ? 'embeddings.noModel' : 'embeddings.empty')}</p>
        )}
      </div>
      {outcome.state === 'done' && <VectorStats vectors={outcome.vectors} />}
    </section>
  );
}

function VectorStats({ vectors: { vectors, promptTokens, durationMs } }: { readonly vectors: Vectors }) {
  return (
    <footer className="statline">
      <span>{playgroundText.parts('stats.dimensions', { count: vectors[0]?.length ?? 0, b: boldFigure })}</span>
      <span>
        {playgroundText.parts('stats.texts', {
          texts: vectors.length,
          tokens: promptTokens,
          textCount: (chunks: ReactNode) => <b key="texts">{chunks}</b>,
          tokenCount: (chunks: ReactNode) => <b key="tokens">{chunks}</b>,
        })}
      </span>
      <span>{playgroundText.parts('stats.duration', { duration: formatWait(durationMs), b: boldFigure })}</span>
    </footer>
  );
}

function readTexts(stored: unknown): readonly string[] {
  const texts = Array.isArray(stored) ? stored.filter((text) => typeof text === 'string') : [];
  return texts.length >= MIN_TEXTS ? texts : Array.from({ length: MIN_TEXTS }, () => '');
}
