// `npm install` ends with this: compiles the programs ahead, so that each start spares itself half a second. What goes wrong here
// costs speed alone.

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { compiledFolder } from './compiled.mjs'

/** What each kind of process reads; the flags decide for whom the code is good. */
const programs = [
  {
    flags: [],
    modules: [
      'main.ts',
      'cli/chancery.ts',
      'gateway.ts',
      'gateway-tasks.ts',
      'inspection/inspectors.ts',
      'keys/pkcs11/provider.ts',
      'keys/software/provider.ts',
      'processes/launcher-link.ts',
      'registry/pglite-engine.ts',
      'registry/postgres-engine.ts',
      'validation/validate-document.ts',
    ],
  },
  {
    flags: ['--disallow-code-generation-from-strings'],
    modules: ['inspection/session.ts', 'keys/self-test.ts', 'keys/software/session.ts', 'keys/vault.ts'],
  },
]

if (Number(process.versions.node.split('.')[0]) < 26) process.exit(0)
rmSync(compiledFolder, { recursive: true, force: true })
for (const { flags, modules } of programs) {
  const urls = modules.map((name) => new URL(`../src/${name}`, import.meta.url).href)
  const script = `await Promise.all(${JSON.stringify(urls)}.map((url) => import(url)))`
  const { status } = spawnSync(
    process.execPath,
    [...flags, '--no-warnings', '--input-type=module', '-e', script],
    {
      env: { ...process.env, NODE_COMPILE_CACHE: compiledFolder, NODE_COMPILE_CACHE_READONLY: '0' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  if (status !== 0)
    process.stderr.write('chancery: not compiled ahead, so each start takes half a second longer\n')
}
