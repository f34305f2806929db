import { configure } from '@testing-library/react';

// A busy machine takes longer to draw; who waits for an element goes on as soon as it is there.
configure({ asyncUtilTimeout: 20_000 });
