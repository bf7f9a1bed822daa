// The settings: environment in, checked configuration out. Unknown CHANCERY_* names are refused.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ServiceError } from './errors.ts'

export interface TlsFiles {
  readonly certificateFile: string
  readonly keyFile: string
}

export interface WitnessSetting {
  /** `NAME+KEYID+KEY` (C2SP signed-note). */
  readonly key: string
  /** Without a slash at the end. */
  readonly url: string
}

/** A token behind a PKCS #11 module. */
export interface Pkcs11Settings {
  readonly module: string
  readonly tokenLabel: string
  readonly pinFile: string
}

export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDirectory: string
  /** Used in CDP, AIA and links; without a slash at the end. */
  readonly publicUrl: string
  /** Undefined: the embedded database. */
  readonly databaseUrl: string | undefined
  /** Owner role, for migrations; the same as `databaseUrl` when not given. */
  readonly migrateDatabaseUrl: string | undefined
  readonly tls: TlsFiles | undefined
  readonly behindProxy: boolean
  /** A second folder for checkpoints, best on another machine. */
  readonly checkpointFolder: string | undefined
  /** Where checkpoints are put by HTTP, without a slash at the end. */
  readonly checkpointStoreUrl: string | undefined
  readonly checkpointTsaUrl: string | undefined
  /** Lines of CHANCERY_WITNESSES_FILE. */
  readonly witnesses: readonly WitnessSetting[]
  /** Collector of audit entries: tcp, tls, udp or unix. */
  readonly syslogUrl: string | undefined
  readonly syslogCaFile: string | undefined
  /** Base address of an OpenTelemetry collector, without a slash at the end. */
  readonly otlpUrl: string | undefined
  /** Somebody vouches for the clock at this start. */
  readonly trustClock: boolean
  /** Requests a second that one address may make without a token; 0: no limit. */
  readonly strangerRate: number
  /** Undefined: no HSM. */
  readonly pkcs11: Pkcs11Settings | undefined
  /** Where keys are made when a request does not say. */
  readonly keyProvider: 'software' | 'pkcs11'
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  readonly production: boolean
}

const optionalText = z.string().min(1).optional()

const environment = z.object({
  CHANCERY_PORT: z.coerce.number().int().min(0).max(65535).default(8420),
  CHANCERY_HOST: z.string().min(1).default('127.0.0.1'),
  CHANCERY_DATA_DIR: z.string().min(1).default('./.chancery'),
  CHANCERY_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  CHANCERY_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  CHANCERY_DATABASE_PASSWORD_FILE: optionalText,
  CHANCERY_MIGRATE_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  CHANCERY_TLS_CERT_FILE: optionalText,
  CHANCERY_TLS_KEY_FILE: optionalText,
  CHANCERY_BEHIND_PROXY: z.enum(['0', '1', 'false', 'true']).default('0'),
  CHANCERY_CHECKPOINT_FOLDER: optionalText,
  CHANCERY_CHECKPOINT_STORE_URL: z.url({ protocol: /^https?$/ }).optional(),
  CHANCERY_CHECKPOINT_TSA_URL: z.url({ protocol: /^https?$/ }).optional(),
  CHANCERY_WITNESSES_FILE: optionalText,
  CHANCERY_TRUST_CLOCK: z.enum(['0', '1', 'false', 'true']).default('0'),
  CHANCERY_SYSLOG_URL: z.url({ protocol: /^(tcp|tls|udp|unix)$/ }).optional(),
  CHANCERY_SYSLOG_CA_FILE: optionalText,
  CHANCERY_OTLP_URL: z.url({ protocol: /^https?$/ }).optional(),
  CHANCERY_STRANGER_RATE: z.coerce.number().int().min(0).max(1_000_000).default(100),
  CHANCERY_PKCS11_MODULE: optionalText,
  CHANCERY_PKCS11_TOKEN_LABEL: optionalText,
  CHANCERY_PKCS11_PIN_FILE: optionalText,
  CHANCERY_KEY_PROVIDER: z.enum(['software', 'pkcs11']).default('software'),
  CHANCERY_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

/** Read by the command line, by tests and by `bench`; allowed here because they share one environment. */
const namesOfOthers: ReadonlySet<string> = new Set([
  'CHANCERY_URL',
  'CHANCERY_TOKEN_FILE',
  'CHANCERY_CA_FILE',
  'CHANCERY_TEST_DATABASE_URL',
])

export const settingNames: readonly string[] = [...Object.keys(environment.shape), ...namesOfOthers]

/** @throws ServiceError `INVALID_ARGUMENT` naming the setting and what it allows. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  refuseUnknownNames(env)
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('CHANCERY_') && value !== ''),
  )
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `${issue?.path.join('.') ?? 'setting'}: ${issue?.message ?? 'is not valid'}`,
    )
  }
  const settings = parsed.data
  const tls = tlsFiles(settings.CHANCERY_TLS_CERT_FILE, settings.CHANCERY_TLS_KEY_FILE)
  const behindProxy = ['1', 'true'].includes(settings.CHANCERY_BEHIND_PROXY)
  if (!isLoopback(settings.CHANCERY_HOST) && tls === undefined && !behindProxy) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `CHANCERY_HOST ${settings.CHANCERY_HOST} is not loopback: set CHANCERY_TLS_CERT_FILE and CHANCERY_TLS_KEY_FILE, or CHANCERY_BEHIND_PROXY=1`,
    )
  }
  const pkcs11 = pkcs11Settings(
    settings.CHANCERY_PKCS11_MODULE,
    settings.CHANCERY_PKCS11_TOKEN_LABEL,
    settings.CHANCERY_PKCS11_PIN_FILE,
  )
  if (settings.CHANCERY_KEY_PROVIDER === 'pkcs11' && pkcs11 === undefined) {
    throw new ServiceError('INVALID_ARGUMENT', 'CHANCERY_KEY_PROVIDER pkcs11 needs CHANCERY_PKCS11_MODULE')
  }
  const scheme = tls === undefined ? 'http' : 'https'
  const password = settings.CHANCERY_DATABASE_PASSWORD_FILE
  return {
    host: settings.CHANCERY_HOST,
    port: settings.CHANCERY_PORT,
    dataDirectory: resolve(settings.CHANCERY_DATA_DIR),
    publicUrl: (
      settings.CHANCERY_PUBLIC_URL ??
      `${scheme}://${hostInUrl(settings.CHANCERY_HOST)}:${settings.CHANCERY_PORT}`
    ).replace(/\/+$/, ''),
    databaseUrl: withPassword(settings.CHANCERY_DATABASE_URL, password),
    migrateDatabaseUrl: withPassword(
      settings.CHANCERY_MIGRATE_DATABASE_URL ?? settings.CHANCERY_DATABASE_URL,
      password,
    ),
    tls,
    behindProxy,
    checkpointFolder:
      settings.CHANCERY_CHECKPOINT_FOLDER === undefined
        ? undefined
        : resolve(settings.CHANCERY_CHECKPOINT_FOLDER),
    checkpointStoreUrl: settings.CHANCERY_CHECKPOINT_STORE_URL?.replace(/\/+$/, ''),
    checkpointTsaUrl: settings.CHANCERY_CHECKPOINT_TSA_URL,
    witnesses: witnessesIn(settings.CHANCERY_WITNESSES_FILE),
    trustClock: ['1', 'true'].includes(settings.CHANCERY_TRUST_CLOCK),
    syslogUrl: syslogUrl(settings.CHANCERY_SYSLOG_URL),
    syslogCaFile:
      settings.CHANCERY_SYSLOG_CA_FILE === undefined ? undefined : resolve(settings.CHANCERY_SYSLOG_CA_FILE),
    otlpUrl: settings.CHANCERY_OTLP_URL?.replace(/\/+$/, ''),
    strangerRate: settings.CHANCERY_STRANGER_RATE,
    pkcs11,
    keyProvider: settings.CHANCERY_KEY_PROVIDER,
    logLevel: settings.CHANCERY_LOG_LEVEL,
    production: env['NODE_ENV'] === 'production',
  }
}

export function refuseUnknownNames(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(env)) {
    if (name.startsWith('CHANCERY_') && !settingNames.includes(name)) {
      throw new ServiceError(
        'INVALID_ARGUMENT',
        `${name} is not a setting; the settings are ${settingNames.join(', ')}`,
      )
    }
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function tlsFiles(certificateFile: string | undefined, keyFile: string | undefined): TlsFiles | undefined {
  if (certificateFile === undefined && keyFile === undefined) return undefined
  if (certificateFile === undefined || keyFile === undefined) {
    throw new ServiceError('INVALID_ARGUMENT', 'CHANCERY_TLS_CERT_FILE and CHANCERY_TLS_KEY_FILE go together')
  }
  return { certificateFile: resolve(certificateFile), keyFile: resolve(keyFile) }
}

/** A line for each: key, then address. Empty lines and lines that begin with # say nothing. */
function witnessesIn(file: string | undefined): readonly WitnessSetting[] {
  if (file === undefined) return []
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ServiceError('INVALID_ARGUMENT', `CHANCERY_WITNESSES_FILE ${file} cannot be read`, { cause })
  }
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  return lines.flatMap((line, i) => {
    if (line === '' || line.startsWith('#')) return []
    const [key = '', url = '', ...more] = line.split(/\s+/)
    if (!/^https?:\/\//.test(url) || !URL.canParse(url) || more.length > 0)
      throw new ServiceError(
        'INVALID_ARGUMENT',
        `CHANCERY_WITNESSES_FILE ${file}, line ${i + 1}: a key and an http(s) address are expected`,
      )
    return [{ key, url: url.replace(/\/+$/, '') }]
  })
}

function pkcs11Settings(
  module: string | undefined,
  tokenLabel: string | undefined,
  pinFile: string | undefined,
): Pkcs11Settings | undefined {
  if (module === undefined && tokenLabel === undefined && pinFile === undefined) return undefined
  if (module === undefined || tokenLabel === undefined || pinFile === undefined) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'CHANCERY_PKCS11_MODULE, CHANCERY_PKCS11_TOKEN_LABEL and CHANCERY_PKCS11_PIN_FILE go together',
    )
  }
  return { module: resolve(module), tokenLabel, pinFile: resolve(pinFile) }
}

function syslogUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const { protocol, port, hostname, pathname } = new URL(text)
  const whole = protocol === 'unix:' ? pathname.length > 1 : hostname !== '' && port !== ''
  if (!whole)
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'CHANCERY_SYSLOG_URL is tcp://HOST:PORT, tls://HOST:PORT, udp://HOST:PORT or unix:///PATH',
    )
  return text
}

function withPassword(url: string | undefined, passwordFile: string | undefined): string | undefined {
  if (url === undefined || passwordFile === undefined) return url
  const whole = new URL(url)
  try {
    whole.password = encodeURIComponent(readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, ''))
  } catch (cause) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `CHANCERY_DATABASE_PASSWORD_FILE ${passwordFile} cannot be read`,
      { cause },
    )
  }
  return whole.href
}
