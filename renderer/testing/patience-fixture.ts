import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// A busy machine takes longer to draw; a wait for an element ends as soon as it is there.
configure({ asyncUtilTimeout: 20_000 });

// The library registers this only for the first file of a worker, because files share its module.
afterEach(cleanup);
