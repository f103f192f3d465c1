import { useEffect, useState } from 'preact/hooks'
import { Button } from '../shared/button.tsx'
import { copyText } from '../shared/copy.ts'
import { CopyIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'
import { words } from './words.ts'

const answerShownMs = 2_500

type Props = { readonly text: string; readonly label: string }

export function CopyButton({ text, label }: Props) {
  const say = useWords(words)
  const [answer, setAnswer] = useState<'copied' | 'notCopied' | null>(null)
  useEffect(() => {
    if (!answer) return
    const timer = setTimeout(setAnswer, answerShownMs, null)
    return () => clearTimeout(timer)
  }, [answer])
  return (
    <Button
      data-testid="copy"
      onClick={async () => setAnswer((await copyText(text)) ? 'copied' : 'notCopied')}
    >
      <CopyIcon />
      <span role="status">{answer ? say(answer) : label}</span>
    </Button>
  )
}
