// A Kysely dialect whose inserts and updates of sealed tables write the row's MAC too, whoever wrote the query.

import {
  ColumnNode,
  ColumnUpdateNode,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  InsertQueryNode,
  type OperationNode,
  PrimitiveValueListNode,
  type QueryCompiler,
  type QueryResult,
  SelectionNode,
  SelectModifierNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from 'kysely'
import { equalBytes } from '../bytes.ts'
import {
  currentView,
  encodeRow,
  isSealedTable,
  type Row,
  type RowView,
  rowName,
  type SealedTableName,
  sealedTable,
  violation,
} from './row-integrity.ts'

/** What a connection can run, with the types of its answers as unknown as they are. */
type Execute = (query: CompiledQuery) => Promise<QueryResult<unknown>>

export function sealingDialect(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createDriver: () => sealingDriver(dialect.createDriver(), dialect.createQueryCompiler()),
  }
}

function sealingDriver(driver: Driver, compiler: QueryCompiler): Driver {
  // The driver below is given back its own connections; each has one that seals.
  const inner = new WeakMap<DatabaseConnection, DatabaseConnection>()
  const outer = new WeakMap<DatabaseConnection, DatabaseConnection>()
  const innerOf = (connection: DatabaseConnection): DatabaseConnection => inner.get(connection) ?? connection
  return new Proxy(driver, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property)
      if (typeof member !== 'function') return member
      if (property === 'acquireConnection') {
        return async (...given: unknown[]) => {
          const connection: DatabaseConnection = await Reflect.apply(member, target, given)
          const sealing = outer.get(connection) ?? sealingConnection(connection, compiler)
          outer.set(connection, sealing)
          inner.set(sealing, connection)
          return sealing
        }
      }
      return (first: unknown, ...rest: unknown[]) =>
        Reflect.apply(member, target, [isConnection(first) ? innerOf(first) : first, ...rest])
    },
  })
}

function isConnection(value: unknown): value is DatabaseConnection {
  return typeof value === 'object' && value !== null && 'executeQuery' in value
}

function sealingConnection(connection: DatabaseConnection, compiler: QueryCompiler): DatabaseConnection {
  return new Proxy(connection, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property)
      if (typeof member !== 'function') return member
      if (property !== 'executeQuery') return (...given: unknown[]) => Reflect.apply(member, target, given)
      return (query: CompiledQuery, ...rest: unknown[]) => {
        const execute: Execute = (one) => Reflect.apply(member, target, [one, ...rest])
        const view = currentView()
        return view === undefined ? execute(query) : executeSealing(execute, compiler, view, query)
      }
    },
  })
}

async function executeSealing(
  execute: Execute,
  compiler: QueryCompiler,
  view: RowView,
  compiled: CompiledQuery,
): Promise<QueryResult<unknown>> {
  const { query } = compiled
  const again = (node: InsertQueryNode | UpdateQueryNode): CompiledQuery =>
    compiler.compileQuery(node, compiled.queryId)
  if (InsertQueryNode.is(query)) {
    const table = tableName(query.into)
    if (table === undefined) return execute(compiled)
    return execute(again(await sealedInsert(view, table, query)))
  }
  if (UpdateQueryNode.is(query)) {
    const table = tableName(query.table)
    if (table === undefined) return execute(compiled)
    const changes = changesOf(table, query)
    if (changes.size === 0) return execute(compiled)
    const select = compiler.compileQuery(rowsToUpdate(query), compiled.queryId)
    const before = rowsOf(await execute(select))
    await view.check(table, before)
    const [only, second] = before
    if (only === undefined) return execute(compiled)
    const literal = literals(changes)
    if (second === undefined && literal !== undefined)
      return execute(again(await sealedUpdate(view, table, query, only, literal)))
    const result = await execute(compiled)
    await sealAfterwards(execute, view, table, before, changes)
    return result
  }
  if (query.kind === 'RawNode' && writesSealedTable(compiled.sql))
    throw new Error('a sealed table is written by the query builder alone, which adds the MAC')
  return execute(compiled)
}

async function sealedInsert(
  view: RowView,
  table: SealedTableName,
  query: InsertQueryNode,
): Promise<InsertQueryNode> {
  const { columns, values } = query
  if (columns === undefined || values === undefined || !ValuesNode.is(values))
    throw new Error(`rows of ${table} are inserted as values, so that their MAC can be made`)
  const names = columns.map(({ column }) => column.name)
  const rows = values.values.map((item): Row => {
    const given: readonly unknown[] = PrimitiveValueListNode.is(item)
      ? item.values
      : item.values.map(literalValue)
    return { ...sealedTable(table).defaults, ...Object.fromEntries(names.map((name, i) => [name, given[i]])) }
  })
  const macs = await view.seal(
    table,
    rows.map((row) => ({ row, generation: 1 })),
  )
  const items = values.values.map((item, i) => {
    const nodes = PrimitiveValueListNode.is(item)
      ? item.values.map((value) => ValueNode.create(value))
      : item.values
    return ValueListNode.create([...nodes, ValueNode.create(macs[i]), ValueNode.create(1)])
  })
  return InsertQueryNode.cloneWith(query, {
    columns: [...columns, ColumnNode.create('row_mac'), ColumnNode.create('row_generation')],
    values: ValuesNode.create(items),
  })
}

/** One row and values that are known here: the MAC is of what was asked for, whatever the database makes of it. */
async function sealedUpdate(
  view: RowView,
  table: SealedTableName,
  query: UpdateQueryNode,
  before: Row,
  changed: Row,
): Promise<UpdateQueryNode> {
  const generation = generationOf(before) + 1
  const [mac] = await view.seal(table, [{ row: { ...before, ...changed }, generation }])
  return UpdateQueryNode.cloneWithUpdates(query, [
    ColumnUpdateNode.create(ColumnNode.create('row_mac'), ValueNode.create(mac)),
    ColumnUpdateNode.create(ColumnNode.create('row_generation'), ValueNode.create(generation)),
  ])
}

/** Many rows, or values that the database computes: nothing but those columns may differ from what was there. */
async function sealAfterwards(
  execute: Execute,
  view: RowView,
  table: SealedTableName,
  before: readonly Row[],
  changes: ReadonlyMap<string, OperationNode>,
): Promise<void> {
  for (const old of before) {
    const [row] = rowsOf(await execute(byKey(`select * from "${table}"`, table, old)))
    if (row === undefined) continue
    const expected = { ...row }
    for (const column of Object.keys(row)) {
      const change = changes.get(column)
      if (change === undefined) expected[column] = old[column]
      else if (ValueNode.is(change)) expected[column] = change.value
    }
    if (!equalBytes(encodeRow(table, expected, 0), encodeRow(table, row, 0)))
      throw violation(rowName(table, old), 'was changed otherwise than asked for')
    const generation = generationOf(old) + 1
    const [mac] = await view.seal(table, [{ row, generation }])
    await execute(
      byKey(`update "${table}" set row_mac = $1, row_generation = $2`, table, old, [mac, generation]),
    )
  }
}

/** @param text a statement without its condition, which takes `given` as its first parameters. */
export function byKey(
  text: string,
  table: SealedTableName,
  row: Row,
  given: readonly unknown[] = [],
): CompiledQuery {
  const { key } = sealedTable(table)
  const conditions = key.map((column, i) => `"${column}" = $${given.length + i + 1}`)
  return CompiledQuery.raw(`${text} where ${conditions.join(' and ')}`, [
    ...given,
    ...key.map((column) => row[column]),
  ])
}

function rowsToUpdate(query: UpdateQueryNode): SelectQueryNode {
  if (query.from !== undefined || query.joins !== undefined || query.table === undefined)
    throw new Error('a sealed table is updated by conditions on itself')
  const select = {
    ...SelectQueryNode.createFrom([query.table]),
    selections: [SelectionNode.createSelectAll()],
    endModifiers: [SelectModifierNode.create('ForUpdate')],
  }
  return query.where === undefined ? select : { ...select, where: query.where }
}

/** The columns under the MAC that the update sets. */
function changesOf(table: SealedTableName, query: UpdateQueryNode): ReadonlyMap<string, OperationNode> {
  const changes = new Map<string, OperationNode>()
  for (const { column, value } of query.updates ?? []) {
    if (!ColumnNode.is(column)) throw new Error(`an update of ${table} sets something that is no column`)
    if (!sealedTable(table).free.includes(column.column.name)) changes.set(column.column.name, value)
  }
  return changes
}

function literals(changes: ReadonlyMap<string, OperationNode>): Row | undefined {
  const values: Record<string, unknown> = {}
  for (const [column, value] of changes) {
    if (!ValueNode.is(value)) return undefined
    values[column] = value.value
  }
  return values
}

function literalValue(node: OperationNode): unknown {
  if (ValueNode.is(node)) return node.value
  throw new Error('a sealed row is inserted with values, not with expressions')
}

function generationOf(row: Row): number {
  const generation = row['row_generation']
  if (typeof generation !== 'number') throw new Error('a sealed row has no generation')
  return generation
}

function tableName(node: OperationNode | undefined): SealedTableName | undefined {
  if (node === undefined || !TableNode.is(node)) return undefined
  const { name } = node.table.identifier
  return isSealedTable(name) ? name : undefined
}

function writesSealedTable(text: string): boolean {
  const [, table = ''] = /^\s*(?:insert\s+into|update)\s+"?(\w+)/i.exec(text) ?? []
  return isSealedTable(table)
}

function rowsOf({ rows }: QueryResult<unknown>): readonly Row[] {
  return rows.flatMap((row) => (isRow(row) ? [row] : []))
}

function isRow(row: unknown): row is Row {
  return typeof row === 'object' && row !== null
}
