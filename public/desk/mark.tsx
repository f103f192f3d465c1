/** The mark: an awning over a play triangle. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="#c9301c" />
      <path
        d="M7 8h18l2 6a3 3 0 0 1-5.500 1.600 3.300 3.300 0 0 1-5.500 0 3.300 3.300 0 0 1-5.500 0A3 3 0 0 1 5 14l2-6Z"
        fill="#fff"
      />
      <path d="m13.200 19.200 7 3.900-7 3.900Z" fill="#fff" />
    </svg>
  )
}
