import { useNow } from '../../../components/use-now.ts';

export interface WaitingLineProps {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly model: string;
  readonly loaded: boolean;
}

/** Waits shorter than this aren't worth a word. Milliseconds. */
const silenceMs = 300;

/** What an answer waits for before its first piece, with seconds. */
export function WaitingLine({ since, model, loaded }: WaitingLineProps) {
  const waited = useNow(250) - since;
  if (waited < silenceMs) return <p className="waiting" />;
  const seconds = Math.floor(waited / 1000);
  const words = loaded ? `${model} is reading the conversation…` : `Loading ${model}…`;
  return (
    <p className="waiting">
      <span className="spin" aria-hidden="true" />
      {words}
      {seconds > 0 && <span className="num"> {seconds} s</span>}
    </p>
  );
}
