import { useEffect, useRef, useState } from 'preact/hooks'
import { firstFeed, openRoomFeed, type RoomFeed } from './room-feed.ts'

export function useRoom(slug: string) {
  const [feed, setFeed] = useState(firstFeed)
  const opened = useRef<RoomFeed | null>(null)
  useEffect(() => {
    const mine = openRoomFeed(slug, setFeed)
    opened.current = mine
    return () => mine.close()
  }, [slug])
  return { ...feed, retry: () => opened.current?.retry() }
}
