// Each marked line is a misuse, and must not compile. `tsc` fails when one does.

import type { Call } from '../../src/caller.ts'
import type { SignatureValue } from '../../src/crypto/signature-value.ts'
import type { Unsigned } from '../../src/formats/unsigned.ts'
import type { KeyHandle, SigningKey } from '../../src/keys/handle.ts'
import type { KeyProvider } from '../../src/keys/provider.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { openWith } from '../../src/operations/open-with.ts'
import { signWith } from '../../src/operations/sign-with.ts'
import { decryptWith, encryptWith, useKey } from '../../src/operations/use-key-with.ts'
import { authorise, type Permit } from '../../src/policy/authorise.ts'
import type { KeyVersion } from '../../src/registry/key.ts'

declare const deps: Deps
declare const call: Call
declare const key: SigningKey
declare const handle: KeyHandle
declare const provider: KeyProvider
declare const unsigned: Unsigned<Uint8Array>
declare const mayOpen: Permit<'open'>
declare const mayDecrypt: Permit<'decrypt'>
declare const nothing: () => Promise<readonly Uint8Array[]>
declare const version: KeyVersion

export async function misuse(): Promise<void> {
  // @ts-expect-error A permit is made by authorise alone, not written by hand.
  const forged: Permit<'sign'> = { use: 'sign', call, operation: 'signDocument', key, unitId: null }
  // @ts-expect-error The class behind a permit is no value that others may construct.
  const made = new Permit('sign', call, 'signDocument', key, null)
  // @ts-expect-error signWith takes a permit, not a key.
  await signWith(deps, key, unsigned)
  // @ts-expect-error signWith takes what a format prepared, not bytes.
  await signWith(deps, authorise(call, { operation: 'sign', key, unit: null }), new Uint8Array(3))
  // @ts-expect-error openWith takes a permit to open; one to sign is none.
  await openWith(deps, authorise(call, { operation: 'sign', key, unit: null }), [])
  // @ts-expect-error Nor is one to decrypt.
  await openWith(deps, mayDecrypt, [])
  // @ts-expect-error What opens envelopes decrypts no data.
  await decryptWith(deps, mayOpen, [])
  // @ts-expect-error A key that may only read encrypts nothing.
  await encryptWith(deps, mayDecrypt, [])
  const maySign = authorise(call, { operation: 'sign', key, unit: null })
  // @ts-expect-error The function behind them takes no permit to sign: signatures are checked, and pass signWith alone.
  await useKey(deps, maySign, 1, nothing, () => ({}))
  const [opened] = await openWith(deps, mayOpen, [])
  // @ts-expect-error What came of an item may be a refusal: that must be looked at first.
  opened?.value.dangerouslyRevealBytes()
  // @ts-expect-error A provider signs with an active key, not with any handle.
  await provider.sign(handle, [])
  // @ts-expect-error A provider is asked with a key, not with an identifier.
  await provider.sign('practice/signing', [])
  // @ts-expect-error There is no way to get a private key out of a provider.
  await provider.export(key)
  // @ts-expect-error An operation that does not exist cannot be authorised.
  authorise(call, { operation: 'signAnything', key, unit: null })
  // @ts-expect-error Any bytes are no signature value.
  const value: SignatureValue = new Uint8Array(64)
  // @ts-expect-error A destroyed version has no private key: its state must be looked at first.
  const wrapped: Uint8Array = version.wrapped
  void [forged, made, value, wrapped]
}
