// A token of SoftHSM2 in a temporary folder, for one test file.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pkcs11Settings } from '../../src/config.ts'

export interface SoftHsm {
  readonly settings: Pkcs11Settings
  readonly pin: string
  /** Folder of its objects. */
  readonly tokens: string
  /** What the module is set up by. */
  readonly env: Readonly<Record<string, string>>
  /** As if it had been pulled out. */
  remove(): void
  putBack(): void
  destroy(): void
}

export const softHsmModule = '/usr/lib/softhsm/libsofthsm2.so'

export function softHsm(): SoftHsm {
  if (!existsSync(softHsmModule)) throw new Error('SoftHSM2 is missing: install the Debian package softhsm2')
  const folder = mkdtempSync(join(tmpdir(), 'chancery-softhsm-'))
  const [tokens, gone] = [join(folder, 'tokens'), join(folder, 'gone')]
  mkdirSync(tokens)
  const configuration = join(folder, 'softhsm2.conf')
  writeFileSync(
    configuration,
    `directories.tokendir = ${tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  const env = { SOFTHSM2_CONF: configuration }
  const pin = '48151623'
  const pinFile = join(folder, 'pin')
  writeFileSync(pinFile, `${pin}\n`, { mode: 0o600 })
  const arguments_ = ['--init-token', '--free', '--label', 'office', '--pin', pin, '--so-pin', '42424242']
  execFileSync('softhsm2-util', arguments_, { env: { ...process.env, ...env }, stdio: 'ignore' })
  return {
    settings: { module: softHsmModule, tokenLabel: 'office', pinFile },
    pin,
    tokens,
    env,
    remove: () => renameSync(tokens, gone),
    putBack: () => renameSync(gone, tokens),
    destroy: () => rmSync(folder, { recursive: true, force: true }),
  }
}
