// The keeper's side of one custodian's connection: reads requests, has them done in order, answers.

import type { Socket } from 'node:net'
import { isServiceError } from '../../errors.ts'
import {
  type FieldReader,
  type Frame,
  type FrameWriter,
  fieldReader,
  frameReader,
  frameWriter,
} from '../../frames.ts'
import { secretBytes } from '../secret-bytes.ts'
import type { NewCustody, WantedCustody } from './custody.ts'
import type { Keeping } from './keeping.ts'
import { frameTypes, maxFrameOctets, writeState } from './protocol.ts'

export function serveCustodian(socket: Socket, keeping: Keeping): void {
  const frames = frameReader(maxFrameOctets)
  const answers = frameWriter()
  const proof = keeping.proof()
  let changing: NewCustody | undefined
  let turn = Promise.resolve()

  const prove = (given: number): ((writer: FrameWriter) => void) => {
    return (writer) => {
      writer.u32(proof.opened === undefined ? given : proof.unsealing.needed)
      writer.u32(proof.unsealing.needed)
    }
  }
  const tellState = (writer: FrameWriter): void => writeState(writer, keeping.state())

  /** @returns writes the fields of the answer. */
  const perform = async (type: number, fields: FieldReader): Promise<(writer: FrameWriter) => void> => {
    if (type === frameTypes.state) {
      fields.end()
      return tellState
    }
    if (type === frameTypes.share) {
      using share = onlyBytes(fields)
      await keeping.share(share.dangerouslyRevealBytes())
      return tellState
    }
    if (type === frameTypes.passphrase) {
      using passphrase = onlyBytes(fields)
      await keeping.passphrase(passphrase)
      return tellState
    }
    if (type === frameTypes.proveByShare) {
      using share = onlyBytes(fields)
      proof.opened ??= await proof.unsealing.share(share.dangerouslyRevealBytes())
      return prove(proof.unsealing.given)
    }
    if (type === frameTypes.proveByPassphrase) {
      using passphrase = onlyBytes(fields)
      proof.opened ??= await proof.unsealing.passphrase(passphrase)
      return prove(1)
    }
    if (type === frameTypes.change) {
      const proposalId = fields.text()
      const made = await keeping.change(proof, readWanted(fields), proposalId)
      changing = made
      return (writer) => {
        writer.u32(made.shares.length)
        for (const share of made.shares) writer.bytes(share)
      }
    }
    if (type === frameTypes.commit && changing !== undefined) {
      fields.end()
      await keeping.commit(changing)
      changing = undefined
      return () => undefined
    }
    if (type === frameTypes.rotate) {
      const proposalId = fields.text()
      fields.end()
      await keeping.rotate(proof, proposalId)
      return () => undefined
    }
    throw new Error(`a frame of unknown type ${type}`)
  }

  const answer = async ({ type, requestId, fields }: Frame): Promise<void> => {
    try {
      const write = await perform(type, fieldReader(fields))
      answers.begin(frameTypes.done, requestId)
      write(answers)
    } catch (error) {
      answers.begin(frameTypes.failed, requestId)
      answers.text(isServiceError(error) ? error.code : 'INTERNAL')
      answers.text(isServiceError(error) ? error.message : 'the keeper failed at this request')
    }
    answers.end()
    if (!socket.destroyed) socket.write(answers.take())
  }

  socket.on('data', (chunk: Uint8Array) => {
    try {
      for (const frame of frames.push(chunk)) {
        // What was received may be overwritten by the next piece.
        const own = { ...frame, fields: new Uint8Array(frame.fields) }
        frame.fields.fill(0)
        turn = turn.then(() => answer(own))
      }
    } catch {
      socket.destroy()
    }
  })
  socket.on('end', () => socket.end())
  socket.on('error', () => undefined)
  socket.on('close', () => {
    void turn.then(() => proof[Symbol.dispose]())
  })
  socket.resume()
}

function onlyBytes(fields: FieldReader): ReturnType<typeof secretBytes> {
  const bytes = new Uint8Array(fields.bytes())
  fields.end()
  return secretBytes(bytes)
}

function readWanted(fields: FieldReader): WantedCustody {
  const kind = fields.text()
  const threshold = fields.u32()
  const count = fields.u32()
  const custodians: string[] = []
  for (let i = 0; i < count; i++) custodians.push(fields.text())
  const passphrase = onlyBytes(fields)
  if (kind === 'shares') return { kind, threshold, custodians }
  if (kind === 'passphrase') return { kind, passphrase }
  if (kind === 'hsm') return { kind }
  throw new Error('a custody is changed to shares, a passphrase or an HSM')
}
