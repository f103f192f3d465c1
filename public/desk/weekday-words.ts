import type { Weekday } from '../../src/wire.ts'
import type { Words } from '../shared/i18n.ts'

export const weekdayWords = {
  monday: ['周一', 'Mon'],
  tuesday: ['周二', 'Tue'],
  wednesday: ['周三', 'Wed'],
  thursday: ['周四', 'Thu'],
  friday: ['周五', 'Fri'],
  saturday: ['周六', 'Sat'],
  sunday: ['周日', 'Sun'],
} as const satisfies Words<Weekday>
