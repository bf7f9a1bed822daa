// `chancery backup` and `chancery restore`: the whole registry as one encrypted file, and back onto a blank host.

import type { Command } from 'commander'
import { toBase64 } from '../bytes.ts'
import { keyFromPassphrase, newArgon2idParameters, passphraseOctets } from '../keys/custody/argon2id.ts'
import type { SecretBytes } from '../keys/secret-bytes.ts'
import { type CustodianOptions, readText } from './custodians.ts'
import { CommandError, type End, type ExitStatus, exitStatus } from './exit-status.ts'
import { reopenWith } from './init-custody.ts'
import { writeOutput } from './output-file.ts'
import { secretQuestion } from './prompt.ts'
import { connect, type Shell } from './shell.ts'
import { type CommonOptions, collect, declareVerb, deliver } from './verb.ts'

interface BackupOptions extends CommonOptions {
  readonly output: string
  readonly backupPassphraseFile?: string
}

interface RestoreOptions extends CommonOptions, CustodianOptions {
  readonly backupPassphraseFile?: string
}

export function addBackup(program: Command, shell: Shell, end: End): void {
  declareVerb(program, {
    usage: 'backup',
    description: 'write the whole registry, encrypted, to a file while the service goes on',
    examples: ['backup -o office.backup', 'backup --backup-passphrase-file backup.pass -o office.backup'],
  })
    .requiredOption('-o, --output <file>', 'the backup')
    .option('--backup-passphrase-file <file>', 'encrypt under this passphrase instead of the root key')
    .action(async (options: BackupOptions) => end(await backup(shell, options)))
  declareVerb(program, {
    usage: 'restore <file>',
    description: 'put a backup into an empty data directory and an empty database; then `serve` may begin',
    examples: ['restore office.backup', 'restore office.backup --share share-1.txt --share share-3.txt'],
  })
    .option('--share <file>', 'a share of a custodian of the office; may be repeated', collect)
    .option('--passphrase-file <file>', 'the passphrase of the office, or of encrypted shares')
    .option('--backup-passphrase-file <file>', 'the passphrase of the backup')
    .action(async (file: string, options: RestoreOptions) => end(await restoreFile(shell, file, options)))
}

async function backup(shell: Shell, options: BackupOptions): Promise<ExitStatus> {
  const client = await connect(shell)
  const { output, backupPassphraseFile } = options
  let octets = 0
  const counted = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      octets += piece.length
      yield piece
    }
  }
  if (options.json && output === '-')
    throw new CommandError(exitStatus.usage, '--json and -o - both want standard output')
  const key = backupPassphraseFile === undefined ? undefined : await backupKey(backupPassphraseFile)
  await writeOutput(shell, output, counted(client.backup(key)), { mode: 0o600 })
  return deliver(shell, options, {
    json: { output, octets, opensBy: key === undefined ? 'root-key' : 'passphrase' },
    text:
      output === '-'
        ? ''
        : `${output}: ${octets} octets, opened by ${key === undefined ? 'the root key' : 'its passphrase'}`,
  })
}

/** What Argon2id makes of the passphrase goes to the service; the passphrase stays here. */
async function backupKey(file: string) {
  using passphrase = passphraseOctets(await readText(file))
  const argon2id = newArgon2idParameters((length) => crypto.getRandomValues(new Uint8Array(length)))
  using key = await keyFromPassphrase(passphrase, argon2id)
  return { key: toBase64(key.dangerouslyRevealBytes()), argon2id }
}

async function restoreFile(shell: Shell, file: string, options: RestoreOptions): Promise<ExitStatus> {
  // Loaded here alone, so that no other verb pays for the service.
  const { restore } = await import('../restoration.ts')
  const facts = await restore(
    { ...shell.env },
    {
      file,
      reopen: reopenWith(shell, options, 'The root key of the office opens this backup.'),
      passphrase: () => backupPassphrase(shell, options),
    },
  )
  const lines = [
    `restored ${facts.rows} rows, as they were at ${facts.at}`,
    `the log has ${facts.treeSize} entries under its newest checkpoint`,
    'What was signed or revoked since then is not in it: compare a checkpoint that you keep elsewhere',
    '(`chancery audit verify --from CHECKPOINT`) before you rely on it. `chancery serve` may begin.',
  ]
  return deliver(shell, options, { json: facts, text: lines.join('\n') })
}

async function backupPassphrase(
  shell: Shell,
  { backupPassphraseFile }: RestoreOptions,
): Promise<SecretBytes> {
  if (backupPassphraseFile !== undefined) return passphraseOctets(await readText(backupPassphraseFile))
  const instead = 'the backup is under a passphrase: give it by --backup-passphrase-file FILE'
  return passphraseOctets(await secretQuestion(shell, 'passphrase of the backup: ', instead))
}
