// Connections to PostgreSQL that answer in time, recover by themselves, and refuse a server that would lose commits.

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import { ServiceError } from '../errors.ts'
import { columnParsers } from './column-parsers.ts'
import { isConnectionError } from './database-errors.ts'

export interface PostgresAddress {
  /** postgres:// URL, without the password as a rule. */
  readonly url: string
  readonly password?: string
}

export interface ConnectionLimits {
  readonly max: number
  /** Waiting for a free or new connection. */
  readonly connectTimeoutMs: number
  /** One statement, seen from here; the server's own limits are a little tighter. 0: none. */
  readonly queryTimeoutMs: number
}

/** Together under 10 s: one wait for a connection and one statement, after which the connection is given up. */
export const gatewayLimits: ConnectionLimits = { max: 10, connectTimeoutMs: 4000, queryTimeoutMs: 5000 }

export interface Query {
  /** Prepared under this name once a connection; for hot statements. */
  readonly name?: string
  readonly text: string
  readonly values: unknown[]
}

export interface PostgresConnection {
  query<R>(text: string, values: readonly unknown[]): Promise<Answer<R>>
  run<R>(query: Query): Promise<Answer<R>>
  release(destroy?: boolean): void
}

export interface Answer<R> {
  readonly command: string
  readonly rowCount: number
  readonly rows: R[]
}

/** How many connections there are, and how many wait for one. */
export interface ConnectionLoad {
  readonly busy: number
  readonly idle: number
  readonly waiting: number
}

export class PostgresConnections {
  readonly #pool: pg.Pool
  readonly #prepare: string | undefined
  readonly #prepared = new WeakSet<pg.PoolClient>()

  /** @param prepare a statement that every new connection runs first, such as `set role …`. */
  constructor(address: PostgresAddress, limits: ConnectionLimits, prepare?: string) {
    this.#prepare = prepare
    this.#pool = new pg.Pool({
      connectionString: address.url,
      ...(address.password === undefined ? {} : { password: address.password }),
      application_name: 'chancery',
      max: limits.max,
      connectionTimeoutMillis: limits.connectTimeoutMs,
      keepAlive: true,
      types: {
        getTypeParser: (oid: number, format?: string) =>
          (format === 'binary' ? undefined : columnParsers[oid]) ?? pg.types.getTypeParser(oid, 'text'),
      },
      ...(limits.queryTimeoutMs === 0
        ? {}
        : {
            query_timeout: limits.queryTimeoutMs,
            statement_timeout: limits.queryTimeoutMs - 250,
            lock_timeout: limits.queryTimeoutMs - 1000,
            idle_in_transaction_session_timeout: 3 * limits.queryTimeoutMs,
          }),
    })
    // A connection lost while idle is replaced at the next request; without a listener it would end the process.
    this.#pool.on('error', () => undefined)
  }

  async connect(): Promise<PostgresConnection> {
    const client = await this.#pool.connect()
    const connection = new Connection(client)
    if (!this.#prepared.has(client)) {
      try {
        await refuseUnfitServer(connection)
        if (this.#prepare !== undefined) await connection.query(this.#prepare, [])
      } catch (error) {
        connection.release(true)
        throw error
      }
      this.#prepared.add(client)
    }
    return connection
  }

  /** The same connections in the shape that Kysely's PostgresDialect asks for. */
  asKyselyPool(): PostgresPool {
    return {
      options: {},
      connect: async () => new KyselyConnection(await this.connect()),
      end: () => this.end(),
    }
  }

  load(): ConnectionLoad {
    const { totalCount, idleCount, waitingCount } = this.#pool
    return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount }
  }

  async end(): Promise<void> {
    await this.#pool.end()
  }
}

class Connection implements PostgresConnection {
  readonly #client: pg.PoolClient
  #lost: Error | undefined
  #released = false
  readonly #onError = (error: Error): void => {
    this.#lost ??= error
  }

  constructor(client: pg.PoolClient) {
    this.#client = client
    client.on('error', this.#onError)
  }

  async query<R>(text: string, values: readonly unknown[]): Promise<Answer<R>> {
    return await this.run<R>({ text, values: [...values] })
  }

  async run<R>(query: Query): Promise<Answer<R>> {
    // After a timeout the driver still waits for the old answer, and would make every later statement wait too.
    if (this.#lost !== undefined) throw new Error('Connection terminated', { cause: this.#lost })
    try {
      const { command, rowCount, rows } = await this.#client.query(query)
      return { command, rowCount: rowCount ?? 0, rows }
    } catch (error) {
      if (error instanceof Error && isConnectionError(error)) this.#lost = error
      throw error
    }
  }

  release(destroy = false): void {
    if (this.#released) return
    this.#released = true
    this.#client.off('error', this.#onError)
    this.#client.release(destroy || this.#lost !== undefined)
  }
}

const commands = ['UPDATE', 'DELETE', 'INSERT', 'SELECT', 'MERGE', 'COMMIT', 'ROLLBACK'] as const

class KyselyConnection implements PostgresPoolClient {
  readonly #connection: PostgresConnection

  constructor(connection: PostgresConnection) {
    this.#connection = connection
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(
    sql: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof sql !== 'string') throw new Error('cursors are not used')
    return this.#query<R>(sql, parameters)
  }

  release(destroy?: boolean): void {
    this.#connection.release(destroy)
  }

  async #query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const name = parameters.length === 0 ? undefined : statementName(sql)
    const query = { text: sql, values: [...parameters], ...(name === undefined ? {} : { name }) }
    const { command, rowCount, rows } = await this.#connection.run<R>(query)
    return { command: commands.find((known) => known === command) ?? 'SELECT', rowCount, rows }
  }
}

// The house has some hundred statements and says them again and again. Planning them, with the policies of row-level
// security in them, costs the server several times what running them does; under a name it plans once a connection.
// The policies stay in force: their settings are read when a plan runs, and another role has another plan.
const statementNames = new Map<string, string>()
/** Each costs memory in each connection of the server; lists of many lengths must not fill it. */
const statementNamesLimit = 256

function statementName(text: string): string | undefined {
  const known = statementNames.get(text)
  if (known !== undefined || statementNames.size >= statementNamesLimit) return known
  const name = `chancery-${statementNames.size}`
  statementNames.set(text, name)
  return name
}

export interface ServerFacts {
  /** server_version_num. */
  readonly version: number
  readonly fsync: string
  readonly synchronous_commit: string
  readonly encoding: string
}

// Session settings that a database or role may have changed come first: the parsers rely on them.
async function refuseUnfitServer(connection: PostgresConnection): Promise<void> {
  const answer = await connection.query<ServerFacts>(
    `select set_config('datestyle', 'ISO', false), set_config('bytea_output', 'hex', false),
       current_setting('server_version_num')::int4 as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as synchronous_commit, current_setting('server_encoding') as encoding`,
    [],
  )
  const facts = answer.rows[0]
  if (facts === undefined) throw new Error('the server did not tell its settings')
  requireFit(facts)
}

/** @throws ServiceError `INVALID_ARGUMENT` when the registry cannot be kept there. */
export function requireFit(facts: ServerFacts): void {
  if (facts.version < 150_000) {
    throw unfit(`server_version_num is ${facts.version}; PostgreSQL 15 (150000) or newer is needed`)
  }
  if (facts.fsync !== 'on')
    throw unfit(`fsync is ${facts.fsync}; it must be on, or commits are lost with power`)
  if (facts.synchronous_commit === 'off') {
    throw unfit('synchronous_commit is off; it must be on, or acknowledged commits are lost in a crash')
  }
  if (facts.encoding !== 'UTF8') throw unfit(`server_encoding is ${facts.encoding}; it must be UTF8`)
}

function unfit(message: string): ServiceError {
  return new ServiceError('INVALID_ARGUMENT', `the PostgreSQL server is refused: ${message}`)
}
