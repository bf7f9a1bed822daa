import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { passphraseOctets } from '../../../src/keys/custody/argon2id.ts'
import { decodeShare, encodeShare, sharesInText, shareText } from '../../../src/keys/custody/share.ts'
import { shareFile, sharesInFile } from '../../../src/keys/custody/share-file.ts'
import { secretBytes } from '../../../src/keys/secret-bytes.ts'

const share = {
  officeId: '0011223344556677',
  setId: '8899aabbccddeeff',
  index: 2,
  threshold: 3,
  value: new Uint8Array(randomBytes(33)),
}
const octets = encodeShare(share)
const nobody = async (): Promise<never> => {
  throw new Error('nobody is asked')
}

describe('a share on paper', () => {
  test('says whose it is, and comes back as it was', () => {
    const text = shareText(octets, 'Nguyễn Văn A')
    expect(text).toContain('Nguyễn Văn A')
    expect(sharesInText(text)).toEqual([octets])
    expect(decodeShare(octets)).toEqual(share)
  })

  test('may be typed in small letters, without the groups, and together with others', () => {
    const other = encodeShare({ ...share, index: 3 })
    const letters = shareText(octets, 'A').split('\n').slice(4).join('')
    const typed = `${letters.toLowerCase().replaceAll(' ', '')}\n${shareText(other, 'B')}`
    expect(sharesInText(typed)).toEqual([octets, other])
  })

  test('with any one letter changed is refused', () => {
    const letters = shareText(octets, 'A').split('\n').slice(4).join('').replaceAll(' ', '')
    // The last letter carries bits that fill it up and mean nothing.
    for (let i = 0; i < letters.length - 1; i++) {
      const changed = letters.slice(0, i) + (letters[i] === 'A' ? 'B' : 'A') + letters.slice(i + 1)
      expect(() => sharesInText(changed)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
    }
  })

  test.each(['', 'AAAAA', '1', 'ÄÄÄÄÄ', '# nothing but words'])('is not %j', (text) => {
    expect(() => sharesInText(text)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
  })
})

describe('a share in a file of its custodian', () => {
  test('opens with the custodian’s passphrase, and with no other', async () => {
    const text = await shareFile(octets, 'Bình', passphraseOctets('a passphrase of Bình'), (length) =>
      randomBytes(length),
    )
    expect(text).not.toContain(Buffer.from(share.value).toString('base64').slice(0, 20))
    const asked: string[] = []
    const answer = (passphrase: string) => async (custodian: string) => {
      asked.push(custodian)
      return passphraseOctets(passphrase)
    }
    expect(await sharesInFile(text, answer('a passphrase of Bình'))).toEqual([octets])
    expect(asked).toEqual(['Bình'])
    await expect(sharesInFile(text, answer('a passphrase of An'))).rejects.toMatchObject({
      code: 'NOT_PERMITTED',
    })
    // The custodian's name is bound to it.
    await expect(
      sharesInFile(text.replace('Bình', 'Chi'), answer('a passphrase of Bình')),
    ).rejects.toMatchObject({ code: 'NOT_PERMITTED' })
  })

  test.each(['{}', '{', '{"format":"chancery sealed share 1"}'])('is not %j', async (text) => {
    await expect(sharesInFile(text, nobody)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})

describe('a passphrase', () => {
  test('of less than 12 characters is refused, and its letters are one whatever the keyboard', () => {
    expect(() => passphraseOctets('mười một ký')).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
    )
    const composed = passphraseOctets('tiếng Việt có dấu'.normalize('NFC')).dangerouslyRevealBytes()
    const decomposed = passphraseOctets('tiếng Việt có dấu\n'.normalize('NFD')).dangerouslyRevealBytes()
    expect(decomposed).toEqual(composed)
    expect(`${secretBytes(composed)}`).toBe('[secret bytes]')
  })
})
