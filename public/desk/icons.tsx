import { Icon } from '../shared/icon.tsx'

// Icons that only the desks need.

export const MenuIcon = () => <Icon d="M4 7h16M4 12h16M4 17h16" />
export const GripIcon = () => <Icon d="M9 6v.01M15 6v.01M9 12v.01M15 12v.01M9 18v.01M15 18v.01" />
export const UpIcon = () => <Icon d="m6 14 6-6 6 6" />
export const DownIcon = () => <Icon d="m6 10 6 6 6-6" />
export const BroadcastIcon = () => (
  <Icon d="M12 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2Zm-4 3a6 6 0 0 1 0-8m8 0a6 6 0 0 1 0 8M5 19a10 10 0 0 1 0-14m14 0a10 10 0 0 1 0 14" />
)
export const ExternalIcon = () => <Icon d="M14 4h6v6m0-6-9 9M18 14v6H4V6h6" />
export const KeyIcon = () => <Icon d="M15 9a4 4 0 1 0-3.500 4L13 14.500V17h2.500v2.500H19V16l-5-5" />
export const BellIcon = () => <Icon d="M6 16v-5a6 6 0 0 1 12 0v5l1.500 2h-15L6 16Zm4 4a2 2 0 0 0 4 0" />
export const RefreshIcon = () => (
  <Icon d="M5 12a7 7 0 0 1 12-5l2 2m0-5v5h-5m5 3a7 7 0 0 1-12 5l-2-2m0 5v-5h5" />
)
export const PictureIcon = () => <Icon d="M4 5h16v14H4V5Zm0 11 5-5 4 4 3-3 4 4M15 9v.01" />
