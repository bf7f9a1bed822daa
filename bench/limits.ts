// What this machine can do at most: OpenSSL's own speed of a primitive, the disk's flushes, the start of Node.

import { spawnSync } from 'node:child_process'
import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './measure.ts'
import { BenchRefusal } from './refusal.ts'

export type Primitive =
  | 'ecdsap256'
  | 'ecdsap384'
  | 'ecdsap521'
  | 'ed25519'
  | 'ed448'
  | 'rsa2048'
  | 'rsa3072'
  | 'rsa4096'

export type Agreement = 'ecdhp256' | 'ecdhp384' | 'ecdhx25519'

export interface SignatureSpeed {
  /** Signatures and verifications a second of one core. */
  readonly sign: number
  readonly verify: number
}

const known = new Map<string, string>()
let remembers = false

/** For a short run: each limit once, where a full run measures it beside each path. */
export function rememberLimits(): void {
  remembers = true
}

/** Ratios mean what the limit and the path met of the machine, so it is measured beside each path anew. */
export function signatureSpeed(primitive: Primitive): SignatureSpeed {
  // `+F4:curve:bits:sign/s:verify/s` for ECDSA, `+F2:…` for RSA, `+F6:…` for EdDSA (openssl-speed(1), -mr).
  const fields = /^\+F[246]:(.*)$/m
    .exec(openssl(['speed', '-seconds', '1', '-mr', primitive]))?.[1]
    ?.split(':')
  const [sign, verify] = fields?.slice(-2).map(Number) ?? []
  if (sign === undefined || verify === undefined)
    throw new Error(`openssl speed said nothing of ${primitive}`)
  return { sign, verify }
}

/** Agreements a second of one core. */
export function agreementSpeed(agreement: Agreement): number {
  // `+F5:curve:bits:operations/s:seconds for one` (openssl-speed(1), -mr).
  const fields = /^\+F5:(.*)$/m.exec(openssl(['speed', '-seconds', '1', '-mr', agreement]))?.[1]?.split(':')
  const speed = Number(fields?.[2])
  if (!(speed > 0)) throw new Error(`openssl speed said nothing of ${agreement}`)
  return speed
}

/** Octets a second of one core. */
export function sha256Speed(octets: number): number {
  const output = openssl(['speed', '-seconds', '1', '-mr', '-bytes', String(octets), '-evp', 'sha256'])
  const speed = Number(/^\+F:\d+:[^:]+:([\d.]+)$/m.exec(output)?.[1])
  if (!(speed > 0)) throw new Error('openssl speed said nothing of SHA-256')
  return speed
}

/** Octets a second of one core, encrypted and authenticated. */
export function gcmSpeed(octets: number): number {
  const output = openssl(['speed', '-seconds', '1', '-mr', '-bytes', String(octets), '-evp', 'aes-256-gcm'])
  const speed = Number(/^\+F:\d+:[^:]+:([\d.]+)$/m.exec(output)?.[1])
  if (!(speed > 0)) throw new Error('openssl speed said nothing of AES-256-GCM')
  return speed
}

/** `OpenSSL 3.0.22`. @throws BenchRefusal when the program is missing. */
export function opensslVersion(): string {
  return openssl(['version']).split(' ').slice(0, 2).join(' ')
}

/** Flushes a second of 8 kB that were appended, one after the other: what a commit costs at least. */
export function diskFlushes(folder: string): number {
  const file = join(folder, 'flush')
  const page = Buffer.alloc(8192, 1)
  const rounds: number[] = []
  for (let round = 0; round < 5; round++) {
    const descriptor = openSync(file, 'w')
    const start = performance.now()
    let flushes = 0
    while (performance.now() - start < 200) {
      writeSync(descriptor, page)
      fdatasyncSync(descriptor)
      flushes++
    }
    rounds.push((flushes * 1000) / (performance.now() - start))
    closeSync(descriptor)
  }
  rmSync(file)
  return median(rounds)
}

/** Milliseconds that Node takes to start and end. */
export function nodeStartMs(): number {
  const rounds: number[] = []
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    spawnSync(process.execPath, ['-e', '0'], { stdio: 'ignore' })
    rounds.push(performance.now() - start)
  }
  return median(rounds)
}

function openssl(arguments_: readonly string[]): string {
  const command = arguments_.join(' ')
  const before = remembers ? known.get(command) : undefined
  if (before !== undefined) return before
  const { error, stdout, status } = spawnSync('openssl', [...arguments_], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  if (error !== undefined) throw new BenchRefusal('openssl is missing: install the Debian package `openssl`')
  if (status !== 0) throw new Error(`openssl ${command} failed`)
  known.set(command, stdout)
  return stdout
}
