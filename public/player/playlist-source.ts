import { canPlayNatively, openNativeSource } from './native-source.ts'
import type { Programme, Source, SourceEvents } from './source.ts'

/**
 * HLS, by the browser itself or by hls.js, which is loaded for it.
 * @throws when it did not load. Rejects with the signal's reason when it is aborted meanwhile.
 */
export async function openPlaylistSource(
  video: HTMLVideoElement,
  programme: Programme,
  events: SourceEvents,
  signal: AbortSignal,
): Promise<Source> {
  if (canPlayNatively(video)) return openNativeSource(video, programme, events)
  const { openHlsSource } = await import('./hls-source.ts')
  signal.throwIfAborted()
  return openHlsSource(video, programme, events)
}
