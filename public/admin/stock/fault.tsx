/** What went wrong with the last step. */
export function Fault({ text }: { readonly text: string | null }) {
  if (text === null) return null
  return (
    <p class="form-fault" role="alert">
      {text}
    </p>
  )
}
