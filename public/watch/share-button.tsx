import { useEffect, useState } from 'preact/hooks'
import type { Words } from '../shared/i18n.ts'
import { ShareIcon } from '../shared/icons.tsx'
import { useWords } from '../shared/language.tsx'

const shareWords = {
  share: ['分享', 'Share'],
  copied: ['链接已复制，去粘贴给朋友吧', 'Link copied: paste it to a friend'],
  notCopied: ['没能复制，请复制地址栏里的链接', 'Could not copy: take the link from the address bar'],
} satisfies Words<string>

const answerShownMs = 3_000

/** Hands this page on: by the phone's own sheet, else into the clipboard. */
export function ShareButton({ title }: { title: string }) {
  const say = useWords(shareWords)
  const [answer, setAnswer] = useState<'copied' | 'notCopied' | null>(null)
  useEffect(() => {
    if (!answer) return
    const timer = setTimeout(setAnswer, answerShownMs, null)
    return () => clearTimeout(timer)
  }, [answer])
  const share = async () => {
    const url = location.href
    if ('share' in navigator) {
      // Refused or dismissed: both are the viewer's wish.
      await navigator.share({ title, url }).catch(() => {})
      return
    }
    const copied = await import('../shared/copy.ts').then(
      ({ copyText }) => copyText(url),
      () => false,
    )
    setAnswer(copied ? 'copied' : 'notCopied')
  }
  return (
    <>
      <button type="button" class="float" aria-label={say('share')} onClick={share}>
        <ShareIcon />
      </button>
      {answer && (
        <p class="chip chip-top" role="status">
          {say(answer)}
        </p>
      )}
    </>
  )
}
