import { Icon } from './icon.tsx'

export { PeopleIcon } from './stage-icons.tsx'

export const CloseIcon = () => <Icon d="m6 6 12 12M18 6 6 18" />
export const StoreIcon = () => (
  <Icon d="M4 10v10h16V10M3 9l2-5h14l2 5c0 1.5-1 2.5-2.25 2.500S14.5 10.5 14.5 9.500C14.5 10.5 13.4 11.5 12 11.500s-2.5-1-2.5-2c0 1-1 2-2.25 2S3 10.5 3 9Zm7 11v-5h4v5" />
)
export const TruckIcon = () => (
  <Icon d="M3 6h11v11H3V6Zm11 4h4l3 4v3h-7m-6 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />
)
export const PinIcon = () => (
  <Icon d="M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11Zm0-8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z" />
)
export const PhoneIcon = () => (
  <Icon d="M6 3h3l2 5-2.5 1.500a12 12 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3Z" />
)
export const ClockIcon = () => <Icon d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3 2" />
export const CheckIcon = () => <Icon d="m5 12.5 4.5 4.500L19 7.5" />
export const PlusIcon = () => <Icon d="M12 5v14M5 12h14" />
export const MinusIcon = () => <Icon d="M5 12h14" />
export const BackIcon = () => <Icon d="m14 6-6 6 6 6" />
export const CopyIcon = () => <Icon d="M9 9h11v11H9V9Zm-4 6H4V4h11v1" />
export const CameraIcon = () => <Icon d="M3 7h12v10H3V7Zm12 4 6-3v8l-6-3" />
export const PackageIcon = () => <Icon d="M12 3 4 7v10l8 4 8-4V7l-8-4Zm-8 4 8 4 8-4m-8 4v10" />
export const TrashIcon = () => <Icon d="M4 7h16M9 7V4h6v3m3 0-1 13H7L6 7m4 4v6m4-6v6" />
export const PersonIcon = () => <Icon d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8a7 7 0 0 1 14 0" />
export const LogoutIcon = () => <Icon d="M10 4H5v16h5m4-4 4-4-4-4m4 4H9" />
export const BagIcon = () => <Icon d="M5 8h14l1 12H4L5 8Zm4 0V7a3 3 0 0 1 6 0v1" />
export const CartIcon = () => (
  <Icon d="M3 4h2.500l2.200 11h10.300l2-8H6.500M9.500 20.500a1 1 0 1 0 0-2 1 1 0 0 0 0 2Zm7.500 0a1 1 0 1 0 0-2 1 1 0 0 0 0 2Z" />
)
export const RefreshIcon = () => <Icon d="M20 12a8 8 0 1 1-2.500-5.800L20 8.500M20 4v4.500h-4.500" />
export const ReturnIcon = () => <Icon d="M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3" />
export const PrintIcon = () => <Icon d="M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7v-7Z" />
export const ShareIcon = () => <Icon d="M12 15V4m0 0L8 8m4-4 4 4M5 13v6a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-6" />
export const ExpandIcon = () => <Icon d="M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5" />
export const SoundIcon = () => <Icon d="M4 10v4h4l5 4V6L8 10H4Zm12-1a4 4 0 0 1 0 6m2-9a8 8 0 0 1 0 12" />
export const MutedIcon = () => <Icon d="M4 10v4h4l5 4V6L8 10H4Zm12 0 5 5m0-5-5 5" />
export const ReceiptIcon = () => <Icon d="M6 3h12v18l-3-2-3 2-3-2-3 2V3Zm3 5h6m-6 4h6" />
export const AlertIcon = () => <Icon d="M12 4 2.5 20h19L12 4Zm0 6v4m0 3v.01" />
