import { useState } from 'react';
import type { InstalledModel } from '../../../contract/models.ts';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Select } from '../../components/Select.tsx';
import { type ClientRecipe, clientRecipes } from './client-recipes.ts';

const placeholderModel = 'llama3.2:3b';

/** A program to copy that talks to the server: pick the language, the address and the model. */
export function ConnectClient() {
  const addresses = useSnapshot((s) => s.exposure.addresses);
  const baseUrl = useSnapshot((s) => s.server.baseUrl);
  const installed = useSnapshot((s) => s.models.installed);
  const [recipeId, setRecipeId] = useState<ClientRecipe['id']>('python');
  const [address, setAddress] = useState<string | null>(null);
  const [model, setModel] = useState<string | null>(null);
  const from = addresses.length > 0 ? addresses : [{ url: baseUrl, label: 'This Mac' }];
  const url = from.some((one) => one.url === address) && address !== null ? address : (from[0]?.url ?? baseUrl);
  const models = installed.filter(chats).map(({ name }) => name);
  const chosen = model !== null && models.includes(model) ? model : (models[0] ?? placeholderModel);
  const recipe = clientRecipes.find(({ id }) => id === recipeId);
  if (recipe === undefined) return null;
  const code = recipe.code(url, chosen);
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
            value={url}
            options={from.map((one) => ({ value: one.url, label: one.label }))}
            onChange={setAddress}
          />
        </div>
        <div className="c-row">
          <span className="secondary">Model</span>
          {models.length > 0 ? (
            <Select
              size="small"
              label="Model"
              value={chosen}
              options={models.map((name) => ({ value: name, label: name }))}
              onChange={setModel}
            />
          ) : (
            <span className="small secondary">None installed; the code names an example.</span>
          )}
        </div>
      </div>
      <div className="block">
        <div className="code">
          <div className="code-head">
            {recipe.name}
            <span className="grow" />
            <CopyButton quiet text={code} label={`Copy ${recipe.name} code`} />
          </div>
          <pre>{code}</pre>
        </div>
        <p className="hint">No key is needed. Programs that insist on one take any text.</p>
      </div>
    </aside>
  );
}

function chats({ capabilities }: InstalledModel): boolean {
  return capabilities.length === 0 || capabilities.includes('completion');
}
