import { Icon } from './icon.tsx'

// Apart from the other icons, which are many: what the watch page loads first must stay small.

export const PeopleIcon = () => (
  <Icon d="M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-6 8c0-3 2.5-5 6-5s6 2 6 5m1-8a3 3 0 1 0-1-5.800M21 19c0-2.5-1.5-4.3-4-4.8" />
)
/** Filled; the places that show it draw no line around it. */
export const PlayIcon = () => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d="M8 5v14l11-7L8 5Z" fill="currentColor" />
  </svg>
)
