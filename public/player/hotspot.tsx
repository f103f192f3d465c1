import type { Box } from './content-box.ts'

/** Lies over the card that is burned into the picture, and makes it something to tap. */
export function Hotspot({ box, label, onTap }: { box: Box; label: string; onTap: () => void }) {
  return (
    <button
      type="button"
      class="hotspot"
      data-testid="hotspot"
      aria-label={label}
      onClick={onTap}
      style={{
        left: `${box.x}px`,
        top: `${box.y}px`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      }}
    />
  )
}
