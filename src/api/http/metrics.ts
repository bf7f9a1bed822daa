// Prometheus metrics: the process, and requests by route and status. No names of units, keys or people.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { HttpDeps } from './context.ts'
import type { Routes } from './routes.ts'

export interface Metrics {
  readonly registry: Registry
  readonly requests: Counter<'route' | 'status'>
  readonly requestSeconds: Histogram<'route'>
  readonly openRequests: Gauge
  readonly operationSeconds: Histogram<'operation'>
  readonly operations: Counter<'operation' | 'code'>
  readonly graphqlErrors: Counter<'code'>
  readonly rateLimited: Counter
  readonly denials: Counter<'code'>
  readonly floodingCallers: Counter
  readonly emergencies: Counter
  readonly emergenciesInForce: Gauge
  readonly sealed: Gauge
  readonly diskUsed: Gauge<'folder'>
  readonly spooledOctets: Gauge
  readonly unplacedCalls: Gauge
  readonly databaseConnections: Gauge<'state'>
  readonly databaseWaiting: Gauge
  readonly auditRowsWaiting: Gauge
  readonly inspections: Gauge
  readonly inspectionsWaiting: Gauge
  readonly certificateEnds: Gauge<'authority'>
  readonly crlEnds: Gauge<'authority'>
  readonly unwrittenDenials: Counter
  readonly logWhole: Gauge
  readonly keepFailures: Counter
  readonly forwarded: Counter<'collector'>
  readonly forwardFailures: Counter<'collector'>
  readonly clockTrusted: Gauge
  readonly clockDriftSeconds: Gauge
  readonly attestationFailures: Counter<'kind'>
  readonly keyWarnings: Gauge<'code'>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'chancery_' })
  const registers = [registry]
  return {
    registry,
    requests: new Counter({
      name: 'chancery_http_requests_total',
      help: 'Requests answered, by route and status.',
      labelNames: ['route', 'status'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'chancery_http_request_seconds',
      help: 'From the head of a request to the end of its answer.',
      labelNames: ['route'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers,
    }),
    openRequests: new Gauge({
      name: 'chancery_http_requests_open',
      help: 'Requests being answered.',
      registers,
    }),
    operationSeconds: new Histogram({
      name: 'chancery_operation_seconds',
      help: 'What a field of the schema took, by its name.',
      labelNames: ['operation'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
      registers,
    }),
    operations: new Counter({
      name: 'chancery_operations_total',
      help: 'Fields of the schema that were asked for, by name, and by the code of the error or OK.',
      labelNames: ['operation', 'code'],
      registers,
    }),
    graphqlErrors: new Counter({
      name: 'chancery_graphql_errors_total',
      help: 'Errors answered over GraphQL, by code.',
      labelNames: ['code'],
      registers,
    }),
    rateLimited: new Counter({
      name: 'chancery_rate_limited_total',
      help: 'Requests without a token that came too often from one address.',
      registers,
    }),
    denials: new Counter({
      name: 'chancery_denials_total',
      help: 'Refused calls, by code.',
      labelNames: ['code'],
      registers,
    }),
    floodingCallers: new Counter({
      name: 'chancery_flooding_callers_total',
      help: 'Times that a token was refused so often within a minute that further refusals were only counted.',
      registers,
    }),
    emergencies: new Counter({
      name: 'chancery_emergencies_total',
      help: 'Times that a grant for emergencies was put in force.',
      registers,
    }),
    emergenciesInForce: new Gauge({
      name: 'chancery_emergencies_in_force',
      help: 'Grants for emergencies that are in force now.',
      registers,
    }),
    sealed: new Gauge({
      name: 'chancery_sealed',
      help: '1 while this host waits for its custodians, 0 when its root key is open.',
      registers,
    }),
    diskUsed: new Gauge({
      name: 'chancery_disk_used_ratio',
      help: 'How full the file system of a folder of the data directory is, 0 to 1.',
      labelNames: ['folder'],
      registers,
    }),
    spooledOctets: new Gauge({
      name: 'chancery_spooled_octets',
      help: 'Octets of uploaded documents that have not ended.',
      registers,
    }),
    unplacedCalls: new Gauge({
      name: 'chancery_log_unplaced_calls',
      help: 'Calls whose audit entries are durable and have no place in the log yet.',
      registers,
    }),
    databaseConnections: new Gauge({
      name: 'chancery_database_connections',
      help: 'Connections to PostgreSQL, busy or idle. The embedded database has none.',
      labelNames: ['state'],
      registers,
    }),
    databaseWaiting: new Gauge({
      name: 'chancery_database_waiting',
      help: 'Transactions that wait for a connection to PostgreSQL.',
      registers,
    }),
    auditRowsWaiting: new Gauge({
      name: 'chancery_audit_rows_waiting',
      help: 'Audit entries that wait to be written; beyond 20000 calls are answered BUSY.',
      registers,
    }),
    inspections: new Gauge({
      name: 'chancery_inspections',
      help: 'Documents that inspectors are reading.',
      registers,
    }),
    inspectionsWaiting: new Gauge({
      name: 'chancery_inspections_waiting',
      help: 'Documents that wait for an inspector; beyond 256 calls are answered BUSY.',
      registers,
    }),
    certificateEnds: new Gauge({
      name: 'chancery_authority_certificate_ends_seconds',
      help: 'When the certificate of an authority ends, in Unix time.',
      labelNames: ['authority'],
      registers,
    }),
    crlEnds: new Gauge({
      name: 'chancery_crl_ends_seconds',
      help: 'When the newest CRL of an authority ends (nextUpdate), in Unix time.',
      labelNames: ['authority'],
      registers,
    }),
    unwrittenDenials: new Counter({
      name: 'chancery_denials_unwritten_total',
      help: 'Refusals whose audit entry could not be made durable.',
      registers,
    }),
    logWhole: new Gauge({
      name: 'chancery_log_whole',
      help: '1 while the audit log continues the checkpoints that are kept outside the database, 0 when it does not.',
      registers,
    }),
    forwarded: new Counter({
      name: 'chancery_log_forwarded_total',
      help: 'Audit entries that a collector has taken, by collector.',
      labelNames: ['collector'],
      registers,
    }),
    forwardFailures: new Counter({
      name: 'chancery_log_forward_failures_total',
      help: 'Attempts to forward audit entries that a collector did not take; they are made again.',
      labelNames: ['collector'],
      registers,
    }),
    clockTrusted: new Gauge({
      name: 'chancery_clock_trusted',
      help: '1 while time-stamps may be made, 0 when the clock of the machine jumped.',
      registers,
    }),
    clockDriftSeconds: new Gauge({
      name: 'chancery_clock_drift_seconds',
      help: 'How far the clock of the machine is ahead of the time that went by since the start.',
      registers,
    }),
    keepFailures: new Counter({
      name: 'chancery_checkpoints_not_kept_total',
      help: 'Checkpoints that could not be written to a folder outside the database.',
      registers,
    }),
    attestationFailures: new Counter({
      name: 'chancery_attestation_failures_total',
      help: 'Cosignatures and time-stamps of checkpoints that could not be had, by kind; another_log is an alarm.',
      labelNames: ['kind'],
      registers,
    }),
    keyWarnings: new Gauge({
      name: 'chancery_key_warnings',
      help: 'Keys of which something ends within 30 days, or whose usage limit is nearly used, by what it is.',
      labelNames: ['code'],
      registers,
    }),
  }
}

export function addMetricsRoute(app: Routes, deps: HttpDeps): void {
  app.get('/metrics', async (c) => {
    // Queues are as long as they are now: what was read a while ago says nothing of them.
    deps.sampleQueues()
    const { registry } = deps.metrics
    return c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType })
  })
}
