import type { ComponentChildren } from 'preact'

/** Decoration only: what it means is said by the button or text beside it. */
function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      {children}
    </svg>
  )
}

const drawn = (d: string) => () => (
  <Icon>
    <path d={d} />
  </Icon>
)

export const BagIcon = drawn('M5 8h14l1 12H4L5 8Zm4 0V7a3 3 0 0 1 6 0v1')
export const CloseIcon = drawn('m6 6 12 12M18 6 6 18')
export const ShareIcon = drawn('M12 15V4m0 0L8 8m4-4 4 4M5 13v6a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-6')
export const ExpandIcon = drawn('M4 9V4h5m6 0h5v5m0 6v5h-5m-6 0H4v-5')
export const SoundIcon = drawn('M4 10v4h4l5 4V6L8 10H4Zm12-1a4 4 0 0 1 0 6m2-9a8 8 0 0 1 0 12')
export const MutedIcon = drawn('M4 10v4h4l5 4V6L8 10H4Zm12 0 5 5m0-5-5 5')
export const PeopleIcon = drawn(
  'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 8c0-3 2.5-5 6-5s6 2 6 5m1-8a3 3 0 1 0-1-5.800M21 19c0-2.5-1.5-4.3-4-4.8',
)
export const StoreIcon = drawn(
  'M4 10v10h16V10M3 9l2-5h14l2 5c0 1.5-1 2.5-2.25 2.500S14.5 10.5 14.5 9.500C14.5 10.5 13.4 11.5 12 11.500s-2.5-1-2.5-2c0 1-1 2-2.25 2S3 10.5 3 9Zm7 11v-5h4v5',
)
export const TruckIcon = drawn(
  'M3 6h11v11H3V6Zm11 4h4l3 4v3h-7m-6 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
)
export const PinIcon = drawn('M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11Zm0-8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z')
export const PhoneIcon = drawn(
  'M6 3h3l2 5-2.5 1.500a12 12 0 0 0 6 6L16 13l5 2v3a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3Z',
)
export const ClockIcon = drawn('M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3 2')
export const CheckIcon = drawn('m5 12.5 4.5 4.500L19 7.5')
export const AlertIcon = drawn('M12 4 2.5 20h19L12 4Zm0 6v4m0 3v.01')
export const SearchIcon = drawn('M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 5 5')
export const PlusIcon = drawn('M12 5v14M5 12h14')
export const MinusIcon = drawn('M5 12h14')
export const ReceiptIcon = drawn('M6 3h12v18l-3-2-3 2-3-2-3 2V3Zm3 5h6m-6 4h6')
export const BackIcon = drawn('m14 6-6 6 6 6')
export const CopyIcon = drawn('M9 9h11v11H9V9Zm-4 6H4V4h11v1')
export const CameraIcon = drawn('M3 7h12v10H3V7Zm12 4 6-3v8l-6-3')
export const QrIcon = drawn(
  'M4 4h6v6H4V4Zm10 0h6v6h-6V4ZM4 14h6v6H4v-6Zm10 0h2v2h-2v-2Zm4 0h2m-6 6h2m2-2h2v2',
)
export const PackageIcon = drawn('M12 3 4 7v10l8 4 8-4V7l-8-4Zm-8 4 8 4 8-4m-8 4v10')
export const EditIcon = drawn('M4 20h4L19 9l-4-4L4 16v4ZM13 7l4 4')
export const TrashIcon = drawn('M4 7h16M9 7V4h6v3m3 0-1 13H7L6 7m4 4v6m4-6v6')
export const LogoutIcon = drawn('M10 4H5v16h5m4-4 4-4-4-4m4 4H9')
