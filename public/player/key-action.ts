export type KeyAction =
  | 'playPause'
  | 'mute'
  | 'fullScreen'
  | 'pictureInPicture'
  | 'back'
  | 'forward'
  | 'live'
  | 'start'
  | 'end'

const actions: Readonly<Record<string, KeyAction>> = {
  ' ': 'playPause',
  k: 'playPause',
  m: 'mute',
  f: 'fullScreen',
  p: 'pictureInPicture',
  l: 'live',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  Home: 'start',
  End: 'end',
}

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey'>

/** What has the focus: a button keeps the space bar, a field every key. */
export type Focused = 'none' | 'button' | 'field'

export function keyAction(key: Key, focused: Focused): KeyAction | null {
  if (key.altKey || key.ctrlKey || key.metaKey || focused === 'field') return null
  if (key.key === ' ' && focused === 'button') return null
  return actions[key.key.length === 1 ? key.key.toLowerCase() : key.key] ?? null
}
