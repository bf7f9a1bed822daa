// The rooms of the house: who may import whom, which npm packages each may use, and who alone calls a key provider.

import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import type { KeyProvider } from '../src/keys/provider.ts'

interface Room {
  /** Rooms, or single files, from which anything may be imported. */
  readonly imports: readonly string[]
  /** Rooms from which types alone may be imported. */
  readonly types?: readonly string[]
  readonly packages?: readonly string[]
  readonly typesOfPackages?: readonly string[]
  /** Runs in a browser too, so nothing of Node. */
  readonly isomorphic?: true
}

/** docs/architecture.md, "Rooms". `/` are the files directly in src, which compose. Change it with a decision record. */
const rooms: Readonly<Record<string, Room>> = {
  crypto: { imports: [], packages: ['@noble/curves', '@noble/hashes', '@noble/post-quantum'] },
  formats: { imports: ['crypto'], packages: ['asn1js', 'libxml2-wasm', 'pkijs'], isomorphic: true },
  validation: { imports: ['formats', 'crypto'], isomorphic: true },
  // It hands what it receives to formats and validation, whose types are its messages.
  inspection: { imports: ['validation', 'formats', 'crypto'] },
  // ECDSA over a digest that was made elsewhere; shares of custodians; modules of HSMs.
  keys: { imports: ['crypto'], packages: ['@noble/curves', 'pkcs11js', 'shamir-secret-sharing'] },
  // handle.ts holds the words for purposes, states and providers, which rows are checked against; the sequencer hashes.
  registry: {
    imports: ['crypto', 'log', 'src/keys/handle.ts'],
    types: ['keys'],
    packages: ['@electric-sql/pglite', 'kysely', 'pg'],
  },
  policy: { imports: ['crypto'], types: ['registry', 'keys'] },
  log: { imports: ['crypto'], packages: ['@noble/hashes'], isomorphic: true },
  // A spooled document is a ByteSource.
  outside: {
    imports: ['crypto'],
    types: ['formats'],
    packages: [
      '@opentelemetry/api',
      '@opentelemetry/exporter-trace-otlp-http',
      '@opentelemetry/resources',
      '@opentelemetry/sdk-trace',
      'openid-client',
    ],
  },
  operations: {
    imports: [
      'crypto',
      'formats',
      'validation',
      'inspection',
      'keys',
      'registry',
      'policy',
      'log',
      'outside',
    ],
    // What browsers answer for passkeys; tokens of workloads; the form of what strangers send.
    packages: ['@simplewebauthn/server', 'jose', 'zod'],
    typesOfPackages: ['kysely'],
  },
  // Enums of the schema are typed by what they stand for, and made of the lists of these files.
  api: {
    imports: [
      'operations',
      'package.json',
      'src/crypto/algorithms.ts',
      'src/keys/handle.ts',
      'src/policy/incident-plan.ts',
      'src/policy/key-warnings.ts',
      'src/registry/application.ts',
      'src/registry/person.ts',
      'src/registry/proposal.ts',
      'src/registry/trust-anchor.ts',
      'src/registry/unit.ts',
      'src/validation/report.ts',
    ],
    types: ['registry', 'validation', 'crypto', 'keys', 'policy', 'pages'],
    packages: [
      '@escape.tech/graphql-armor-block-field-suggestions',
      '@escape.tech/graphql-armor-max-aliases',
      '@escape.tech/graphql-armor-max-depth',
      '@escape.tech/graphql-armor-max-tokens',
      '@hono/node-server',
      'graphql',
      '@graphql-yoga/render-graphiql',
      'graphql-yoga',
      'hono',
      'pino',
      'prom-client',
    ],
  },
  client: { imports: ['formats', 'crypto'], isomorphic: true },
  // main.ts, ceremony.ts, restoration.ts and recovery.ts are loaded by `serve`, `init`, `restore` and `officer recover`
  // alone, when they run.
  cli: {
    imports: [
      'client',
      'validation',
      'reports',
      'log',
      'package.json',
      // What custodians hold, and how it gets to the keeper.
      'src/keys/custody/argon2id.ts',
      'src/keys/custody/custody-client.ts',
      'src/keys/custody/custody-record.ts',
      'src/keys/custody/share.ts',
      'src/keys/custody/share-file.ts',
    ],
    types: ['keys', '/'],
    packages: ['@expo-google-fonts/noto-sans', 'cli-progress', 'cli-table3', 'commander'],
  },
  // What the page, the command and files for people say of a report, alike.
  reports: {
    imports: ['validation'],
    packages: ['@cantoo/fontkit', '@cantoo/pdf-lib'],
    isomorphic: true,
  },
  // The worker of the page hands octets to formats and validation, and digests the files.
  web: {
    imports: ['client', 'validation', 'reports', 'formats', 'crypto'],
    packages: ['@expo-google-fonts/noto-sans', 'pdfjs-dist', 'preact'],
    isomorphic: true,
  },
  // Builds what src/web holds, in a process of its own, and tells the gateway where it lies.
  pages: { imports: [], packages: ['vite'] },
  // How processes are started and confined; it serves main.ts and gateway-process.ts alone.
  // The plan and the report of a ceremony pass through the launcher.
  processes: { imports: ['keys', 'registry', 'src/data-directory.ts'], types: ['operations'] },
  '/': {
    imports: ['api', 'operations', 'registry', 'keys', 'inspection', 'outside', 'pages', 'processes'],
    // A call carries what was approved.
    types: ['policy'],
    packages: ['pino', 'zod'],
  },
}

const vocabulary: ReadonlySet<string> = new Set([
  'src/errors.ts',
  'src/bytes.ts',
  'src/clock.ts',
  'src/caller.ts',
  'src/config.ts',
  'src/frames.ts',
])

/** What the command loads when it runs a service of its own. */
const startedByVerbs: ReadonlySet<string> = new Set([
  'src/main.ts',
  'src/ceremony.ts',
  'src/restoration.ts',
  'src/recovery.ts',
])

/** Where processes, the command, pages and other programs begin. */
const entries = [
  'src/main.ts',
  'src/gateway-process.ts',
  'src/inspection/inspector.ts',
  'src/keys/software/signer.ts',
  'src/keys/custody/keeper.ts',
  'src/keys/pkcs11/host.ts',
  'src/processes/sync-through-launcher.ts',
  'src/registry/migrate-command.ts',
  'src/cli/chancery.ts',
  'src/client/client.ts',
  'src/pages/build-pages.ts',
  'src/web/verify/page.tsx',
  'src/web/console/page.tsx',
  'src/web/verify/service-worker.ts',
  'src/web/graphql/page.ts',
]

/** Reached by tests alone: the provider that keeps keys in this process. */
const servingTests: ReadonlySet<string> = new Set(['src/keys/memory/provider.ts'])

/** What uses, makes, moves or ends a key, or what the root key vouches for. */
const providerMethods = [
  'rootKeyCheckValue',
  'createUnitKey',
  'rewrapUnitKey',
  'generate',
  'importWrappingKey',
  'importKey',
  'exportKey',
  'rewrapKey',
  'sign',
  'signDigests',
  'unwrap',
  'encrypt',
  'decrypt',
  'reencrypt',
  'generateDataKeys',
  'mac',
  'verifyMac',
  'rowMac',
  'destroy',
] as const satisfies readonly (keyof KeyProvider)[]

/** Facts about a provider, and its end. */
type Harmless = 'name' | 'certification' | 'algorithms' | 'close'
type Unguarded = Exclude<keyof KeyProvider, (typeof providerMethods)[number] | Harmless>
// Does not compile while a method of KeyProvider stands in neither list.
true satisfies [Unguarded] extends [never] ? true : never

/** Files outside src/keys that call a provider, with what they call. */
const providerCalls: Readonly<Record<string, readonly (typeof providerMethods)[number][]>> = {
  // The waist: permit, provider, durable entry, answer.
  'src/operations/sign-with.ts': ['sign', 'signDigests'],
  'src/operations/open-with.ts': ['unwrap'],
  'src/operations/use-key-with.ts': [
    'decrypt',
    'encrypt',
    'generateDataKeys',
    'mac',
    'reencrypt',
    'verifyMac',
  ],
  // Keys that are made, moved and destroyed.
  'src/operations/create-unit.ts': ['createUnitKey'],
  'src/operations/create-key.ts': ['generate'],
  'src/operations/import-key.ts': ['importKey', 'importWrappingKey'],
  'src/operations/export-key.ts': ['exportKey'],
  'src/operations/rotate-key.ts': ['generate'],
  'src/operations/rotate-unit-key.ts': ['createUnitKey', 'rewrapKey'],
  'src/operations/split-unit.ts': ['rewrapKey'],
  'src/operations/rewrap-unit-keys.ts': ['rewrapUnitKey', 'rootKeyCheckValue'],
  'src/operations/erase-token-keys.ts': ['destroy'],
  'src/operations/keep-keys.ts': ['destroy'],
  'src/operations/shred-unit.ts': ['destroy'],
  // What was made and could not be registered.
  'src/operations/providers.ts': ['destroy'],
  // The root key: whether it is the office's, and what it vouches for.
  'src/operations/found-organisation.ts': ['createUnitKey', 'rootKeyCheckValue'],
  'src/operations/recognise-office.ts': ['rootKeyCheckValue'],
  'src/root-key-rotation.ts': ['rootKeyCheckValue'],
  'src/operations/sign-in-challenge.ts': ['rowMac'],
  'src/gateway-office.ts': ['rowMac'],
  // A key of its own, of no unit and in no row, so that no permit could name it (docs/architecture.md, "The waist").
  'src/operations/backup-file.ts': ['createUnitKey', 'decrypt', 'encrypt', 'generate'],
}

interface Import {
  readonly file: string
  readonly specifier: string
  /** A file of the project, or the name of a package, or `node:…`. */
  readonly target: string
  readonly typeOnly: boolean
  readonly dynamic: boolean
}

const sources: ReadonlyMap<string, string> = new Map(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [name, readFileSync(name, 'utf8')]),
)
const imports = [...sources].flatMap(([file, text]) => importsOf(file, text))

describe('rooms', () => {
  test('import only what the table allows', () => {
    expect(imports.flatMap(violation)).toEqual([])
  })

  test('are told from one another: a planted import is named with its file', () => {
    const planted = (file: string, text: string) => importsOf(file, text).flatMap(violation)
    expect(planted('src/formats/x.ts', "import { keyProvider } from '../keys/provider.ts'")).toEqual([
      "src/formats/x.ts imports '../keys/provider.ts': formats may not import keys",
    ])
    expect(planted('src/policy/x.ts', "import { findKey } from '../registry/keys.ts'")).toEqual([
      "src/policy/x.ts imports '../registry/keys.ts': policy may import types of registry alone",
    ])
    expect(planted('src/policy/x.ts', "import type { Key } from '../registry/key.ts'")).toEqual([])
    expect(planted('src/log/x.ts', "import { readFileSync } from 'node:fs'")).toEqual([
      "src/log/x.ts imports 'node:fs': log runs in browsers too",
    ])
    expect(planted('src/keys/x.ts', "import forge from 'node-forge'")).toEqual([
      "src/keys/x.ts imports 'node-forge': keys may not use this package",
    ])
    expect(planted('src/web/x.ts', "const late = await import('../operations/sign.ts')")).toEqual([
      "src/web/x.ts imports '../operations/sign.ts': web may not import operations",
    ])
    expect(planted('src/api/x.ts', "export * from '../formats/asn1/reader.ts'")).toEqual([
      "src/api/x.ts imports '../formats/asn1/reader.ts': api may not import formats",
    ])
  })

  test('are all in the table', () => {
    expect([...new Set([...sources.keys()].map(roomOf))].sort()).toEqual(Object.keys(rooms).sort())
  })

  test('hold no barrel files: each import names the file that holds the thing', () => {
    const barrels = imports.filter(({ file, specifier }) => reexports(sources.get(file) ?? '', specifier))
    expect(barrels.map(({ file, specifier }) => `${file} re-exports ${specifier}`)).toEqual([])
    expect([...sources.keys()].filter((file) => /\/(index|utils|helpers|common)\.tsx?$/.test(file))).toEqual(
      [],
    )
  })
})

describe('keys', () => {
  const within = (folder: string) => (file: string) => file.startsWith(`src/keys/${folder}/`)

  test('have a protocol of their own, which knows nobody who speaks it', () => {
    const speakers = ['software', 'pkcs11', 'custody', 'memory'].map(within)
    const known = imports.filter(
      ({ file, target }) => within('wire')(file) && speakers.some((speaks) => speaks(target)),
    )
    expect(known.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })

  test('in a token and in the signer share that, and of each other types alone', () => {
    const shared = imports.filter(
      ({ file, target, typeOnly }) =>
        !typeOnly &&
        ((within('pkcs11')(file) && within('software')(target)) ||
          (within('software')(file) && within('pkcs11')(target))),
    )
    expect(shared.map(({ file, target }) => `${file} imports ${target}`)).toEqual([])
  })
})

describe('octets', () => {
  test('are copied by new Uint8Array: slice gives a view of a Buffer, and what is written to it reaches the original', () => {
    const views = [...sources].flatMap(([file, text]) => (/\.slice\(\)/.test(text) ? [file] : []))
    expect(views).toEqual([])
  })
})

describe('files', () => {
  const reached = reachable(entries)

  test('are each reached from a process, the command, the client or a page', () => {
    expect([...sources.keys()].filter((file) => !reached.has(file) && !servingTests.has(file))).toEqual([])
  })

  test('use every package of package.json, and none that is not there', () => {
    const used = new Set(
      imports.filter(({ file }) => reached.has(file)).map(({ target }) => packageOf(target)),
    )
    // The platform packages of Node are run, not imported.
    const dependencies = [
      ...Object.keys(packageJson.dependencies),
      ...Object.keys(packageJson.optionalDependencies).filter((name) => !name.startsWith('node-')),
    ]
    expect(dependencies.filter((name) => !used.has(name)).map((name) => `${name} is not used`)).toEqual([])
    const missing = [...used].filter((name) => name !== undefined && !dependencies.includes(name))
    expect(missing.map((name) => `${name} is not a dependency`)).toEqual([])
  })
})

describe('key providers', () => {
  test('are called by the waist and by what makes keys, and by nothing else', () => {
    const found = Object.fromEntries(
      [...sources].flatMap(([file, text]) => {
        const calls = providerCallsOf(file, text)
        return calls.length === 0 ? [] : [[file, calls]]
      }),
    )
    expect(found).toEqual(providerCalls)
  })

  test('are told when they are called elsewhere: a planted call of each method is named', () => {
    for (const method of providerMethods) {
      const call = method === 'destroy' ? 'destroy(version)' : `${method}()`
      expect(providerCallsOf('src/operations/x.ts', `await provider.${call}`)).toEqual([method])
      expect(providerCallsOf('src/gateway.ts', `await parts.pkcs11?.${call}`)).toEqual([method])
      expect(providerCallsOf('src/api/graphql/resolvers/x.ts', `deps.providers.get(x)?.${call}`)).toEqual([
        method,
      ])
    }
    const broken = 'const opened = await providerNamed(deps, name)\n  .unwrap(\n    key,\n    items,\n  )'
    expect(providerCallsOf('src/operations/x.ts', broken)).toEqual(['unwrap'])
    expect(providerCallsOf('src/processes/x.ts', 'provider.destroy(\n  key,\n)')).toEqual(['destroy'])
    for (const harmless of [
      '// provider.decrypt(key, items)',
      'provider.signature(x)',
      'socket.destroy()',
      'await provider.close()',
    ])
      expect(providerCallsOf('src/operations/x.ts', harmless)).toEqual([])
    expect(providerCallsOf('src/formats/x.ts', 'subtle.encrypt(x)')).toEqual([])
  })
})

const providerCall = new RegExp(`\\.(${providerMethods.join('|')})\\((\\)?)`, 'g')

/** @returns the methods that are called, each once, in the order of the alphabet. */
function providerCallsOf(file: string, text: string): readonly string[] {
  // Whoever imports neither keys nor operations has no provider to call; what operations are given holds all of them.
  const imports = rooms[roomOf(file)]?.imports ?? []
  if (roomOf(file) === 'keys' || !(imports.includes('keys') || imports.includes('operations'))) return []
  const calls = new Set<string>()
  for (const [, method = '', closed] of withoutComments(text).matchAll(providerCall)) {
    // A stream is destroyed without an argument, a key never.
    if (!(method === 'destroy' && closed === ')')) calls.add(method)
  }
  return [...calls].sort()
}

function violation({ file, specifier, target, typeOnly, dynamic }: Import): readonly string[] {
  const name = roomOf(file)
  const room = rooms[name]
  if (room === undefined) return [`${file} lies in no room`]
  const refused = (why: string): readonly string[] => [`${file} imports '${specifier}': ${why}`]
  if (target.startsWith('node:')) return room.isomorphic ? refused(`${name} runs in browsers too`) : []
  const used = packageOf(target)
  if (used !== undefined) {
    const allowed = room.packages?.includes(used) || (typeOnly && room.typesOfPackages?.includes(used))
    return allowed ? [] : refused(`${name} may not use this package`)
  }
  const other = roomOf(target)
  if (
    other === name ||
    vocabulary.has(target) ||
    room.imports.includes(other) ||
    room.imports.includes(target)
  )
    return []
  if (name === 'cli' && startedByVerbs.has(target) && dynamic) return []
  if (room.types?.includes(other))
    return typeOnly ? [] : refused(`${name} may import types of ${other} alone`)
  return refused(`${name} may not import ${other === '/' ? target : other}`)
}

function roomOf(file: string): string {
  const [top, room, inner] = file.split('/')
  // Migrations are the registry's, and lie where people look for them.
  if (top === 'migrations') return 'registry'
  if (top !== 'src') return file
  return inner === undefined ? '/' : (room ?? '/')
}

function importsOf(file: string, text: string): readonly Import[] {
  const found: Import[] = []
  const statement =
    /^[ \t]*(?:import|export)\s+(?:(?<type>type)\s+)?(?:[^'";]*?\sfrom\s+)?'(?<static>[^']+)'|\bimport\('(?<dynamic>[^']+)'\)/gm
  for (const { groups } of withoutComments(text).matchAll(statement)) {
    const specifier = groups?.['static'] ?? groups?.['dynamic'] ?? ''
    found.push({
      file,
      specifier,
      target: resolve(file, specifier),
      typeOnly: groups?.['type'] !== undefined,
      dynamic: groups?.['dynamic'] !== undefined,
    })
  }
  return found
}

function resolve(file: string, specifier: string): string {
  if (specifier === '#primitives') return 'src/crypto/primitives-node.ts'
  if (specifier === '#encryption') return 'src/crypto/encryption-node.ts'
  // `?url` and `?worker` tell the bundler how to take what stands before them.
  const [name = ''] = specifier.split('?')
  return name.startsWith('.') ? posix.join(posix.dirname(file), name) : name
}

/** Undefined for files of the project and for what Node brings. */
function packageOf(target: string): string | undefined {
  if (/^(src|migrations|test)\/|^package\.json$|^node:/.test(target)) return undefined
  return target.split('/', target.startsWith('@') ? 2 : 1).join('/')
}

function reachable(from: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const waiting = [...from]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const one of imports) if (one.file === file) waiting.push(one.target)
    // package.json gives #primitives and #encryption one file in Node and another in a browser.
    if (/^src\/crypto\/(primitives|encryption)-node\.ts$/.test(file))
      waiting.push(file.replace('-node', '-web'))
  }
  return seen
}

function reexports(text: string, specifier: string): boolean {
  const escaped = specifier.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(`^export\\s+(?:type\\s+)?(?:\\*|\\{[^}]*\\})[^;'"]*from\\s+'${escaped}'`, 'm').test(text)
}

/** Comments, so that an example in one is not taken for code. Good enough for sources that a formatter has written. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
