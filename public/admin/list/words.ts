import type { Words } from '../../shared/i18n.ts'

export const listWords = {
  store: ['门店', 'Store'],
  allStores: ['全部门店', 'All stores'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  filters: ['筛选', 'Filters'],
  filtersOn: ['筛选（{count}）', 'Filters ({count})'],
  clear: ['清除筛选', 'Clear filters'],
  export: ['导出表格', 'Export'],
} as const satisfies Words<string>
