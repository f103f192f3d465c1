import { Icon } from './icon.tsx'

// Apart from the other icons, which are many: what the watch page loads first must stay small.

export const BagIcon = () => <Icon d="M5 8h14l1 12H4L5 8Zm4 0V7a3 3 0 0 1 6 0v1" />
export const ShareIcon = () => <Icon d="M12 15V4m0 0L8 8m4-4 4 4M5 13v6a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-6" />
export const ExpandIcon = () => <Icon d="M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5" />
export const SoundIcon = () => <Icon d="M4 10v4h4l5 4V6L8 10H4Zm12-1a4 4 0 0 1 0 6m2-9a8 8 0 0 1 0 12" />
export const MutedIcon = () => <Icon d="M4 10v4h4l5 4V6L8 10H4Zm12 0 5 5m0-5-5 5" />
export const PeopleIcon = () => (
  <Icon d="M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 8c0-3 2.5-5 6-5s6 2 6 5m1-8a3 3 0 1 0-1-5.800M21 19c0-2.5-1.5-4.3-4-4.8" />
)
export const AlertIcon = () => <Icon d="M12 4 2.5 20h19L12 4Zm0 6v4m0 3v.01" />
export const ReceiptIcon = () => <Icon d="M6 3h12v18l-3-2-3 2-3-2-3 2V3Zm3 5h6m-6 4h6" />
