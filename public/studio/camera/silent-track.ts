/** Sound without any, where there is no microphone: a stream without sound would be another stream. */
export function openSilentTrack() {
  const context = new AudioContext()
  const track = context.createMediaStreamDestination().stream.getAudioTracks()[0]
  if (!track) throw new Error('a destination gives no sound here')
  return {
    track,
    close() {
      track.stop()
      context.close().catch(() => {})
    },
  }
}
