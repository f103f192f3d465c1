import { Icon } from '../../shared/icon.tsx'

export const MicIcon = () => (
  <Icon d="M12 14a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3Zm-6-3a6 6 0 0 0 12 0m-6 6v3m-3 0h6" />
)
export const MicOffIcon = () => (
  <Icon d="M15 10V6a3 3 0 0 0-5.800-1M9 9v2a3 3 0 0 0 4.500 2.600M6 11a6 6 0 0 0 9.500 4.900M18 11a6 6 0 0 1-.5 2.400M12 17v3m-3 0h6M4 4l16 16" />
)
export const FlipIcon = () => (
  <Icon d="M4 9V7h4l2-2h4l2 2h4v4m0 4v3H4v-5m0-4 2 2m-2-2-2 2m18 2 2 2m-2-2-2 2M9.500 12a2.500 2.500 0 1 0 5 0 2.500 2.500 0 0 0-5 0Z" />
)
export const CameraOffIcon = () => <Icon d="M9 7h6v6m0 4H3V7h2m10 4 6-3v8l-3-1.500M3 3l18 18" />
export const ScreenIcon = () => (
  <Icon d="M3 5h18v11H3V5Zm5 15h8m-4-4v4m0-7V8m0 0-2.500 2.500M12 8l2.500 2.500" />
)
export const TuneIcon = () => (
  <Icon d="M4 7h9m5 0h2M4 17h2m5 0h9M13 7a2.500 2.500 0 1 0 5 0 2.500 2.500 0 0 0-5 0ZM6 17a2.500 2.500 0 1 0 5 0 2.500 2.500 0 0 0-5 0Z" />
)
export const StopIcon = () => <Icon d="M7 7h10v10H7V7Z" />
