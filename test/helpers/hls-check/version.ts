import { attribute, attributeValue, named, type PlaylistText } from './playlist-text.ts'

type Requirement = { readonly version: number; readonly feature: string }

/** §8: the smallest version that a playlist may say, and what asks for it. */
export function requiredVersion(text: PlaylistText): Requirement {
  const has = (name: string) => named(text, name).length > 0
  const iFrames = has('EXT-X-I-FRAMES-ONLY')
  const keys = named(text, 'EXT-X-KEY')
  const media = named(text, 'EXT-X-MEDIA')
  const skip = named(text, 'EXT-X-SKIP')
  const asked: [boolean, number, string][] = [
    [keys.some(line => attribute(line, 'IV')), 2, 'the IV of EXT-X-KEY'],
    [named(text, 'EXTINF').some(({ value }) => /^\d+\./.test(value ?? '')), 3, 'a fractional EXTINF'],
    [has('EXT-X-BYTERANGE'), 4, 'EXT-X-BYTERANGE'],
    [iFrames, 4, 'EXT-X-I-FRAMES-ONLY'],
    [keys.some(line => attributeValue(line, 'METHOD') === 'SAMPLE-AES'), 5, 'SAMPLE-AES'],
    [keys.some(line => attribute(line, 'KEYFORMAT')), 5, 'KEYFORMAT'],
    [keys.some(line => attribute(line, 'KEYFORMATVERSIONS')), 5, 'KEYFORMATVERSIONS'],
    [has('EXT-X-MAP'), iFrames ? 5 : 6, 'EXT-X-MAP'],
    [media.some(line => attributeValue(line, 'INSTREAM-ID')?.startsWith('SERVICE')), 7, 'SERVICE'],
    [/\{\$[A-Za-z0-9_-]+\}/.test(text.text), 8, 'a variable'],
    [skip.length > 0, 9, 'EXT-X-SKIP'],
    [
      skip.some(line => attribute(line, 'RECENTLY-REMOVED-DATERANGES')),
      10,
      'an EXT-X-SKIP that stands for date ranges',
    ],
    [named(text, 'EXT-X-DEFINE').some(line => attribute(line, 'QUERYPARAM')), 11, 'QUERYPARAM'],
    [text.lines.some(({ list }) => list?.pairs.some(({ name }) => name.startsWith('REQ-'))), 12, 'REQ-'],
    [
      media.some(
        line => attribute(line, 'INSTREAM-ID') && attributeValue(line, 'TYPE') !== 'CLOSED-CAPTIONS',
      ),
      13,
      'an INSTREAM-ID of other than closed captions',
    ],
  ]
  return asked.reduce<Requirement>(
    (most, [is, version, feature]) => (is && version > most.version ? { version, feature } : most),
    { version: 1, feature: 'nothing' },
  )
}
