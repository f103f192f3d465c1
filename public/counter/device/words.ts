import type { Words } from '../../shared/i18n.ts'

export const holdWords = {
  elsewhere: ['收银台已在另一个标签页或窗口打开', 'The till is open in another tab or window'],
  elsewhereText: [
    '一台设备只用一个收银页面，免得两边改同一单。在这里用，那边会自动停下，手上的单和待上传的收款都会带过来。',
    'A device has one till, so that no sale is changed from two sides. If you use it here, the other page stops; the sale in hand and all that waits to be sent come along.',
  ],
  taken: ['收银台转到另一个标签页或窗口了', 'The till has moved to another tab or window'],
  takenText: [
    '这个页面已经停下，手上的单和待上传的收款都在那边。可以关掉这个页面，或者在这里接着用。',
    'This page has stopped; the sale in hand and all that waits to be sent are there. Close this page, or go on here.',
  ],
  takeOver: ['在这里用', 'Use it here'],
} as const satisfies Words<string>
