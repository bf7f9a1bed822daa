// Results for people and for programs.

import { loadavg } from 'node:os'
import type { Judged, Result } from './bench.ts'

/** One JSON value: `{ machine, results: [{ name, value, unit, limit, ratio }] }`. */
export function asJson(machine: string, results: readonly Judged[]): string {
  const told = results.map(
    ({ name, value, unit, limit, ratio }): Result => ({ name, value, unit, limit, ratio }),
  )
  return `${JSON.stringify({ machine, results: told })}\n`
}

export function asTable(machine: string, results: readonly Judged[]): string {
  const rows = results.map((result) => [
    result.name,
    `${result.value} ${result.unit}`,
    `${result.limit}`,
    result.ratio.toFixed(3),
    floorOf(result),
    result.meaning,
  ])
  const header = ['path', 'value', 'limit', 'ratio', 'floor', 'what is counted; what the limit is']
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row) =>
    row
      .map((cell, i) => (i > 0 && i < 4 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
  const load = loadavg().map((value) => value.toFixed(1))
  return `${machine}\nload average at the end ${load.join(' ')}\n\n${lines.join('\n')}\n`
}

export function belowFloor(results: readonly Judged[]): readonly Judged[] {
  return results.filter((result) => !meetsFloor(result))
}

function meetsFloor({ floor, value, ratio, unit }: Judged): boolean {
  if (floor === undefined) return true
  if (floor.what === 'ratio') return ratio >= floor.at
  return unit === 'ms' ? value <= floor.at : value >= floor.at
}

function floorOf(result: Judged): string {
  const { floor, unit } = result
  if (floor === undefined) return ''
  const bound = floor.what === 'ratio' ? `ratio ${floor.at}` : `${floor.at} ${unit}`
  return `${bound} ${meetsFloor(result) ? 'met' : 'MISSED'}`
}
