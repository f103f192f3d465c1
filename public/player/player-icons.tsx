import { Icon } from '../shared/icon.tsx'

export const PauseIcon = () => <Icon d="M8 5v14M16 5v14" />
export const SmallWindowIcon = () => <Icon d="M3 5h18v14H3V5Zm9 7h7v5h-7v-5Z" />
export const ShrinkIcon = () => <Icon d="M9 4v5H4m11-5v5h5m0 6h-5v5m-6 0v-5H4" />
