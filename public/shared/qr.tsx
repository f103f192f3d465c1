import { useEffect, useState } from 'preact/hooks'

type Drawn = { readonly size: number; readonly path: string }

/** A QR code as SVG; `label` is its text for those who cannot see it. The encoder is loaded when first shown. */
export function Qr({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  useEffect(() => {
    let current = true
    import('uqr').then(
      ({ encode }) => {
        const { data, size } = encode(text, { ecc: 'M', border: 3 })
        const path = data
          .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
          .join('')
        if (current) setDrawn({ size, path })
      },
      // The code stands beside it as text; without the encoder that is enough.
      () => {},
    )
    return () => {
      current = false
    }
  }, [text])
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${drawn?.size ?? 1} ${drawn?.size ?? 1}`}
      shape-rendering="crispEdges"
      role="img"
    >
      <title>{label}</title>
      <path d={drawn?.path ?? ''} fill="#000" />
    </svg>
  )
}
