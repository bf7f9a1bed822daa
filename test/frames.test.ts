import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldReader, frameReader, frameWriter } from '../src/frames.ts'

const anyFrame = fc.record({
  type: fc.nat(255),
  requestId: fc.nat(0xffffffff),
  number: fc.nat(0xffffffff),
  octets: fc.uint8Array({ maxLength: 300 }),
  text: fc.string(),
})

test('frames come out as they went in, whatever pieces the stream is cut into', () => {
  fc.assert(
    fc.property(
      fc.array(anyFrame, { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 97 })),
      (frames, cuts) => {
        const writer = frameWriter(16)
        for (const frame of frames) {
          writer.begin(frame.type, frame.requestId)
          writer.u32(frame.number)
          writer.bytes(frame.octets)
          writer.text(frame.text)
          writer.end()
        }
        const stream = writer.take()
        const reader = frameReader(1 << 20)
        const out: unknown[] = []
        let at = 0
        for (let i = 0; at < stream.length; i++) {
          const size = cuts.length === 0 ? 64 : (cuts[i % cuts.length] ?? 64)
          for (const { type, requestId, fields } of reader.push(stream.subarray(at, at + size))) {
            const field = fieldReader(fields)
            out.push({
              type,
              requestId,
              number: field.u32(),
              octets: field.bytes().slice(),
              text: field.text(),
            })
            field.end()
          }
          at += size
        }
        expect(out).toEqual(frames)
      },
    ),
  )
})

describe('a frame', () => {
  test('that claims to be longer than allowed is refused before it is awaited', () => {
    const header = Uint8Array.of(0, 1, 0, 1)
    expect(() => frameReader(1 << 16).push(header)).toThrow('65537')
  })

  test('shorter than its own header is refused', () => {
    expect(() => frameReader(1 << 16).push(Uint8Array.of(0, 0, 0, 4, 1, 0, 0, 0))).toThrow(
      'a frame of 4 octets',
    )
  })

  test('may end with a field that is sent behind it', () => {
    const writer = frameWriter(16)
    writer.begin(1, 1)
    writer.u32(7)
    writer.endBefore(3)
    writer.begin(2, 2)
    writer.end()
    const [before, next] = [writer.take().subarray(0, 17), Uint8Array.of(0, 0, 0, 5, 2, 0, 0, 0, 2)]
    const frames = frameReader(1 << 10).push(Uint8Array.of(...before, 1, 2, 3, ...next))
    expect(frames.map(({ type }) => type)).toEqual([1, 2])
    const fields = fieldReader(frames[0]?.fields ?? new Uint8Array(0))
    expect([fields.u32(), ...fields.bytes()]).toEqual([7, 1, 2, 3])
    fields.end()
  })

  test('that were taken stay as they are while others are written', () => {
    const writer = frameWriter(64)
    const sizes = [1, 3, 40, 2, 500, 4, 15, 16, 17, 0, 5]
    const taken = sizes.map((size) => {
      writer.begin(1, size)
      writer.bytes(new Uint8Array(size).fill(size))
      writer.end()
      return writer.take()
    })
    for (const [i, size] of sizes.entries()) {
      const [frame] = frameReader(1 << 10).push(taken[i] ?? new Uint8Array(0))
      expect(frame?.requestId).toBe(size)
      expect(fieldReader(frame?.fields ?? new Uint8Array(0)).bytes()).toEqual(new Uint8Array(size).fill(size))
    }
  })

  test('that is dropped leaves no trace', () => {
    const writer = frameWriter(16)
    writer.begin(1, 1)
    writer.bytes(new Uint8Array(100))
    writer.discard()
    expect(writer.length).toBe(0)
  })
})

describe('fields', () => {
  test('never reach beyond their frame', () => {
    expect(() => fieldReader(Uint8Array.of(0, 0, 0, 9, 1)).bytes()).toThrow('ends before')
    expect(() => fieldReader(Uint8Array.of(255, 255, 255, 255)).bytes()).toThrow('ends before')
    expect(() => fieldReader(new Uint8Array(3)).u32()).toThrow('ends before')
    expect(() => fieldReader(new Uint8Array(0)).u8()).toThrow('ends before')
  })

  test('are read to the end', () => {
    const fields = fieldReader(Uint8Array.of(1, 2))
    fields.u8()
    expect(() => fields.end()).toThrow('after its fields')
  })

  test('of text are UTF-8', () => {
    expect(() => fieldReader(Uint8Array.of(0, 0, 0, 1, 0xff)).text()).toThrow()
  })
})
