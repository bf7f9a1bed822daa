// Runs whatever follows on a browser's primitives: `node --import ./test/vectors/web-primitives.ts test/vectors/run.ts`.

import { registerHooks } from 'node:module'

const primitives = new URL('../../src/crypto/primitives-web.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) => next(specifier === '#primitives' ? primitives : specifier, context),
})
