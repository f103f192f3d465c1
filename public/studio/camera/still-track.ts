const framesPerSecond = 10
const strokes = ['M3 7h12v10H3V7Zm12 4 6-3v8l-6-3', 'M3 3l18 18']

/**
 * Pictures in place of the camera's while it is off: who watches sees that it is meant, and the server is not left
 * without any. `text`: a line under the sign.
 */
export function openStillTrack(size: { readonly width: number; readonly height: number }, text: string) {
  const canvas = document.createElement('canvas')
  canvas.width = size.width
  canvas.height = size.height
  const context = canvas.getContext('2d')
  let turn = 0
  const draw = () => {
    if (!context) return
    const unit = Math.min(size.width, size.height) / 12
    // A browser sends a frame only of what was drawn, and an encoder is calm when hardly anything changes.
    turn += 1
    context.fillStyle = turn % 2 === 0 ? '#1b1816' : '#1b1817'
    context.fillRect(0, 0, size.width, size.height)
    context.save()
    context.translate(size.width / 2 - unit * 1.5, size.height / 2 - unit * 2.5)
    context.scale(unit / 8, unit / 8)
    context.strokeStyle = '#b8aea6'
    context.lineWidth = 1.6
    context.lineJoin = context.lineCap = 'round'
    for (const stroke of strokes) context.stroke(new Path2D(stroke))
    context.restore()
    context.fillStyle = '#f8f4f0'
    context.font = `600 ${Math.round(unit * 0.8)}px "PingFang SC", "Noto Sans SC", system-ui, sans-serif`
    context.textAlign = 'center'
    context.fillText(text, size.width / 2, size.height / 2 + unit * 1.8, size.width * 0.9)
  }
  draw()
  const timer = setInterval(draw, 1_000 / framesPerSecond)
  const track = canvas.captureStream(framesPerSecond).getVideoTracks()[0]
  if (!track) throw new Error('a canvas gives no pictures here')
  return {
    track,
    close() {
      clearInterval(timer)
      track.stop()
    },
  }
}
