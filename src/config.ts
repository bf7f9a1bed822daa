// The settings: environment in, checked configuration out. Unknown CHANCERY_* names are refused.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ServiceError } from './errors.ts'

export interface TlsFiles {
  readonly certificateFile: string
  readonly keyFile: string
  /** Whose client certificates are asked for; undefined: none are. */
  readonly clientCaFile?: string | undefined
}

/** Who vouches for workloads, and where its keys are. */
export interface WorkloadIssuerSetting {
  /** As `iss` of its tokens has it. */
  readonly issuer: string
  readonly jwksUrl: string
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

/** The organisation's own sign-in (OpenID Connect). */
export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** One of these has to be told by the provider; empty: it need not. */
  readonly acr: readonly string[]
  readonly amr: readonly string[]
  readonly linksByEmail: boolean
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
  /** Base address of an OpenTelemetry collector of traces, without a slash at the end. */
  readonly otlpTracesUrl: string | undefined
  /** Somebody vouches for the clock at this start. */
  readonly trustClock: boolean
  /** Requests a second that one address may make without a token; 0: no limit. */
  readonly strangerRate: number
  /** Lines of CHANCERY_WORKLOAD_ISSUERS_FILE. */
  readonly workloadIssuers: readonly WorkloadIssuerSetting[]
  /** Undefined: people sign in with passkeys alone. */
  readonly oidc: OidcSettings | undefined
  /** Undefined: no HSM. */
  readonly pkcs11: Pkcs11Settings | undefined
  /** Where keys are made when a request does not say. */
  readonly keyProvider: 'software' | 'pkcs11'
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  readonly production: boolean
}

const optionalText = z.string().min(1).optional()
const httpUrl = z.url({ protocol: /^https?$/ }).optional()
const baseUrl = httpUrl.transform((url) => url?.replace(/\/+$/, ''))
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ }).optional()
const flag = z
  .enum(['0', '1', 'false', 'true'])
  .default('0')
  .transform((word) => word === '1' || word === 'true')

const environment = z.object({
  CHANCERY_PORT: z.coerce.number().int().min(0).max(65535).default(8420),
  CHANCERY_HOST: z.string().min(1).default('127.0.0.1'),
  CHANCERY_DATA_DIR: z.string().min(1).default('./.chancery'),
  CHANCERY_PUBLIC_URL: baseUrl,
  CHANCERY_DATABASE_URL: postgresUrl,
  CHANCERY_DATABASE_PASSWORD_FILE: optionalText,
  CHANCERY_MIGRATE_DATABASE_URL: postgresUrl,
  CHANCERY_TLS_CERT_FILE: optionalText,
  CHANCERY_TLS_KEY_FILE: optionalText,
  CHANCERY_BEHIND_PROXY: flag,
  CHANCERY_CHECKPOINT_FOLDER: optionalText,
  CHANCERY_CHECKPOINT_STORE_URL: baseUrl,
  CHANCERY_CHECKPOINT_TSA_URL: httpUrl,
  CHANCERY_WITNESSES_FILE: optionalText,
  CHANCERY_TRUST_CLOCK: flag,
  CHANCERY_SYSLOG_URL: z.url({ protocol: /^(tcp|tls|udp|unix)$/ }).optional(),
  CHANCERY_SYSLOG_CA_FILE: optionalText,
  CHANCERY_OTLP_URL: baseUrl,
  CHANCERY_OTLP_TRACES_URL: baseUrl,
  CHANCERY_STRANGER_RATE: z.coerce.number().int().min(0).max(1_000_000).default(100),
  CHANCERY_TLS_CLIENT_CA_FILE: optionalText,
  CHANCERY_WORKLOAD_ISSUERS_FILE: optionalText,
  CHANCERY_OIDC_ISSUER: httpUrl,
  CHANCERY_OIDC_CLIENT_ID: optionalText,
  CHANCERY_OIDC_CLIENT_SECRET_FILE: optionalText,
  CHANCERY_OIDC_ACR: z.string().default(''),
  CHANCERY_OIDC_AMR: z.string().default(''),
  CHANCERY_OIDC_LINK_BY_EMAIL: flag,
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
  const tls = tlsFiles(
    settings.CHANCERY_TLS_CERT_FILE,
    settings.CHANCERY_TLS_KEY_FILE,
    settings.CHANCERY_TLS_CLIENT_CA_FILE,
  )
  if (!isLoopback(settings.CHANCERY_HOST) && tls === undefined && !settings.CHANCERY_BEHIND_PROXY) {
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
    publicUrl:
      settings.CHANCERY_PUBLIC_URL ??
      `${scheme}://${hostInUrl(settings.CHANCERY_HOST)}:${settings.CHANCERY_PORT}`,
    databaseUrl: withPassword(settings.CHANCERY_DATABASE_URL, password),
    migrateDatabaseUrl: withPassword(
      settings.CHANCERY_MIGRATE_DATABASE_URL ?? settings.CHANCERY_DATABASE_URL,
      password,
    ),
    tls,
    behindProxy: settings.CHANCERY_BEHIND_PROXY,
    checkpointFolder:
      settings.CHANCERY_CHECKPOINT_FOLDER === undefined
        ? undefined
        : resolve(settings.CHANCERY_CHECKPOINT_FOLDER),
    checkpointStoreUrl: settings.CHANCERY_CHECKPOINT_STORE_URL,
    checkpointTsaUrl: settings.CHANCERY_CHECKPOINT_TSA_URL,
    witnesses: witnessesIn(settings.CHANCERY_WITNESSES_FILE),
    trustClock: settings.CHANCERY_TRUST_CLOCK,
    syslogUrl: syslogUrl(settings.CHANCERY_SYSLOG_URL),
    syslogCaFile:
      settings.CHANCERY_SYSLOG_CA_FILE === undefined ? undefined : resolve(settings.CHANCERY_SYSLOG_CA_FILE),
    otlpUrl: settings.CHANCERY_OTLP_URL,
    otlpTracesUrl: settings.CHANCERY_OTLP_TRACES_URL,
    strangerRate: settings.CHANCERY_STRANGER_RATE,
    workloadIssuers: workloadIssuersIn(settings.CHANCERY_WORKLOAD_ISSUERS_FILE),
    oidc: oidcSettings(settings),
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

function tlsFiles(
  certificateFile: string | undefined,
  keyFile: string | undefined,
  clientCaFile: string | undefined,
): TlsFiles | undefined {
  if (certificateFile === undefined && keyFile === undefined) {
    // Behind a proxy nobody has proved anything to us, whatever a header says.
    if (clientCaFile === undefined) return undefined
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'CHANCERY_TLS_CLIENT_CA_FILE needs CHANCERY_TLS_CERT_FILE and CHANCERY_TLS_KEY_FILE: client certificates are proved in our own handshake alone',
    )
  }
  if (certificateFile === undefined || keyFile === undefined) {
    throw new ServiceError('INVALID_ARGUMENT', 'CHANCERY_TLS_CERT_FILE and CHANCERY_TLS_KEY_FILE go together')
  }
  return {
    certificateFile: resolve(certificateFile),
    keyFile: resolve(keyFile),
    clientCaFile: clientCaFile === undefined ? undefined : resolve(clientCaFile),
  }
}

/** A line for each: key, then address. */
function witnessesIn(file: string | undefined): readonly WitnessSetting[] {
  return pairsIn('CHANCERY_WITNESSES_FILE', file, 'a key and an http(s) address').map(({ first, url }) => ({
    key: first,
    url: url.replace(/\/+$/, ''),
  }))
}

/** A line for each: issuer, then the address of its JWK Set. */
function workloadIssuersIn(file: string | undefined): readonly WorkloadIssuerSetting[] {
  const name = 'CHANCERY_WORKLOAD_ISSUERS_FILE'
  return pairsIn(name, file, 'an issuer and the https address of its keys').map(({ first, url }) => {
    requireTlsOutside(name, url)
    return { issuer: first, jwksUrl: url }
  })
}

/** Lines of a word and an address. Empty lines and lines that begin with # say nothing. */
function pairsIn(
  name: string,
  file: string | undefined,
  expected: string,
): readonly { readonly first: string; readonly url: string }[] {
  if (file === undefined) return []
  const lines = textIn(name, file)
    .split(/\r?\n/)
    .map((line) => line.trim())
  return lines.flatMap((line, i) => {
    if (line === '' || line.startsWith('#')) return []
    const [first = '', url = '', ...more] = line.split(/\s+/)
    if (!/^https?:\/\//.test(url) || !URL.canParse(url) || more.length > 0)
      throw new ServiceError('INVALID_ARGUMENT', `${name} ${file}, line ${i + 1}: ${expected} are expected`)
    return [{ first, url }]
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

function oidcSettings(settings: z.infer<typeof environment>): OidcSettings | undefined {
  const {
    CHANCERY_OIDC_ISSUER: issuer,
    CHANCERY_OIDC_CLIENT_ID: clientId,
    CHANCERY_OIDC_CLIENT_SECRET_FILE: secretFile,
  } = settings
  if (issuer === undefined && clientId === undefined && secretFile === undefined) return undefined
  if (issuer === undefined || clientId === undefined || secretFile === undefined) {
    throw new ServiceError(
      'INVALID_ARGUMENT',
      'CHANCERY_OIDC_ISSUER, CHANCERY_OIDC_CLIENT_ID and CHANCERY_OIDC_CLIENT_SECRET_FILE go together',
    )
  }
  requireTlsOutside('CHANCERY_OIDC_ISSUER', issuer)
  const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '')
  return {
    issuer,
    clientId,
    clientSecret: textIn('CHANCERY_OIDC_CLIENT_SECRET_FILE', secretFile),
    acr: words(settings.CHANCERY_OIDC_ACR),
    amr: words(settings.CHANCERY_OIDC_AMR),
    linksByEmail: settings.CHANCERY_OIDC_LINK_BY_EMAIL,
  }
}

/** Whoever stands on the way could say who somebody is. On this machine nobody does. */
function requireTlsOutside(name: string, url: string): void {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !isLoopback(hostname.replace(/^\[|\]$/g, '')))
    throw new ServiceError('INVALID_ARGUMENT', `${name} ${url} is not HTTPS`)
}

function textIn(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new ServiceError('INVALID_ARGUMENT', `${name} ${file} cannot be read`, { cause })
  }
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
  whole.password = encodeURIComponent(textIn('CHANCERY_DATABASE_PASSWORD_FILE', passwordFile))
  return whole.href
}
