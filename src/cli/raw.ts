// `chancery raw`: signatures over messages as they are, by keys of the purpose sign-raw, in batches. Each file is a message.

import { createPublicKey } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { ChanceryError } from '../client/chancery-error.ts'
import type { OperationError, VerifyInput } from '../client/schema.generated.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { inputName, readInput, refuseSecondStdin, requireInput } from './input-file.ts'
import { fromCommandLine, listed, signatureAlgorithmNames, wholeNumber } from './names.ts'
import { refuseSameFile, requirePlace, writeOutput } from './output-file.ts'
import { isFolder, refuseSameNames } from './output-place.ts'
import { connect, type Shell } from './shell.ts'
import { printable } from './table.ts'
import { type CommonOptions, declareGroup, declareVerb, printJson } from './verb.ts'

interface SignOptions extends CommonOptions {
  readonly key: string
  readonly output: string
}

interface VerifyOptions extends CommonOptions {
  readonly key?: string
  readonly keyVersion?: string
  readonly publicKey?: string
  readonly algorithm?: string
  readonly signature?: string
}

interface Message {
  readonly file: string
  readonly octets: Uint8Array
  readonly signature?: Uint8Array
}

interface SignedMessage extends Message {
  readonly signature: Uint8Array
}

interface Signed {
  readonly file: string
  readonly output: string
  readonly keyVersion: number
  readonly auditEntryId: string
}
interface Verified {
  readonly file: string
  readonly valid: boolean
  readonly keyVersion: number | null
}
interface Failed {
  readonly file: string
  readonly error: { readonly code: string; readonly message: string }
}

const mostMessageOctets = 65_536
const mostMessages = 1000
/** Of messages and signatures, which fit into one request in Base64. */
const mostOctetsOfBatch = 1_000_000
/** What surrounds an item in JSON. */
const octetsBeside = 64
const mostSignatureOctets = 16_384
const mostKeyOctets = 1 << 20

export function addRaw(program: Command, shell: Shell, end: End): void {
  const raw = declareGroup(program, 'raw', 'signatures over messages as they are, by sign-raw keys')
  declareVerb(raw, {
    usage: 'sign <file...>',
    description: 'sign each file as a message of at most 64 KiB',
    examples: [
      'raw sign message.json --key practice/webhooks -o message.json.sig',
      'raw sign outbox/* --key practice/webhooks -o signatures/',
    ],
  })
    .requiredOption('--key <name>', 'UNIT/NAME of a sign-raw key')
    .requiredOption(
      '-o, --output <file>',
      'where to write; a folder for several files, each as NAME.sig; - for standard output',
    )
    .action(async (files: string[], options: SignOptions) => end(await sign(shell, files, options)))
  declareVerb(raw, {
    usage: 'verify <file...>',
    description: 'ask the service whether the signatures over messages hold; exit status 1 when one does not',
    examples: [
      'raw verify message.json --key practice/webhooks',
      'raw verify outbox/* --signature signatures/ --key practice/webhooks',
      'raw verify message.json --signature received.sig --public-key sender.pem --algorithm ecdsa-p256',
    ],
  })
    .option('--key <name>', 'UNIT/NAME of the key that signed')
    .option('--key-version <number>', 'version of that key; all are tried when not given')
    .option(
      '--public-key <file>',
      'in place of --key: a public key or certificate, PEM; goes with --algorithm',
    )
    .option('--algorithm <algorithm>', listed(signatureAlgorithmNames))
    .option(
      '--signature <file>',
      'the signature, or a folder with NAME.sig of each; FILE.sig beside each when not given',
    )
    .action(async (files: string[], options: VerifyOptions) => end(await verify(shell, files, options)))
}

async function sign(shell: Shell, files: readonly string[], options: SignOptions): Promise<ExitStatus> {
  if (options.json && options.output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output')
  const messages = await readMessages(shell, files)
  const intoFolder = await isFolder(options.output, files.length)
  refuseSameNames(files, intoFolder)
  if (!intoFolder) await requirePlace(options.output)
  const outputOf = (file: string): string =>
    intoFolder ? join(options.output, `${inputName(file)}.sig`) : options.output
  const outputs = new Set(files.map((file) => resolve(outputOf(file))))
  for (const file of files) {
    await refuseSameFile(file, outputOf(file))
    if (file !== '-' && outputs.has(resolve(file)))
      throw new CommandError(exitStatus.usage, `${file} would be replaced by the signature of another file`)
  }

  const client = await connect(shell)
  const results: (Signed | Failed)[] = []
  for (const batch of batchesOf(messages)) {
    const items = batch.map(({ octets }) => ({ message: octets }))
    const { keyVersion, outcomes } = await client
      .sign({ key: options.key, items })
      .catch((error: unknown) => {
        if (results.length > 0)
          shell.stderr.write(`chancery: stopped after ${results.length} of ${files.length} files\n`)
        throw error
      })
    for (const [i, { file }] of batch.entries()) {
      const outcome = answered(outcomes[i])
      if ('code' in outcome) {
        results.push(failed(shell, file, outcome, files.length === 1))
        continue
      }
      const output = outputOf(file)
      await writeOutput(shell, output, [outcome.signature])
      results.push({ file, output, keyVersion, auditEntryId: outcome.auditEntryId })
      if (!options.json)
        shell.stderr.write(`${printable(file)} → ${printable(output)}: signed by version ${keyVersion}\n`)
    }
  }
  if (options.json) printJson(shell, files.length === 1 ? results[0] : results)
  return results.some((one) => 'error' in one) ? exitStatus.data : exitStatus.done
}

async function verify(shell: Shell, files: readonly string[], options: VerifyOptions): Promise<ExitStatus> {
  const signatureOf = await signaturesIn(files, options.signature)
  const signer = await signerOf(shell, options)
  const messages: SignedMessage[] = []
  for (const message of await readMessages(shell, files)) {
    messages.push({
      ...message,
      signature: await readInput(shell, signatureOf(message.file), mostSignatureOctets),
    })
  }

  const client = await connect(shell)
  const results: (Verified | Failed)[] = []
  for (const batch of batchesOf(messages)) {
    const items = batch.map(({ octets, signature }) => ({ message: octets, signature }))
    const outcomes = await client.verify({ ...signer, items })
    for (const [i, { file }] of batch.entries()) {
      const outcome = answered(outcomes[i])
      if ('code' in outcome) {
        results.push(failed(shell, file, outcome, files.length === 1))
        continue
      }
      const { valid, keyVersion } = outcome
      results.push({ file, valid, keyVersion })
      const by = keyVersion === null ? '' : ` by version ${keyVersion}`
      if (!options.json) shell.stdout.write(`${valid ? `VALID${by}` : 'NOT VALID'}  ${printable(file)}\n`)
    }
  }
  if (options.json) printJson(shell, files.length === 1 ? results[0] : results)
  if (results.some((one) => 'valid' in one && !one.valid)) return exitStatus.verificationFailed
  return results.some((one) => 'error' in one) ? exitStatus.data : exitStatus.done
}

/** Where the signature of each file lies. */
async function signaturesIn(
  files: readonly string[],
  given: string | undefined,
): Promise<(file: string) => string> {
  if (given === undefined) return (file) => `${file}.sig`
  if ((await stat(given).catch(() => undefined))?.isDirectory())
    return (file) => join(given, `${inputName(file)}.sig`)
  if (files.length > 1)
    throw new CommandError(exitStatus.usage, '--signature is one file, and there are several to verify')
  refuseSecondStdin([given, ...files])
  return () => given
}

/** All of them, before anything is signed. @throws CommandError 66, or 65 for one that is too large. */
async function readMessages(shell: Shell, files: readonly string[]): Promise<readonly Message[]> {
  refuseSecondStdin(files)
  for (const file of files) await requireInput(file)
  const messages: Message[] = []
  for (const file of files) messages.push({ file, octets: await readInput(shell, file, mostMessageOctets) })
  return messages
}

function* batchesOf<M extends Message>(messages: readonly M[]): Generator<readonly M[]> {
  let batch: M[] = []
  let octets = 0
  for (const message of messages) {
    const more = message.octets.length + (message.signature?.length ?? 0) + octetsBeside
    if (batch.length === mostMessages || octets + more > mostOctetsOfBatch) {
      yield batch
      batch = []
      octets = 0
    }
    batch.push(message)
    octets += more
  }
  yield batch
}

async function signerOf(
  shell: Shell,
  { key, keyVersion, publicKey, algorithm }: VerifyOptions,
): Promise<Omit<VerifyInput, 'items'>> {
  if ((key === undefined) === (publicKey === undefined))
    throw new CommandError(exitStatus.usage, 'give either --key or --public-key')
  if ((publicKey === undefined) !== (algorithm === undefined))
    throw new CommandError(exitStatus.usage, '--public-key and --algorithm go together')
  if (publicKey !== undefined && keyVersion !== undefined)
    throw new CommandError(exitStatus.usage, '--key-version is of a --key; a public key has none')
  if (publicKey !== undefined && algorithm !== undefined)
    return {
      publicKey: await publicKeyAt(shell, publicKey),
      algorithm: fromCommandLine(signatureAlgorithmNames, algorithm),
    }
  if (keyVersion === undefined) return { key }
  return { key, keyVersion: wholeNumber('--key-version', keyVersion) }
}

/** @returns DER of SubjectPublicKeyInfo. */
async function publicKeyAt(shell: Shell, path: string): Promise<Uint8Array> {
  const pem = Buffer.from(await readInput(shell, path, mostKeyOctets))
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' })
  } catch (error) {
    throw new CommandError(exitStatus.data, `${path} holds no public key and no certificate in PEM`, {
      cause: error,
    })
  }
}

/** What is wrong with one message says nothing about the next. @throws ChanceryError when there is no next. */
function failed(
  shell: Shell,
  file: string,
  { code, message, retryable }: Pick<OperationError, 'code' | 'message' | 'retryable'>,
  alone: boolean,
): Failed {
  if (alone) throw new ChanceryError(message, { code, retryable })
  shell.stderr.write(`chancery: ${printable(file)}: ${message} (${code})\n`)
  return { file, error: { code, message } }
}

function answered<T>(outcome: T | undefined): T {
  if (outcome === undefined) throw new Error('the service answered fewer outcomes than messages')
  return outcome
}
