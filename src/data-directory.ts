// The data directory: what lies where. The launcher alone reads `secrets/`; the gateway may touch the rest.

import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface DataDirectory {
  readonly path: string
  /** The root key's folder. */
  readonly secrets: string
  /** The root key; beside a custody record, the custody key of an office that keeps it in a file. */
  readonly rootKeyFile: string
  /** How the root key is opened; absent where it lies in `rootKeyFile` as it is. */
  readonly custodyFile: string
  /** The embedded database. */
  readonly database: string
  /** Documents on their way, encrypted. */
  readonly spool: string
  /** Anchors, CRLs and OCSP answers, published for verification without a service. */
  readonly trust: string
  /** Within it: what officers put there. */
  readonly importedTrust: string
  /** Built pages, where they cannot be kept beside the program. The gateway reads them and cannot write them. */
  readonly pages: string
  /** Checkpoints of the audit log, kept outside the database. */
  readonly log: string
  /** The local administrator's token, 0600. */
  readonly adminTokenFile: string
}

/** @param path `CHANCERY_DATA_DIR`, relative to the working directory. */
export function dataDirectory(path: string): DataDirectory {
  const root = resolve(path)
  return {
    path: root,
    secrets: join(root, 'secrets'),
    rootKeyFile: join(root, 'secrets', 'root.key'),
    custodyFile: join(root, 'secrets', 'custody.json'),
    database: join(root, 'database'),
    spool: join(root, 'spool'),
    trust: join(root, 'trust'),
    importedTrust: join(root, 'trust', 'imported'),
    pages: join(root, 'pages'),
    log: join(root, 'log'),
    adminTokenFile: join(root, 'admin.token'),
  }
}

/** Makes the folders, readable by their owner alone, where they are missing. */
export function makeDataDirectory(directory: DataDirectory): void {
  for (const folder of [
    directory.path,
    directory.secrets,
    directory.database,
    directory.spool,
    directory.trust,
    directory.importedTrust,
    directory.log,
  ]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
}

/** Whether a database was ever made here: then a missing root key is a loss to be told, not a first start. */
export function hasDatabase(directory: DataDirectory): boolean {
  return readdirSync(directory.database).some((name) => !name.startsWith('lock.sqlite'))
}
