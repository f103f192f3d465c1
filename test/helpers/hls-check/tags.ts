import type { AttributeType } from './attributes.ts'

export type AttributeRule = {
  readonly type: AttributeType
  readonly required: boolean
  readonly values?: readonly string[]
}

/** Where a tag may stand, and what follows its colon. */
export type Tag = {
  readonly section: string
  readonly group: 'basic' | 'either' | 'playlist' | 'segment' | 'metadata' | 'multivariant'
  readonly value: 'none' | 'integer' | 'attributes' | RegExp
  readonly once: boolean
  readonly attributes: Readonly<Record<string, AttributeRule>>
}

const must = (type: AttributeType, ...values: string[]): AttributeRule => ({ type, required: true, values })
const may = (type: AttributeType, ...values: string[]): AttributeRule => ({ type, required: false, values })

function tag(
  section: string,
  group: Tag['group'],
  value: Exclude<Tag['value'], 'attributes'> | Readonly<Record<string, AttributeRule>>,
  once = false,
): Tag {
  const plain = typeof value === 'string' || value instanceof RegExp
  return {
    section,
    group,
    value: plain ? value : 'attributes',
    once: once || group === 'playlist',
    attributes: plain ? {} : value,
  }
}

const range = /^\d{1,20}(@\d{1,20})?$/
const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)?$/

const key = {
  METHOD: must('enumerated', 'NONE', 'AES-128', 'SAMPLE-AES', 'SAMPLE-AES-CTR', 'AES-256-GCM'),
  URI: may('quoted'),
  IV: may('hexadecimal'),
  KEYFORMAT: may('quoted'),
  KEYFORMATVERSIONS: may('quoted'),
}

const stream = {
  BANDWIDTH: must('integer'),
  'AVERAGE-BANDWIDTH': may('integer'),
  SCORE: may('float'),
  CODECS: may('quoted'),
  'SUPPLEMENTAL-CODECS': may('quoted'),
  RESOLUTION: may('resolution'),
  'HDCP-LEVEL': may('enumerated', 'TYPE-0', 'TYPE-1', 'NONE'),
  'ALLOWED-CPC': may('quoted'),
  'VIDEO-RANGE': may('enumerated', 'SDR', 'HLG', 'PQ'),
  'REQ-VIDEO-LAYOUT': may('quoted'),
  'STABLE-VARIANT-ID': may('quoted'),
  VIDEO: may('quoted'),
  'PATHWAY-ID': may('quoted'),
}

/** Every tag of the draft, by name, with the type of each of its attributes. */
export const tags: Readonly<Record<string, Tag>> = {
  EXTM3U: tag('4.4.1.1', 'basic', 'none'),
  'EXT-X-VERSION': tag('4.4.1.2', 'basic', 'integer'),
  'EXT-X-INDEPENDENT-SEGMENTS': tag('4.4.2.1', 'either', 'none', true),
  'EXT-X-START': tag(
    '4.4.2.2',
    'either',
    { 'TIME-OFFSET': must('signed-float'), PRECISE: may('enumerated', 'YES', 'NO') },
    true,
  ),
  'EXT-X-DEFINE': tag('4.4.2.3', 'either', {
    NAME: may('quoted'),
    VALUE: may('quoted-or-empty'),
    IMPORT: may('quoted'),
    QUERYPARAM: may('quoted'),
  }),
  'EXT-X-TARGETDURATION': tag('4.4.3.1', 'playlist', 'integer'),
  'EXT-X-MEDIA-SEQUENCE': tag('4.4.3.2', 'playlist', 'integer'),
  'EXT-X-DISCONTINUITY-SEQUENCE': tag('4.4.3.3', 'playlist', 'integer'),
  'EXT-X-ENDLIST': tag('4.4.3.4', 'playlist', 'none'),
  'EXT-X-PLAYLIST-TYPE': tag('4.4.3.5', 'playlist', /^(EVENT|VOD)$/),
  'EXT-X-I-FRAMES-ONLY': tag('4.4.3.6', 'playlist', 'none'),
  'EXT-X-PART-INF': tag('4.4.3.7', 'playlist', { 'PART-TARGET': must('float') }),
  'EXT-X-SERVER-CONTROL': tag('4.4.3.8', 'playlist', {
    'CAN-SKIP-UNTIL': may('float'),
    'CAN-SKIP-DATERANGES': may('enumerated', 'YES'),
    'HOLD-BACK': may('float'),
    'PART-HOLD-BACK': may('float'),
    'CAN-BLOCK-RELOAD': may('enumerated', 'YES'),
  }),
  EXTINF: tag('4.4.4.1', 'segment', /^\d+(\.\d+)?,/),
  'EXT-X-BYTERANGE': tag('4.4.4.2', 'segment', range),
  'EXT-X-DISCONTINUITY': tag('4.4.4.3', 'segment', 'none'),
  'EXT-X-KEY': tag('4.4.4.4', 'segment', key),
  'EXT-X-MAP': tag('4.4.4.5', 'segment', { URI: must('quoted'), BYTERANGE: may('quoted') }),
  'EXT-X-PROGRAM-DATE-TIME': tag('4.4.4.6', 'segment', date),
  'EXT-X-GAP': tag('4.4.4.7', 'segment', 'none'),
  'EXT-X-BITRATE': tag('4.4.4.8', 'segment', 'integer'),
  'EXT-X-PART': tag('4.4.4.9', 'segment', {
    URI: must('quoted'),
    DURATION: must('float'),
    INDEPENDENT: may('enumerated', 'YES'),
    BYTERANGE: may('quoted'),
    GAP: may('enumerated', 'YES'),
  }),
  'EXT-X-DATERANGE': tag('4.4.5.1', 'metadata', {
    ID: must('quoted'),
    CLASS: may('quoted'),
    'START-DATE': may('quoted'),
    CUE: may('quoted'),
    'END-DATE': may('quoted'),
    DURATION: may('float'),
    'PLANNED-DURATION': may('float'),
    'SCTE35-CMD': may('hexadecimal'),
    'SCTE35-OUT': may('hexadecimal'),
    'SCTE35-IN': may('hexadecimal'),
    'END-ON-NEXT': may('enumerated', 'YES'),
  }),
  'EXT-X-SKIP': tag(
    '4.4.5.2',
    'metadata',
    { 'SKIPPED-SEGMENTS': must('integer'), 'RECENTLY-REMOVED-DATERANGES': may('quoted-or-empty') },
    true,
  ),
  'EXT-X-PRELOAD-HINT': tag('4.4.5.3', 'metadata', {
    TYPE: must('enumerated', 'PART', 'MAP'),
    URI: must('quoted'),
    'BYTERANGE-START': may('integer'),
    'BYTERANGE-LENGTH': may('integer'),
  }),
  // LAST-MSN and LAST-PART may be left out where they are the playlist's own.
  'EXT-X-RENDITION-REPORT': tag('4.4.5.4', 'metadata', {
    URI: must('quoted'),
    'LAST-MSN': may('integer'),
    'LAST-PART': may('integer'),
  }),
  'EXT-X-MEDIA': tag('4.4.6.1', 'multivariant', {
    TYPE: must('enumerated', 'AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS'),
    URI: may('quoted'),
    'GROUP-ID': must('quoted'),
    LANGUAGE: may('quoted'),
    'ASSOC-LANGUAGE': may('quoted'),
    NAME: must('quoted'),
    'STABLE-RENDITION-ID': may('quoted'),
    DEFAULT: may('enumerated', 'YES', 'NO'),
    AUTOSELECT: may('enumerated', 'YES', 'NO'),
    FORCED: may('enumerated', 'YES', 'NO'),
    'INSTREAM-ID': may('quoted'),
    'BIT-DEPTH': may('integer'),
    'SAMPLE-RATE': may('integer'),
    CHARACTERISTICS: may('quoted'),
    CHANNELS: may('quoted'),
  }),
  'EXT-X-STREAM-INF': tag('4.4.6.2', 'multivariant', {
    ...stream,
    'FRAME-RATE': may('float'),
    AUDIO: may('quoted'),
    SUBTITLES: may('quoted'),
    'CLOSED-CAPTIONS': may('quoted-or-none'),
  }),
  'EXT-X-I-FRAME-STREAM-INF': tag('4.4.6.3', 'multivariant', { ...stream, URI: must('quoted') }),
  'EXT-X-SESSION-DATA': tag('4.4.6.4', 'multivariant', {
    'DATA-ID': must('quoted'),
    VALUE: may('quoted'),
    URI: may('quoted'),
    FORMAT: may('enumerated', 'JSON', 'RAW'),
    LANGUAGE: may('quoted'),
  }),
  'EXT-X-SESSION-KEY': tag('4.4.6.5', 'multivariant', key),
  'EXT-X-CONTENT-STEERING': tag(
    '4.4.6.6',
    'multivariant',
    { 'SERVER-URI': must('quoted'), 'PATHWAY-ID': may('quoted') },
    true,
  ),
}
