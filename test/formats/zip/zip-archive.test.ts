// ZIP archives: what is read, and every way in which two readers could see two archives (APPNOTE 6.3).

import { deflateRawSync, crc32 as nodeCrc32 } from 'node:zlib'
import { BlobReader, Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatBytes, utf8 } from '../../../src/bytes.ts'
import { isServiceError } from '../../../src/errors.ts'
import { bytesSource } from '../../../src/formats/byte-source.ts'
import { inflateRaw } from '../../../src/formats/pdf/inflate.ts'
import { crc32 } from '../../../src/formats/zip/crc32.ts'
import { readZipArchive } from '../../../src/formats/zip/zip-archive.ts'
import { processorTime } from '../../fixtures/processor-time.ts'
import { type ArchivePlan, buildZip, type EntryPlan } from './build-zip.ts'

/** Everything in an archive, or the refusal as `CODE: message`. */
async function readAll(bytes: Uint8Array): Promise<Readonly<Record<string, string>> | string> {
  try {
    const { entries } = await readZipArchive(bytesSource(bytes))
    const contents: Record<string, string> = {}
    for (const entry of entries) {
      const chunks: Uint8Array[] = []
      for await (const chunk of entry.chunks()) chunks.push(chunk.slice())
      contents[entry.name.text] = new TextDecoder().decode(concatBytes(...chunks))
    }
    return contents
  } catch (error) {
    if (isServiceError(error)) return `${error.code}: ${error.message}`
    throw error
  }
}

const refusalOf = (plans: readonly EntryPlan[], archive?: ArchivePlan) => readAll(buildZip(plans, archive))
const one: EntryPlan = { name: 'a.txt', data: 'first' }
const two: EntryPlan = { name: 'b.txt', data: 'second '.repeat(100), method: 'deflate' }

describe('an archive', () => {
  test('gives its entries, stored and deflated, with data descriptors or without', async () => {
    const plans = [
      one,
      two,
      { ...two, name: 'c', descriptor: 'signed' },
      { ...two, name: 'd', descriptor: 'bare' },
    ] as const
    const text = 'second '.repeat(100)
    expect(await refusalOf(plans)).toEqual({ 'a.txt': 'first', 'b.txt': text, c: text, d: text })
    expect(await refusalOf([])).toEqual({})
  })

  test('that another library wrote is read, and one that is read here is read alike there', async () => {
    const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
    await writer.add('folder/x.txt', new Uint8ArrayReader(utf8('x'.repeat(5000))))
    await writer.add('ü.txt', new Uint8ArrayReader(utf8('y')))
    expect(await readAll(await writer.close())).toEqual({ 'folder/x.txt': 'x'.repeat(5000), 'ü.txt': 'y' })

    const ours = buildZip([one, { ...two, descriptor: 'signed' }])
    const reader = new ZipReader(new BlobReader(new Blob([ours.slice()])), {
      useWebWorkers: false,
      checkSignature: true,
    })
    const seen: Record<string, string> = {}
    for (const entry of await reader.getEntries()) {
      if (entry.directory) continue
      seen[entry.filename] = new TextDecoder().decode(await entry.getData(new Uint8ArrayWriter()))
    }
    expect(seen).toEqual(await readAll(ours))
  })

  test('is read in the order of its data, whatever the order of the directory', async () => {
    const { entries } = await readZipArchive(bytesSource(buildZip([one, two])))
    expect(entries.map(({ name }) => name.text)).toEqual(['a.txt', 'b.txt'])
  })

  test('is refused when it is cut off anywhere', async () => {
    const bytes = buildZip([one, two])
    for (let length = 0; length < bytes.length; length++) {
      expect(await readAll(bytes.subarray(0, length)), `${length}`).toMatch(/^MALFORMED_DOCUMENT/)
    }
  })

  test('never gives other data under an intact verdict when any bit of it is flipped', async () => {
    const bytes = buildZip([one, { ...two, data: 'short', descriptor: 'signed' }])
    const genuine = await readAll(bytes)
    for (let at = 0; at < bytes.length * 8; at++) {
      const flipped = bytes.slice()
      flipped[at >> 3] = (flipped[at >> 3] ?? 0) ^ (1 << (at & 7))
      const seen = await readAll(flipped)
      // Times and versions mean nothing here: what was flipped there leaves everything as it was.
      if (typeof seen !== 'string') expect(seen, `bit ${at}`).toEqual(genuine)
    }
  })
})

describe('an archive that readers would see differently is refused:', () => {
  const cases: readonly [string, () => Promise<unknown>, RegExp][] = [
    [
      'data before the first entry',
      () => refusalOf([{ ...one, before: utf8('MZ') }]),
      /before the entry a\.txt/,
    ],
    ['data between entries', () => refusalOf([{ ...one, after: utf8('xx') }, two]), /after the entry a\.txt/],
    [
      'data after a descriptor',
      () => refusalOf([{ ...two, descriptor: 'signed', after: utf8('xx') }]),
      /data descriptor/,
    ],
    [
      'data before the directory',
      () => refusalOf([one], { beforeDirectory: utf8('xx') }),
      /after the entry a\.txt/,
    ],
    [
      'data after the directory',
      () => refusalOf([one], { afterDirectory: utf8('xx') }),
      /does not end where/,
    ],
    ['data after the end', () => refusalOf([one], { afterEnd: utf8('x') }), /data after the end record/],
    [
      'an end record in the comment',
      () => refusalOf([one], { comment: buildZip([]) }),
      /two end records|data after/,
    ],
    [
      'a local header in the comment',
      () => refusalOf([one], { comment: utf8('PK\u0003\u0004') }),
      /another archive/,
    ],
    ['an entry that is not counted', () => refusalOf([one, two], { count: 1 }), /more than its entries/],
    ['an entry that is counted and missing', () => refusalOf([one], { count: 2 }), /cut off|something else/],
    [
      'another name in the local header',
      () => refusalOf([{ ...one, local: { name: 'b.txt' } }]),
      /another name/,
    ],
    ['another size in the local header', () => refusalOf([{ ...one, local: { size: 4 } }]), /another size/],
    [
      'another compressed size there',
      () => refusalOf([{ ...one, local: { compressedSize: 4 } }]),
      /another compressed size/,
    ],
    ['another CRC in the local header', () => refusalOf([{ ...one, local: { crc: 1 } }]), /another CRC/],
    [
      'another method in the local header',
      () => refusalOf([{ ...one, local: { method: 8 } }]),
      /another method/,
    ],
    [
      'other flags in the local header',
      () => refusalOf([{ ...one, local: { flags: 0 } }]),
      /another set of flags/,
    ],
    [
      'the same data twice',
      () => refusalOf([one, { ...two, name: 'c', central: { offset: 0 } }]),
      /overlaps/,
    ],
    [
      'an entry that reaches into the next',
      () =>
        refusalOf([
          { ...one, central: { compressedSize: 30, size: 30 }, local: { compressedSize: 30, size: 30 } },
          two,
        ]),
      /overlaps/,
    ],
    [
      'a stored entry of two sizes',
      () => refusalOf([{ ...one, central: { size: 4 }, local: { size: 4 } }]),
      /two sizes/,
    ],
    [
      'a stored entry whose size follows it',
      () => refusalOf([{ ...one, descriptor: 'signed' }]),
      /only after its data/,
    ],
    [
      'a descriptor that disagrees',
      () =>
        refusalOf([
          {
            ...two,
            compressed: new Uint8Array(deflateRawSync(utf8('second '.repeat(100)))),
            flags: 1 << 3,
            after: new Uint8Array(16),
          },
        ]),
      /data descriptor/,
    ],
    [
      'octets after the deflated data',
      () =>
        refusalOf([
          {
            ...two,
            compressed: concatBytes(
              new Uint8Array(deflateRawSync(utf8('second '.repeat(100)))),
              utf8('hidden'),
            ),
          },
        ]),
      /damaged/,
    ],
    [
      'deflated data that ends early',
      () =>
        refusalOf([
          { ...two, compressed: new Uint8Array(deflateRawSync(utf8('second '.repeat(100)))).slice(0, -2) },
        ]),
      /damaged/,
    ],
    [
      'deflated data longer than stated',
      () => refusalOf([{ ...two, central: { size: 10 } }]),
      /longer than it says/,
    ],
    [
      'deflated data shorter than stated',
      () => refusalOf([{ ...two, central: { size: 701 } }]),
      /shorter than it says/,
    ],
    ['a wrong CRC', () => refusalOf([{ ...one, central: { crc: 7 } }]), /CRC of the entry a\.txt is wrong/],
    [
      'a second name in an extra field',
      () => refusalOf([{ ...one, centralExtra: unicodePath('c.txt') }]),
      /second name/,
    ],
    [
      'the same there, told locally',
      () => refusalOf([{ ...one, localExtra: unicodePath('c.txt') }]),
      /second name/,
    ],
    [
      'an extra field that is cut off',
      () => refusalOf([{ ...one, localExtra: Uint8Array.of(1, 2, 3) }]),
      /extra field/,
    ],
  ]
  test.each(cases)('%s', async (_, run, message) => {
    expect(await run()).toMatch(/^MALFORMED_DOCUMENT|^UNSUPPORTED_FORMAT/)
    expect(await run()).toMatch(message)
  })

  test('but a second name that is the same is harmless, and so is alignment', async () => {
    const plans = [{ ...one, centralExtra: unicodePath('a.txt'), localExtra: new Uint8Array(3) }]
    expect(await refusalOf(plans)).toEqual({ 'a.txt': 'first' })
  })
})

function unicodePath(name: string): Uint8Array {
  const octets = utf8(name)
  return concatBytes(Uint8Array.of(0x75, 0x70, octets.length + 5, 0, 1, 0, 0, 0, 0), octets)
}

describe('names', () => {
  test.each([
    ['/etc/passwd', /absolute/],
    ['C:/x', /absolute/],
    ['C:x', /absolute/],
    ['../x', /leaves its folder/],
    ['a/../../x', /leaves its folder/],
    ['a/..', /leaves its folder/],
    ['./x', /leaves its folder/],
    ['a//b', /empty part/],
    ['a\\b', /backslash/],
    ['..\\x', /backslash/],
    ['a\u0000.txt', /control character/],
    ['a\nb', /control character/],
    ['', /no name/],
    [`${'a/'.repeat(40)}b`, /folders/],
    ['n'.repeat(1025), /name of 1025 octets/],
  ])('refuses %j', async (name, message) => {
    expect(await refusalOf([{ ...one, name }])).toMatch(message)
  })

  test.each([
    [['a.txt', 'a.txt']],
    [['a.txt', 'A.TXT']],
    [['\u00e9', 'e\u0301']],
    [['ß', 'SS']],
    [['a', 'a/']],
    [['a', 'a/b']],
    [['A', 'a/b/c']],
  ])('refuses %j together', async (names) => {
    expect(await refusalOf(names.map((name) => ({ name, data: '' })))).toMatch(
      /two entries have the name|file and a folder/,
    )
  })

  test('take folders that are entries, and files in them', async () => {
    expect(await refusalOf([{ name: 'a/' }, { name: 'a/b', data: 'x' }, { name: 'a/c', data: 'y' }])).toEqual(
      {
        'a/': '',
        'a/b': 'x',
        'a/c': 'y',
      },
    )
  })

  test('in no stated code page are read as UTF-8 where they are, else as CP437 with CP852 as the other reading', async () => {
    const read = async (name: Uint8Array) =>
      (await readZipArchive(bytesSource(buildZip([{ ...one, name, flags: 0 }])))).entries[0]?.name
    expect(await read(utf8('hồ sơ.txt'))).toMatchObject({ text: 'hồ sơ.txt' })
    expect(await read(Uint8Array.of(0xfb, 0x82))).toEqual({ text: '√é', alternatives: ['űé'] })
    expect(await read(utf8('a'))).toEqual({ text: 'a', alternatives: [] })
  })

  test('refuses two whose readings could be one, and UTF-8 that is none', async () => {
    const plans = [
      { name: Uint8Array.of(0xfb), flags: 0 },
      { name: utf8('ű'), flags: 1 << 11 },
    ]
    expect(await refusalOf(plans)).toMatch(/two entries have the name/)
    expect(await refusalOf([{ name: Uint8Array.of(0xff), flags: 1 << 11 }])).toMatch(/is UTF-8 and is not/)
  })
})

describe('entries of another kind', () => {
  test.each([
    ['encrypted', { flags: 1 }, /encrypted/],
    ['strongly encrypted', { flags: 1 << 6 }, /encrypted/],
    ['with masked headers', { flags: 1 << 13 }, /encrypted/],
    ['encrypted by AES', { centralExtra: Uint8Array.of(0x01, 0x99, 0, 0) }, /encrypted/],
    ['patches', { flags: 1 << 5 }, /patch/],
    ['of ZIP64', { centralExtra: Uint8Array.of(1, 0, 0, 0) }, /ZIP64/],
    ['of ZIP64 by size', { central: { size: 0xffffffff } }, /ZIP64/],
    ['of method 9', { central: { method: 9 } }, /method 9/],
    ['of method 99', { central: { method: 99 } }, /method 99/],
  ] as const)('%s are not read', async (_, plan, message) => {
    const said = await refusalOf([{ ...one, ...plan }])
    expect(said).toMatch(/^UNSUPPORTED_FORMAT/)
    expect(said).toMatch(message)
  })

  test('that are links or devices are refused', async () => {
    for (const type of [0xa1ff, 0x61ff, 0x21ff, 0xc1ff]) {
      const plan = { ...one, madeBy: 0x0314, externalAttributes: type * 0x10000 }
      expect(await refusalOf([plan])).toMatch(/link or a device/)
    }
    expect(await refusalOf([{ ...one, externalAttributes: 0xa1ff * 0x10000 }])).toMatch(/link or a device/)
    expect(await refusalOf([{ ...one, madeBy: 0x0314, externalAttributes: 0x81a4 * 0x10000 }])).toEqual({
      'a.txt': 'first',
    })
  })

  test('that are folders by their attributes alone are refused, for some readers show no content of them', async () => {
    for (const externalAttributes of [0x10, 0x08, 0x18, 0x41ed * 0x10000]) {
      expect(await refusalOf([{ ...one, externalAttributes }])).toMatch(/folder by its attributes/)
    }
    expect(await refusalOf([{ ...one, externalAttributes: 0x21 }])).toEqual({ 'a.txt': 'first' })
    expect(await refusalOf([{ name: 'a/', externalAttributes: 0x10 }])).toEqual({ 'a/': '' })
  })

  test('in several parts are not read', async () => {
    expect(await refusalOf([one], { disk: 1 })).toMatch(/several parts/)
  })
})

describe('bombs are refused, at once and in little memory:', () => {
  test('one entry of 512 MiB in 500 kB', async () => {
    const spentMs = processorTime()
    expect(
      await refusalOf([
        { name: 'a', compressed: new Uint8Array(500_000), method: 'deflate', central: { size: 512 << 20 } },
      ]),
    ).toMatch(/^LIMIT_EXCEEDED: ZIP: 500\d+ octets would expand to 536870912/)
    expect(spentMs()).toBeLessThan(500)
  })

  test('one that says less than it is stops where it said it would end', async () => {
    const zeros = new Uint8Array(deflateRawSync(new Uint8Array(64 << 20), { level: 9 }))
    const spentMs = processorTime()
    const before = process.memoryUsage().arrayBuffers
    expect(
      await refusalOf([{ name: 'a', compressed: zeros, method: 'deflate', central: { size: 1000, crc: 0 } }]),
    ).toMatch(/longer than it says/)
    expect(spentMs()).toBeLessThan(1000)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20)
  })

  test('entries that share one kernel of data, whether they quote each other or the directory repeats it', async () => {
    const kernel = new Uint8Array(deflateRawSync(new Uint8Array(1 << 20)))
    const shared = Array.from({ length: 100 }, (_, i) => ({
      name: `f${i}`,
      compressed: i === 0 ? kernel : new Uint8Array(0),
      method: 'deflate' as const,
      central: { offset: 0, size: 1 << 20, compressedSize: kernel.length },
    }))
    expect(await refusalOf(shared)).toMatch(/overlaps|local header/)
  })

  test('70,000 entries, and as many as are allowed with the longest names', async () => {
    const named = (count: number, tail: string) =>
      buildZip(Array.from({ length: count }, (_, i) => ({ name: `${i}${tail}` })))
    const bombs: readonly (readonly [Uint8Array, RegExp])[] = [
      [named(20_000, ''), /^LIMIT_EXCEEDED: ZIP: 20000 entries/],
      [named(70_000, ''), /LIMIT_EXCEEDED|MALFORMED|UNSUPPORTED/],
      [named(9000, 'x'.repeat(1000)), /^LIMIT_EXCEEDED: ZIP: a central directory of/],
    ]
    const spentMs = processorTime()
    for (const [bomb, message] of bombs) expect(await readAll(bomb)).toMatch(message)
    expect(spentMs()).toBeLessThan(1000)
  })

  test('archives in archives are octets like any other', async () => {
    const inner = buildZip([two])
    const middle = buildZip(
      Array.from({ length: 16 }, (_, i) => ({ name: `${i}.zip`, data: inner, method: 'deflate' as const })),
    )
    expect(typeof (await refusalOf([{ name: 'nested.zip', data: middle }]))).toBe('object')
  })

  test('an archive that is read over and over', async () => {
    const [entry] = (
      await readZipArchive(
        bytesSource(buildZip([{ name: 'a', data: new Uint8Array(4 << 20), method: 'deflate' }])),
      )
    ).entries
    const readings = async () => {
      for (let i = 0; i < 20; i++) for await (const chunk of entry?.chunks() ?? []) void chunk
    }
    await expect(readings()).rejects.toThrow(/more readings/)
  })
})

test('a reading that is given up leaves nothing behind that fails later', async () => {
  const data = new Uint8Array(8 << 20)
  const [entry] = (await readZipArchive(bytesSource(buildZip([{ name: 'a', data, method: 'deflate' }]))))
    .entries
  for (let i = 0; i < 5; i++) for await (const chunk of entry?.chunks() ?? []) if (chunk.length > 0) break
  await new Promise((resolve) => setTimeout(resolve, 20))
})

test('a source that fails is told as such, not as a damaged archive', async () => {
  const bytes = buildZip([{ name: 'a', data: 'x'.repeat(1000), method: 'deflate' }])
  let failing = false
  const source = {
    size: bytes.length,
    read: async (start: number, end: number) => {
      if (failing) throw new Error('the disk is gone')
      return bytes.subarray(start, end)
    },
  }
  const [entry] = (await readZipArchive(source)).entries
  failing = true
  const reading = async () => {
    for await (const chunk of entry?.chunks() ?? []) void chunk
  }
  await expect(reading()).rejects.toThrow('the disk is gone')
})

test('the CRC is that of zlib, in whatever pieces the data comes', () => {
  const data = Uint8Array.from({ length: 1003 }, (_, i) => (i * 7919) & 255)
  expect(crc32(data)).toBe(nodeCrc32(data))
  for (const cut of [0, 1, 7, 8, 9, 500, 1003])
    expect(crc32(data.subarray(cut), crc32(data.subarray(0, cut)))).toBe(nodeCrc32(data))
})

test('small entries expand to what zlib makes of them, exactly', () => {
  const levels = fc.constantFrom(0, 1, 6, 9)
  const data = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.array(fc.constantFrom(1, 2, 3), { maxLength: 3000 }).map((octets) => Uint8Array.from(octets)),
  )
  fc.assert(
    fc.property(data, levels, fc.nat(), (octets, level, at) => {
      const compressed = new Uint8Array(deflateRawSync(octets, { level }))
      expect(inflateRaw(compressed, octets.length)).toEqual(octets)
      expect(() => inflateRaw(concatBytes(compressed, Uint8Array.of(at & 255)), octets.length)).toThrow()
      expect(() => inflateRaw(compressed.subarray(0, at % compressed.length), octets.length)).toThrow()
      if (octets.length > 0) expect(() => inflateRaw(compressed, octets.length - 1)).toThrow(/more than/)
    }),
  )
})
