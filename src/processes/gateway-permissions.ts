// What the gateway may touch: Node's flags that keep it out of the folder of secrets. docs/decisions/0003-processes.md.

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import type { DataDirectory } from '../data-directory.ts'

/**
 * Node's flags for the gateway process: it may use the network, read the program, and touch every folder of the
 * data directory but that of secrets.
 */
export function gatewayFlags(
  gatewayEntry: string,
  config: Config,
  directory: DataDirectory,
  env: NodeJS.ProcessEnv,
  furtherFiles: readonly string[] = [],
): readonly string[] {
  const common = ['--disable-sigusr1', '--disable-warning=ExperimentalWarning']
  // The permission model forbids fsync, by which databases live; only /proc lets the launcher do it instead.
  if (!existsSync('/proc/self/fd')) return common
  const files = [
    'CHANCERY_DATABASE_PASSWORD_FILE',
    'CHANCERY_WITNESSES_FILE',
    'CHANCERY_SYSLOG_CA_FILE',
  ].flatMap((name) => {
    const file = env[name]
    return file === undefined || file === '' ? [] : [resolve(file)]
  })
  const writable = [
    ...[directory.database, directory.spool, directory.trust, directory.log].map((folder) => `${folder}/`),
    // A new token is written beside the old one and takes its place.
    `${directory.adminTokenFile}*`,
    ...(config.checkpointFolder === undefined ? [] : [`${config.checkpointFolder}/`]),
  ]
  const readable = [
    gatewayEntry,
    ...['../src/', '../node_modules/', '../migrations/', '../schema.graphql', '../package.json'].map(
      inProject,
    ),
    ...(config.tls === undefined ? [] : [config.tls.certificateFile, config.tls.keyFile]),
    ...files,
    ...furtherFiles,
    // Beside the modules, or here when those cannot be written.
    `${directory.pages}/`,
    ...writable,
  ]
  return [
    ...common,
    '--permission',
    '--allow-net',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...writable.map((path) => `--allow-fs-write=${path}`),
    '--import',
    new URL('sync-through-launcher.ts', import.meta.url).href,
  ]
}

function inProject(path: string): string {
  return fileURLToPath(new URL(path, new URL('../', import.meta.url)))
}
