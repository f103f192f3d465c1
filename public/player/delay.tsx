import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../shared/language.tsx'
import type { Player } from './player.ts'
import { playerWords } from './player-words.ts'
import type { ServerClock } from './server-clock.ts'
import { timeText } from './time-text.ts'

const everyMs = 1_000
const longSeconds = 30

type Props = {
  readonly player: { readonly current: Player | null }
  readonly clock: ServerClock
  /** It is no delay: the viewer went back. */
  readonly behind: boolean
}

/** How old the picture on the screen is: its own time against the server's clock. */
export function Delay({ player, clock, behind }: Props) {
  const say = useWords(playerWords)
  const [seconds, setSeconds] = useState<number | null>(null)
  useEffect(() => {
    const read = () => {
      const picture = player.current?.pictureTime() ?? null
      const now = clock.now()
      setSeconds(picture === null || now === null ? null : Math.max(0, (now - picture) / 1000))
    }
    read()
    const timer = setInterval(read, everyMs)
    return () => clearInterval(timer)
  }, [player, clock])
  if (seconds === null) return null
  const text =
    seconds < longSeconds && !behind
      ? say('delay', { seconds: seconds.toFixed(1) })
      : say('behind', { time: timeText(seconds) })
  return (
    <span class="delay" data-testid="delay" data-seconds={seconds.toFixed(1)}>
      {text}
    </span>
  )
}
