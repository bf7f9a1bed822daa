// Private keys that anybody can look up: taken in by mistake from a test, they would sign for whoever knows the book.
// Lists of keys that broken generators made (Debian's of 2008, CVE-2008-0166, has tens of megabytes for sizes and platforms
// that are mostly refused here for their length) are not carried along: whoever has such a list compares public keys.

import { createHash } from 'node:crypto'

/** @param publicKey DER of SubjectPublicKeyInfo. */
export function isPublishedKey(publicKey: Uint8Array): boolean {
  return published.has(createHash('sha256').update(publicKey).digest('hex').slice(0, fingerprintDigits))
}

const fingerprintDigits = 32

/** The first 16 octets of SHA-256 of SubjectPublicKeyInfo, in hexadecimal. */
const published: ReadonlySet<string> = new Set([
  // RFC 8032 §7.1, tests 1 to 3.
  '06e3fd8fda29bb60ab59557de61edb0a',
  'deb2ded39dc26fce0e6085b6fc34bf6b',
  '8d39ba50abe50f77b6bb8ae7b6927aff',
  // Those by which this program is tested.
  '73a7d4408340c94342175b9bd5caac56',
  '3dae3b2901d70348ebfe0fe4f4601fb6',
  '8f5f01ff5778f16eb8570541aae28db2',
  'e7b60e53e0f0492d75d1d5c334c11eac',
  'ac4c8bca370892576c15a908e697c51c',
  '420341ced658dbb98a4b48acc6a3171c',
  'c3ef3c74f0d06d3aef677225361f4773',
  '2722b0de1a81a6893a1185ab4f26f082',
  'bf29be2e087542d09e3f03fbe67293af',
  'a782894c113d6c4947a44146b4aa21a0',
  '8972d39ea7d36fb50b0d3c8b31ccf00d',
  '0d1987447755c4ec8b5e8c3f9e57d3dd',
  'd1440d7db6a50cf09e85fb1e124c7cda',
  '3d39384cc4dba6e78389436d2addf9c5',
  '98db063d237eaeec46d0936f6e72994f',
  'a9394e868e133d7db135e67f6b420000',
  '769d7a49763a95a053a4c05c297c3f09',
  '5a1c6248a3b769cd0a4f1a3a2e23f76b',
  '92aa323ab045bd66da7551df136b623a',
  '2fe097dd0b79965606f85109d62b181b',
  '8cbbb7413a929fac8e087bd76d9c27f2',
  'fb7e2fd9b99e487ae8b5d519a3a604e2',
  '1695f9ea89fda4ee3eada4244d0d337e',
  '4118dc9b393e3a0b35f8e341d19650d3',
  '800fd99d7616d742b9d5dfdba24b7ab2',
  'a530cc6272921857990f7458579f7e98',
  '55e9d638495192e12fb6a38e18b1b069',
  '8c031ae301f125ac02458d0202d44bdf',
  'fe451ab6bbbd65d45c1ec4fb708b23d5',
  '7a1bee86b806545489b9d96f5cbc6b9d',
  'df869c6d3f85e6719731f511396c2ebe',
  '2e95854b0e2e2d2b013da736a0906d04',
  '6eb393b731999faf8b784f36216c649c',
  '3d54086d0a8399f16ff6fa06a192a852',
  'ec9a29bb7ba316a483b7d719a556f9f9',
  '713ff1f91c2f828c222083d2847fbfbc',
  '6daca72f417c13e1e7acfcec114cd1f8',
  '2bff08c7b86aa50f8d7352da6927374f',
  '4045796976347467fbe13cacf395d375',
  '7c744e2669d0e88e1182f4219d1c66fc',
  '5dbcbf1f1d9bd6bfacbde326df6a55e3',
  'c5035743d6084f9598d0dc074fabd7ab',
  'b5bbb2251948c5455b5892f313273f9c',
  '83c1fc344cf71083bc46bc9687d9a943',
  '16e2cffd4d3e6e5f83804b889b827323',
  'd714ebf656679b98d287d226e804af49',
  'a801a30d0e06957b6fe6bc44722c4314',
  '02a3c2c22aefa7f03fc3ecc3b0667a52',
  'eb577a5f359640e038bf195e54c711bf',
  '1aa2162018eeab36f29b73978e25e3fe',
  'e85d36fa78a4e5ae6b626848d679928c',
  '5b7ac9f6ffe7fc625eb11318770ae939',
  '524f6d4963b2d117990dccf0573d8c42',
  'd9b88fd9da35f7c42cb5e8b3925639e0',
  '16bb6d7828716901490b4d43864f456b',
])
