import { Plus, X } from 'lucide-react';
import { playgroundText } from '../../../../contract/derived/catalog/en/playground.ts';
import { Button } from '../../../components/Button.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { textName } from './similarity.ts';

/** More don't fit in the heatmap. */
const MAX_TEXTS = 12;
/** A similarity is between two texts. */
export const MIN_TEXTS = 2;

export interface TextListProps {
  readonly texts: readonly string[];
  readonly onChange: (texts: readonly string[]) => void;
}

/** The texts to embed, each named by a letter. */
export function TextList({ texts, onChange }: TextListProps) {
  return (
    <>
      <ol>
        {texts.map((text, index) => (
          <li key={textName(index)}>
            <b aria-hidden="true">{textName(index)}</b>
            <div className="field area">
              <textarea
                rows={1}
                aria-label={playgroundText('embeddings.text', { letter: textName(index) })}
                value={text}
                onChange={(event) => onChange(texts.map((old, i) => (i === index ? event.target.value : old)))}
              />
            </div>
            <IconButton
              size="small"
              icon={X}
              label={playgroundText('embeddings.removeText', { letter: textName(index) })}
              disabledReason={texts.length <= MIN_TEXTS ? playgroundText('embeddings.minTexts') : null}
              onClick={() => onChange(texts.filter((_, i) => i !== index))}
            />
          </li>
        ))}
      </ol>
      <div className="drop">
        <Button
          size="small"
          disabledReason={texts.length >= MAX_TEXTS ? playgroundText('embeddings.maxTexts', { max: MAX_TEXTS }) : null}
          onClick={() => onChange([...texts, ''])}
        >
          <Plus className="icon s13" />
          {playgroundText('embeddings.addText')}
        </Button>
      </div>
    </>
  );
}
