import { Plus, X } from 'lucide-react';
import { Button } from '../../../components/Button.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { textName } from './similarity.ts';

/** More would not fit the heatmap. */
const most = 12;
const fewest = 2;

export interface TextListProps {
  readonly texts: readonly string[];
  readonly onChange: (texts: readonly string[]) => void;
}

/** The texts to embed, each under a letter. */
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
                aria-label={`Text ${textName(index)}`}
                value={text}
                onChange={(event) => onChange(texts.map((old, i) => (i === index ? event.target.value : old)))}
              />
            </div>
            <IconButton
              size="small"
              icon={X}
              label={`Remove text ${textName(index)}`}
              disabledReason={texts.length <= fewest ? 'Two texts are needed' : null}
              onClick={() => onChange(texts.filter((_, i) => i !== index))}
            />
          </li>
        ))}
      </ol>
      <div className="drop">
        <Button
          size="small"
          disabledReason={texts.length >= most ? `${most} texts are shown at most` : null}
          onClick={() => onChange([...texts, ''])}
        >
          <Plus className="icon s13" />
          Add Text
        </Button>
      </div>
    </>
  );
}
