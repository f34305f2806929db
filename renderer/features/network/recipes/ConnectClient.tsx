import { useState } from 'react';
import { useSnapshot } from '../../../client/use-snapshot.ts';
import { Select } from '../../../components/Select.tsx';
import { useHasLiveKey } from '../keys/use-has-live-key.ts';
import type { ClientRecipe } from './client-recipe.ts';
import { clientRecipes } from './client-recipes.ts';
import { RecipeText } from './RecipeText.tsx';
import { chatModels, recipeFacts } from './recipe-facts.ts';
import './recipes.css';
import { useOfferedAddresses } from './use-offered-addresses.ts';

/** A text to copy that sets up a client: pick the client, the address and the model. */
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
    <aside className="inspector connect" aria-label="Connect a client">
      <div className="block">
        <h3>Connect a client</h3>
        <div className="clients" role="radiogroup" aria-label="Client">
          {clientRecipes.map(({ id, name }) => (
            <label key={id} data-checked={id === recipeId}>
              <input
                className="sr"
                type="radio"
                name="client"
                checked={id === recipeId}
                onChange={() => setRecipeId(id)}
              />
              {name}
            </label>
          ))}
        </div>
      </div>
      <div className="block">
        <div className="c-row">
          <span className="secondary">Address</span>
          <Select
            size="small"
            label="Address"
            value={facts.baseUrl}
            options={addresses.map((one) => ({
              value: one.url,
              label: one.needsKey ? `${one.label}, with a key` : one.label,
            }))}
            onChange={setUrl}
          />
        </div>
        <div className="c-row">
          <span className="secondary">Model</span>
          {models.length > 0 ? (
            <Select
              size="small"
              label="Model"
              value={facts.chatModel}
              options={models.map((name) => ({ value: name, label: name }))}
              onChange={setModel}
            />
          ) : (
            <span className="small secondary">
              {state.models.known ? 'None installed' : 'Known when the server runs'}; the text names an example.
            </span>
          )}
        </div>
      </div>
      {recipe && (
        <RecipeText recipe={recipe} facts={facts} hasKey={hasKey} answers={state.exposure.addresses.length > 0} />
      )}
    </aside>
  );
}
