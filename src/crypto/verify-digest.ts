// `verifyDigest` of digest-signature.ts, loaded with its first use: nearly no process needs curves in JavaScript, and they
// take a tenth of a start.

import type { verifyDigest as Verify } from './digest-signature.ts'

/** As there. */
export async function verifyDigest(...given: Parameters<typeof Verify>): Promise<boolean> {
  const { verifyDigest: verify } = await import('./digest-signature.ts')
  return verify(...given)
}
