// What the office publishes for those who verify without asking it: anchors, intermediates, CRLs, the log key.

import { toHex } from '../bytes.ts'
import { encodePem } from '../formats/x509/pem.ts'
import type { TrustFiles } from '../outside/trust-folder.ts'
import { listKeyVersions } from '../registry/key-versions.ts'
import { findKey } from '../registry/keys.ts'
import { serviceScope } from '../registry/scope.ts'
import { listTrustAnchors } from '../registry/trust-anchors.ts'
import { noteEnding, writeTrustNote } from '../validation/trust/trust-note.ts'
import { asService } from './as-caller.ts'
import type { Deps } from './deps.ts'
import { logKeyName } from './log-key.ts'
import { publishedAuthorities } from './office-trust.ts'

export async function trustToPublish(deps: Deps): Promise<TrustFiles> {
  const authorities = await publishedAuthorities(deps)
  const pem = (root: boolean): Record<string, string> =>
    Object.fromEntries(
      authorities
        .filter((one) => one.root === root)
        .map(({ slug, certificate }) => [slug, encodePem('CERTIFICATE', certificate)]),
    )
  return {
    anchors: pem(true),
    intermediates: pem(false),
    approved: await approvedFiles(deps),
    crls: Object.fromEntries(authorities.flatMap(({ slug, crl }) => (crl === null ? [] : [[slug, crl]]))),
    logKey: encodePem('PUBLIC KEY', await logPublicKey(deps)),
  }
}

/** Each certificate with its note. The note comes first: an anchor without one would be trusted for everything. */
async function approvedFiles(deps: Deps): Promise<Readonly<Record<string, string>>> {
  const anchors = await asService(deps, (tx) => listTrustAnchors(tx, serviceScope))
  return Object.fromEntries(
    anchors.flatMap(({ sha256, certificate, purposes, trustedFrom, trustedUntil }) => {
      const name = `${toHex(sha256)}.pem`
      const note = writeTrustNote({
        purposes,
        ...(trustedFrom !== null && { from: trustedFrom }),
        ...(trustedUntil !== null && { until: trustedUntil }),
      })
      return [
        [`${name}${noteEnding}`, note],
        [name, encodePem('CERTIFICATE', certificate)],
      ]
    }),
  )
}

async function logPublicKey(deps: Deps): Promise<Uint8Array> {
  return asService(deps, async (tx) => {
    const key = await findKey(tx, serviceScope, '', logKeyName)
    const version = key === undefined ? undefined : (await listKeyVersions(tx, serviceScope, key.id)).at(-1)
    if (version === undefined) throw new Error('the office has no log key')
    return version.publicKey
  })
}
