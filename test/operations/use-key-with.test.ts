// What came of a key is wiped when nobody may have it after all.

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Call } from '../../src/caller.ts'
import { setOf } from '../../src/formats/asn1/writer.ts'
import { sealingRecipient } from '../../src/formats/cms/build-recipient-info.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import type { SecretBytes } from '../../src/keys/secret-bytes.ts'
import { authenticate } from '../../src/operations/authenticate.ts'
import { createKey } from '../../src/operations/create-key.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { recipientCertificate } from '../../src/operations/envelope-keys.ts'
import { foundPracticeOffice, issueAdministratorToken } from '../../src/operations/found-office.ts'
import { generateDataKey } from '../../src/operations/generate-data-key.ts'
import { openEnvelope } from '../../src/operations/open-envelope.ts'
import { type TestDatabase, testDatabase } from '../fixtures/database.ts'
import { depsOn } from '../fixtures/dying-database.ts'

let db: TestDatabase
let deps: Deps
const given: SecretBytes[] = []
let meanwhile = async (): Promise<void> => undefined
beforeAll(async () => {
  db = await testDatabase()
  const plain = depsOn(db.database, randomBytes(32))
  await foundPracticeOffice(plain)
  const provider = plain.providers.get('memory')
  if (provider === undefined) throw new Error('there is no provider')
  deps = { ...plain, providers: new Map([['memory', watched(provider)]]) }
})
afterAll(() => db.close())

/** The provider itself, whose secrets are looked at, and after whose answers something happens. */
function watched(provider: KeyProvider): KeyProvider {
  return {
    ...provider,
    unwrap: async (key, items) => {
      const answers = await provider.unwrap(key, items)
      given.push(...answers.flatMap((answer) => (answer instanceof Error ? [] : [answer])))
      await meanwhile()
      return answers
    },
    generateDataKeys: async (key, associatedData, withPlaintext) => {
      const made = await provider.generateDataKeys(key, associatedData, withPlaintext)
      given.push(...made.flatMap(({ plaintext }) => plaintext ?? []))
      await meanwhile()
      return made
    },
  }
}

it('wipes content keys and data keys whose entries did not become durable', async () => {
  const call: Call = {
    requestId: randomUUID(),
    caller: await authenticate(deps, await issueAdministratorToken(deps, 1)),
  }
  await createKey(deps, call, { name: 'practice/data', algorithm: 'aes-256-gcm', purpose: 'encrypt' })
  const recipient = sealingRecipient((await recipientCertificate(deps, 'practice')).der, new Date())
  const recipientInfos = setOf([await recipient.seal(randomBytes(32))])
  const uses = [
    () => openEnvelope(deps, call, { recipientInfos, unauthenticated: false }),
    () => generateDataKey(deps, call, { key: 'practice/data', items: [{}], withPlaintext: true }),
  ]
  for (const use of uses) await use()
  meanwhile = () =>
    db.asOwner(async (tx) => {
      await tx.updateTable('tokens').set({ revoked_at: new Date() }).execute()
    })
  given.length = 0
  for (const use of uses) {
    await expect(use()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await db.asOwner((tx) => tx.updateTable('tokens').set({ revoked_at: null }).execute())
  }
  expect(given).toHaveLength(2)
  for (const secret of given) expect(() => secret.dangerouslyRevealBytes()).toThrow('disposed')
})
