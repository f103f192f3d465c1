import { useEffect, useRef, useState } from 'preact/hooks'
import { firstShowFeed, openShowFeed } from './show-feed.ts'

export function useShow(id: string) {
  const [feed, setFeed] = useState(firstShowFeed)
  const opened = useRef<{ retry(): void } | null>(null)
  useEffect(() => {
    const mine = openShowFeed(id, setFeed)
    opened.current = mine
    return () => mine.close()
  }, [id])
  return { ...feed, retry: () => opened.current?.retry() }
}
