/** A picture that fills its place; without one, the title's first letter on colour. */
export function Cover({ url, title }: { url: string | null; title: string }) {
  return (
    <span class="cover" aria-hidden="true">
      {url === null ? [...title][0] : <img src={url} alt="" loading="lazy" decoding="async" />}
    </span>
  )
}
