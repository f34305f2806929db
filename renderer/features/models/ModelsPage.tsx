import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { useSnapshot } from '../../client/use-snapshot.ts';
import { FirstModel } from './FirstModel.tsx';
import { InstalledModels } from './InstalledModels.tsx';
import './models-page.css';

/** The installed models, what is being pulled, and one model's details; without any model, which to begin with. */
export function ModelsPage() {
  const [queries] = useState(() => new QueryClient());
  const empty = useSnapshot((s) => s.models.known && s.models.installed.length === 0);
  return <QueryClientProvider client={queries}>{empty ? <FirstModel /> : <InstalledModels />}</QueryClientProvider>;
}
