// What the gateway may touch: Node's flags that keep it out of the folder of secrets. docs/decisions/0003-processes.md.

import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import type { DataDirectory } from '../data-directory.ts'

/** Node's flags for the gateway process, with the settings it is started with. */
export function gatewayFlags(config: Config, directory: DataDirectory): readonly string[] {
  const common = ['--disable-sigusr1', '--disable-warning=ExperimentalWarning']
  // Node's permission model forbids fsync, whatever may be written, and the embedded database lives by it.
  if (config.databaseUrl === undefined) return common
  const writable = [directory.spool, directory.trust, directory.log].map((folder) => `${folder}/`)
  writable.push(directory.adminTokenFile, `${directory.adminTokenFile}.*`)
  const readable = [
    ...['../src/', '../node_modules/', '../migrations/', '../schema.graphql', '../package.json'].map(
      inProject,
    ),
    ...(config.tls === undefined ? [] : [config.tls.certificateFile, config.tls.keyFile]),
    ...writable,
  ]
  return [
    ...common,
    '--permission',
    '--allow-net',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...writable.map((path) => `--allow-fs-write=${path}`),
  ]
}

function inProject(path: string): string {
  return fileURLToPath(new URL(path, new URL('../', import.meta.url)))
}
