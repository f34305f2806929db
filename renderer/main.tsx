import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { connect } from './client/connect.ts';
import { createDraftStore } from './client/drafts.ts';
import { createSnapshotSource } from './client/snapshot-source.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root element');

// The sidebar lets the desktop through only where the window has a material behind it.
if (window.corral && navigator.platform.startsWith('Mac')) document.documentElement.dataset.material = 'sidebar';

const { client, link } = await connect();
const corral = { client, link, snapshot: createSnapshotSource(client), drafts: createDraftStore() };
createRoot(root).render(
  <StrictMode>
    <App corral={corral} />
  </StrictMode>,
);
