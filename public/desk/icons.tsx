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
export const PictureIcon = () => <Icon d="M4 5h16v14H4V5Zm0 11 5-5 4 4 3-3 4 4M15 9v.01" />
