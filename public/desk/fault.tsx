type Props = { readonly text: string | null | undefined; readonly testId?: string }

/** What went wrong with the last step. */
export function Fault({ text, testId }: Props) {
  if (!text) return null
  return (
    <p class="form-fault" role="alert" data-testid={testId}>
      {text}
    </p>
  )
}
