/** What went wrong with the last step. */
export function Fault({ text }: { readonly text: string | null | undefined }) {
  if (!text) return null
  return (
    <p class="form-fault" role="alert">
      {text}
    </p>
  )
}
