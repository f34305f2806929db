import { useState } from 'react';
import { recipesText } from '../../../../contract/derived/catalog/en/recipes.ts';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Select } from '../../../components/Select.tsx';
import { useHasLiveKey } from '../keys/use-has-live-key.ts';
import type { ClientRecipe } from './client-recipe.ts';
import { clientRecipes } from './client-recipes.ts';
import { useOfferedAddresses } from './offered-addresses.ts';
import { RecipeText } from './RecipeText.tsx';
import { chatModels, recipeFacts } from './recipe-facts.ts';
import './recipes.css';

/** A text to copy that sets up a client: choose the client, the address, and the model. */
export function ConnectClient() {
  const state = {
    exposure: useSnapshot((s) => s.exposure),
    server: useSnapshot((s) => s.server),
    models: useSnapshot((s) => s.models),
    settings: useSnapshot((s) => s.settings),
  };
  const hasKey = useHasLiveKey();
  const [recipeId, setRecipeId] = useState<ClientRecipe['id']>('python');
  const [url, setUrl] = useState<string | null>(null);
  const [model, setModel] = useState<string | null>(null);
  const addresses = useOfferedAddresses(state);
  const models = chatModels(state.models);
  const facts = recipeFacts(state, { addresses, url, model });
  const recipe = clientRecipes.find(({ id }) => id === recipeId);
  return (
    <aside className="inspector connect" aria-label={recipesText('title')}>
      <div className="block">
        <h3>{recipesText('title')}</h3>
        <ClientChoice recipeId={recipeId} onChoose={setRecipeId} />
      </div>
      <div className="block">
        <div className="c-row">
          <span className="secondary">{recipesText('address')}</span>
          <Select
            size="small"
            label={recipesText('address')}
            value={facts.baseUrl}
            options={addresses.map(({ url: value, label, needsKey }) => ({
              value,
              label: needsKey ? recipesText('addressKeyRequired', { label }) : label,
            }))}
            onChange={setUrl}
          />
        </div>
        <div className="c-row">
          <span className="secondary">{recipesText('model')}</span>
          {models.length > 0 ? (
            <Select
              size="small"
              label={recipesText('model')}
              value={facts.chatModel}
              options={models.map((name) => ({ value: name, label: name }))}
              onChange={setModel}
            />
          ) : (
            <span className="small secondary">
              {recipesText(state.models.known ? 'model.noneInstalled' : 'model.unknown')}
            </span>
          )}
        </div>
      </div>
      {recipe && (
        <RecipeText recipe={recipe} facts={facts} hasKey={hasKey} isAvailable={state.exposure.addresses.length > 0} />
      )}
    </aside>
  );
}

interface ClientChoiceProps {
  readonly recipeId: ClientRecipe['id'];
  readonly onChoose: (id: ClientRecipe['id']) => void;
}

function ClientChoice({ recipeId, onChoose }: ClientChoiceProps) {
  return (
    <div className="clients" role="radiogroup" aria-label={recipesText('client')}>
      {clientRecipes.map(({ id, name }) => (
        <label key={id} data-checked={id === recipeId}>
          <input className="sr" type="radio" name="client" checked={id === recipeId} onChange={() => onChoose(id)} />
          {name}
        </label>
      ))}
    </div>
  );
}
