// The custody part of a ceremony: who the custodians are, how their shares reach them, and how they come back.

import type { CeremonyRequest } from '../ceremony.ts'
import { passphraseOctets } from '../keys/custody/argon2id.ts'
import type { WantedCustody } from '../keys/custody/custody.ts'
import { shareFingerprint } from '../keys/custody/share.ts'
import { shareFile } from '../keys/custody/share-file.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { type CustodianOptions, giveTo, readText } from './custodians.ts'
import { CommandError, exitStatus } from './exit-status.ts'
import type { OutputFolder } from './output-folder.ts'
import { isTerminal, question, secretQuestion } from './prompt.ts'
import type { Shell } from './shell.ts'

export interface CustodyOptions extends CustodianOptions {
  readonly custody?: string
  readonly threshold?: string
  readonly custodian?: readonly string[]
}

export interface CustodyPlan {
  readonly wanted: WantedCustody
  readonly custodians: readonly Custodian[]
}

interface Custodian {
  readonly name: string
  /** Undefined: the share lies open in its file. */
  readonly passphrase: SecretBytes | undefined
}

/** From the options, or from whoever sits at the terminal. */
export async function custodyPlan(shell: Shell, options: CustodyOptions): Promise<CustodyPlan> {
  const ask = (text: string, option: string) =>
    question(shell, text, `${option} is missing, and nobody sits at a terminal to be asked`)
  const kind =
    options.custody ?? (await ask('what opens the root key (shares, passphrase, hsm, file): ', '--custody'))
  if (kind === 'file' || kind === 'hsm') return { wanted: { kind }, custodians: [] }
  if (kind === 'passphrase')
    return { wanted: { kind, passphrase: await newPassphrase(shell, options) }, custodians: [] }
  if (kind !== 'shares') {
    throw new CommandError(
      exitStatus.usage,
      `--custody ${JSON.stringify(kind)}: shares, passphrase, hsm or file`,
    )
  }
  const custodians: Custodian[] = []
  if (options.custodian !== undefined) {
    for (const text of options.custodian) custodians.push(await custodianFrom(text))
  } else {
    for (;;) {
      const name = await ask(`custodian ${custodians.length + 1} (empty: that was the last): `, '--custodian')
      if (name === '') break
      custodians.push({
        name,
        passphrase: await askNewPassphrase(shell, `${name}, a passphrase for your share (empty: none)`, true),
      })
    }
  }
  const threshold = Number(
    options.threshold ?? (await ask('how many of them open it together: ', '--threshold')),
  )
  return { wanted: { kind, threshold, custodians: custodians.map(({ name }) => name) }, custodians }
}

/** Writes each share to a file of its own and, at a terminal, has each custodian say what stands on it. */
export async function handOutTo(
  shell: Shell,
  folder: OutputFolder,
  custodians: readonly Custodian[],
  shares: readonly Uint8Array[],
): Promise<void> {
  for (const [i, share] of shares.entries()) {
    const custodian = custodians[i]
    if (custodian === undefined) throw new Error('there are more shares than custodians')
    const name = `share-${i + 1}.${custodian.passphrase === undefined ? 'txt' : 'json'}`
    folder.write(name, await shareFile(share, custodian.name, custodian.passphrase, randomOctets))
    shell.stderr.write(`${custodian.name}: ${folder.path}/${name}, fingerprint ${shareFingerprint(share)}\n`)
    if (!isTerminal(shell.stdin)) continue
    const answer = await question(shell, `${custodian.name}, take your share, and type its fingerprint: `, '')
    if (answer !== shareFingerprint(share)) {
      throw new CommandError(
        exitStatus.usage,
        `${custodian.name} did not confirm the share: nothing was made`,
      )
    }
  }
}

/** Gathers what opens a custody that is there already; `why` is told first. */
export function reopenWith(shell: Shell, options: CustodianOptions, why: string): CeremonyRequest['reopen'] {
  return async (custody, kind) => {
    let opened: SecretBytes | undefined
    shell.stderr.write(`${why}\n`)
    const receiver = {
      kind,
      share: async (octets: Uint8Array) => {
        const found = await custody.share(octets)
        opened = found?.custodyKey
        return opened !== undefined
      },
      passphrase: async (octets: SecretBytes) => {
        opened = (await custody.passphrase(octets)).custodyKey
        return true
      },
      progress: () => `${custody.given} of ${custody.needed} shares are given`,
    }
    await giveTo(receiver, shell, options)
    if (opened === undefined) {
      throw new CommandError(exitStatus.usage, `${receiver.progress()}: give the others too, by --share FILE`)
    }
    return opened
  }
}

async function custodianFrom(text: string): Promise<Custodian> {
  const [name = '', file] = text.split('=', 2)
  if (name.trim() === '') throw new CommandError(exitStatus.usage, '--custodian needs a name')
  const passphrase = file === undefined ? undefined : passphraseOctets(await readText(file))
  return { name: name.trim().normalize('NFC'), passphrase }
}

async function newPassphrase(shell: Shell, { passphraseFile }: CustodianOptions): Promise<SecretBytes> {
  if (passphraseFile !== undefined) return passphraseOctets(await readText(passphraseFile))
  const passphrase = await askNewPassphrase(shell, 'passphrase of the office', false)
  if (passphrase === undefined) throw new CommandError(exitStatus.usage, '--passphrase-file is missing')
  return passphrase
}

/** Asked twice, since nobody sees what was typed. */
async function askNewPassphrase(
  shell: Shell,
  what: string,
  mayBeEmpty: boolean,
): Promise<SecretBytes | undefined> {
  const instead = '--passphrase-file is missing, and nobody sits at a terminal to be asked'
  const first = await secretQuestion(shell, `${what}: `, instead)
  if (first === '' && mayBeEmpty) return undefined
  if ((await secretQuestion(shell, 'the same again: ', instead)) !== first) {
    throw new CommandError(exitStatus.usage, 'the passphrases differ: nothing was made')
  }
  return passphraseOctets(first)
}

function randomOctets(octets: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(octets))
}
