import { CopyButton } from '../../../components/CopyButton.tsx';
import { type ClientRecipe, KEY_PLACEHOLDER, type RecipeFacts } from './client-recipe.ts';

export interface RecipeTextProps {
  readonly recipe: ClientRecipe;
  readonly facts: RecipeFacts;
  /** Whether there is a key that could be put in. */
  readonly hasKey: boolean;
  /** Whether somebody answers at the address now. */
  readonly answers: boolean;
}

/** A recipe filled in, with where it goes, a way to copy it, and what the client needs besides. */
export function RecipeText({ recipe, facts, hasKey, answers }: RecipeTextProps) {
  const text = recipe.text(facts);
  const command = recipe.inTerminal?.(facts) ?? null;
  const keyed = `${text}${command}`.includes(KEY_PLACEHOLDER);
  return (
    <div className="block">
      <TextToCopy place={recipe.place} name={`${recipe.name} text`} text={text} />
      {command !== null && <TextToCopy place="Terminal" name={`${recipe.name} command`} text={command} />}
      {recipe.needs?.(facts).map((need) => (
        <p key={need} className="hint">
          {need}
        </p>
      ))}
      {facts.needsKey ? (
        keyed && (
          <p className="hint">
            {hasKey ? 'Put a key of yours' : 'Make a key first and put it'} in place of <code>{KEY_PLACEHOLDER}</code>.
            {hasKey && ' Lost it? Revoke it and make a new one.'}
          </p>
        )
      ) : (
        <p className="hint">No key is needed at this address. Clients that insist on one take any text.</p>
      )}
      {!answers && <p className="hint">Nothing answers at this address while the server is not running.</p>}
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
        <CopyButton quiet text={text} label={`Copy ${name}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section className="recipe-text" aria-label={name} tabIndex={0}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
