// Entry of the keeper: the process that gathers shares, holds the root keys of an office, and gives them to signers.
// The launcher hands it connections and never sees what goes over them.

import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { fromBase64, toBase64 } from '../../bytes.ts'
import { isServiceError, ServiceError } from '../../errors.ts'
import { type TokenCustody, tokenCustody } from '../pkcs11/token-custody.ts'
import { secretBytes } from '../secret-bytes.ts'
import type { ReleaseAnswer, ReleaseRequest } from './ceremony.ts'
import { type CustodyRecord, parseCustodyRecord } from './custody-record.ts'
import type { CustodyState, FromKeeper, ToKeeper } from './keeper-messages.ts'
import { type Keeping, keeping, type Released } from './keeping.ts'
import { serveCustodian } from './session.ts'

// Its launcher decides when it ends; a Ctrl-C in the terminal reaches the whole process group.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.on('uncaughtException', (error) => {
  // Its message and stack may quote what was being worked on.
  process.stderr.write(`chancery keeper: ended by an error of its own (${error.name})\n`)
  process.exit(70)
})
process.on('disconnect', () => process.exit(0))

let kept: Keeping | undefined
let begun: Promise<void> | undefined
let written: PromiseWithResolvers<void> | undefined

const tell = (message: FromKeeper): void => {
  process.send?.(message)
}

process.on('message', (message: ToKeeper, socket: unknown) => {
  if (message.kind === 'begin') begun = begin(message.record)
  else if (message.kind === 'host') receiveHost(socket, message.reason)
  else if (message.kind === 'released' || message.kind === 'not_released') receiveRelease(message)
  else if (message.kind === 'kept') {
    if (message.reason === null) written?.resolve()
    else written?.reject(new Error(message.reason))
  } else if (message.kind === 'retire') void kept?.retire()
  else if (message.kind === 'adopt') void adopt(message.offer)
  else if (socket instanceof Socket) void serve(socket, message.kind)
})

/** Whoever comes before the HSM has answered waits for it. */
async function serve(socket: Socket, who: 'signer' | 'person'): Promise<void> {
  await begun
  if (kept === undefined) socket.destroy()
  else if (who === 'signer') kept.handTo(socket)
  else serveCustodian(socket, kept)
}

async function begin(text: string): Promise<void> {
  const record = parseCustodyRecord(text)
  if (record === undefined) {
    refuse('the custody record cannot be read')
    return
  }
  kept = keeping(record, {
    random: (octets) => randomBytes(octets),
    changed: tellState,
    keep: async (replaced, rotated) => {
      written = Promise.withResolvers()
      tell({ kind: 'keep', record: replaced, rotated })
      await written.promise
    },
    release: askForRelease,
    hsm: { wrap: (secret) => withHsm((token) => token.wrap(secret)) },
  })
  // The custody key, from its file or from the ceremony that made it; as a rule nothing, and custodians come.
  const octets = new Uint8Array(readFileSync(0))
  if (octets.length > 0 && !kept.openWith(secretBytes(octets))) {
    refuse('the key that was given does not belong to the custody record')
    return
  }
  if (record.source.kind === 'hsm') await openByHsm(kept, record.source)
  else tellState(kept.state())
}

const asked = new Map<string, PromiseWithResolvers<Released>>()
/** The gateway looks into its database alone. */
const releaseMs = 30_000

async function askForRelease(request: Omit<ReleaseRequest, 'kind' | 'id'>): Promise<Released> {
  if (request.proposalId === '')
    throw new ServiceError(
      'APPROVAL_REQUIRED',
      `${request.ceremony.act} is an act that others approve: name the proposal`,
    )
  const id = randomUUID()
  const answer = Promise.withResolvers<Released>()
  asked.set(id, answer)
  const timer = setTimeout(
    () =>
      answer.reject(
        new ServiceError('PROVIDER_UNAVAILABLE', 'the service does not say whether it was approved'),
      ),
    releaseMs,
  )
  tell({ kind: 'release', id, ...request })
  try {
    return await answer.promise
  } finally {
    clearTimeout(timer)
    asked.delete(id)
  }
}

function receiveRelease(answer: ReleaseAnswer): void {
  const waiting = asked.get(answer.id)
  if (answer.kind === 'released') waiting?.resolve(answer)
  else waiting?.reject(new ServiceError(answer.code, answer.reason))
}

function tellState(state: CustodyState): void {
  const offer = kept?.offer()
  tell({ kind: 'state', state, offer: offer === undefined ? null : toBase64(offer) })
}

async function adopt(offer: string): Promise<void> {
  try {
    await kept?.adopt(fromBase64(offer) ?? new Uint8Array(0))
  } catch (error) {
    if (!isServiceError(error)) throw error
    tell({ kind: 'not_adopted', reason: error.message })
  }
}

async function openByHsm(
  sealed: Keeping,
  { wrapped }: Extract<CustodyRecord['source'], { readonly kind: 'hsm' }>,
): Promise<void> {
  try {
    const opens = sealed.openWith(await withHsm((token) => token.unwrap(wrapped)))
    if (!opens) refuse('what the HSM unwrapped does not belong to the custody record')
  } catch (error) {
    if (!isServiceError(error)) throw error
    const unavailable = error.code === 'PROVIDER_UNAVAILABLE'
    refuse(`the root key is under a key of the HSM, and it does not open: ${error.message}`, unavailable)
  }
}

function refuse(reason: string, unavailable = false): void {
  tell({ kind: 'refused', reason, unavailable })
}

const wantedHosts: PromiseWithResolvers<Socket>[] = []

/** A host for as long as `work` takes. One that cannot be had is not waited for. */
async function withHsm<T>(work: (token: TokenCustody) => Promise<T>): Promise<T> {
  const failure = Promise.withResolvers<never>()
  const token = tokenCustody(async () => {
    const wanted = Promise.withResolvers<Socket>()
    wantedHosts.push(wanted)
    tell({ kind: 'want_host' })
    wanted.promise.catch(failure.reject)
    return { socket: await wanted.promise, kill: () => undefined }
  })
  try {
    return await Promise.race([work(token), failure.promise])
  } finally {
    await token.close()
  }
}

function receiveHost(socket: unknown, reason: string | null): void {
  const wanted = wantedHosts.shift()
  if (socket instanceof Socket) wanted?.resolve(socket)
  else wanted?.reject(new ServiceError('PROVIDER_UNAVAILABLE', reason ?? 'the PKCS #11 host ended at once'))
}
