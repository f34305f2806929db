import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { type ClientRecipe, KEY_PLACEHOLDER, type RecipeFacts } from './client-recipe.ts';

export interface RecipeTextProps {
  readonly recipe: ClientRecipe;
  readonly facts: RecipeFacts;
  /** Whether the person has a valid key. */
  readonly hasKey: boolean;
  /** Whether the server responds at the address now. */
  readonly isAvailable: boolean;
}

/** A recipe filled in: where its text goes, a button to copy it, and what else the client needs. */
export function RecipeText({ recipe, facts, hasKey, isAvailable }: RecipeTextProps) {
  const text = recipe.text(facts);
  const command = recipe.inTerminal?.(facts) ?? null;
  const containsKey = `${text}${command}`.includes(KEY_PLACEHOLDER);
  return (
    <div className="block">
      <TextToCopy place={recipe.place} name={recipesText('text.name', { client: recipe.name })} text={text} />
      {command !== null && (
        <TextToCopy
          place={recipesText('place.terminal')}
          name={recipesText('text.commandName', { client: recipe.name })}
          text={command}
        />
      )}
      {recipe.needs?.(facts).map((need) => (
        <p key={need} className="hint">
          {need}
        </p>
      ))}
      {!facts.needsKey && <p className="hint">{recipesText('key.notRequired')}</p>}
      {facts.needsKey && containsKey && (
        <p className="hint">
          {recipesText.parts(hasKey ? 'key.replace' : 'key.create', {
            placeholder: KEY_PLACEHOLDER,
            code: (chunks) => <code key="placeholder">{chunks}</code>,
          })}
        </p>
      )}
      {!isAvailable && <p className="hint">{recipesText('unavailable')}</p>}
    </div>
  );
}

interface TextToCopyProps {
  readonly place: string;
  readonly name: string;
  readonly text: string;
}

function TextToCopy({ place, name, text }: TextToCopyProps) {
  return (
    <div className="code">
      <div className="code-head">
        <span className="clip">{place}</span>
        <span className="grow" />
        <CopyButton quiet text={text} label={recipesText('text.copy', { name })} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className="recipe-text" aria-label={name} tabIndex={0}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
