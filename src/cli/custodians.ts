// How commands get what custodians hold: shares and passphrases, from files, from standard input, or typed unseen.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { passphraseOctets } from '../keys/custody/argon2id.ts'
import { type CustodyClient, custodyClient } from '../keys/custody/custody-client.ts'
import type { CustodyKind } from '../keys/custody/custody-record.ts'
import { sharesInFile } from '../keys/custody/share-file.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { inputError } from './input-file.ts'
import { isTerminal, secretQuestion, wholeInput } from './prompt.ts'
import { dataDirectory, type Shell } from './shell.ts'

export interface CustodianOptions {
  /** Files of shares, open or encrypted. */
  readonly share?: readonly string[]
  /** The passphrase of the office, or of encrypted shares. */
  readonly passphraseFile?: string
}

/** Where shares and the passphrase go. @returns whether enough has been given. */
export interface Receiver {
  readonly kind: CustodyKind
  share(octets: Uint8Array): Promise<boolean>
  passphrase(octets: SecretBytes): Promise<boolean>
  /** Words for the question: how many are there already. */
  progress(): string
}

export async function connectCustody(shell: Shell): Promise<CustodyClient> {
  return custodyClient(join(dataDirectory(shell), 'secrets'))
}

/**
 * Gives what the options name, else what comes on standard input, else asks until there is enough. With files or
 * standard input it may end with less: another custodian goes on from there.
 */
export async function giveTo(receiver: Receiver, shell: Shell, options: CustodianOptions): Promise<void> {
  if (receiver.kind === 'passphrase') {
    using passphrase = await officePassphrase(shell, options)
    await receiver.passphrase(passphrase)
    return
  }
  const ask = (custodian: string) => sharePassphrase(shell, options, custodian)
  const give = async (text: string): Promise<boolean> => {
    let enough = false
    for (const share of await sharesInFile(text, ask)) {
      enough = await receiver.share(share)
      share.fill(0)
    }
    return enough
  }
  if (options.share !== undefined) {
    for (const file of options.share) if (await give(await readText(file))) return
    return
  }
  if (!isTerminal(shell.stdin)) {
    await give(await wholeInput(shell))
    return
  }
  for (;;) {
    const line = await secretQuestion(shell, `${receiver.progress()}; the letters of a share: `, noTerminal)
    try {
      if (await give(line)) return
    } catch (error) {
      // At a terminal one tries again.
      shell.stderr.write(`${error instanceof Error ? error.message : 'not understood'}\n`)
    }
  }
}

const noTerminal = 'give shares by --share FILE, or on standard input'

async function officePassphrase(shell: Shell, { passphraseFile }: CustodianOptions): Promise<SecretBytes> {
  if (passphraseFile !== undefined) return passphraseOctets(await readText(passphraseFile))
  if (!isTerminal(shell.stdin)) return passphraseOctets(await wholeInput(shell))
  return passphraseOctets(await secretQuestion(shell, 'passphrase of the office: ', noTerminal))
}

async function sharePassphrase(
  shell: Shell,
  { passphraseFile }: CustodianOptions,
  custodian: string,
): Promise<SecretBytes> {
  if (passphraseFile !== undefined) return passphraseOctets(await readText(passphraseFile))
  const instead = `the share of ${custodian} is encrypted: give its passphrase by --passphrase-file FILE`
  return passphraseOctets(await secretQuestion(shell, `passphrase of ${custodian}: `, instead))
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw inputError(file, error)
  }
}
