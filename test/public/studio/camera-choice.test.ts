import t from 'tap'
import {
  cameraConstraints,
  firstChoice,
  microphoneConstraints,
  parseChoice,
} from '../../../public/studio/camera/camera-choice.ts'
import { captureFault } from '../../../public/studio/camera/capture-fault.ts'
import { offeredCodecs } from '../../../public/studio/camera/codecs.ts'
import { levelOf } from '../../../public/studio/camera/sound-level.ts'

t.test('a choice comes back from the device, and whatever else stands there is the first choice', async t => {
  const choice = {
    ...firstChoice,
    cameraId: 'a',
    facing: 'environment',
    shape: 'landscape',
    sound: 'music',
  } as const
  t.strictSame(parseChoice(JSON.stringify(choice)), choice)
  for (const rubbish of [null, '', 'null', '7', '[]', '{"facing":"up","shape":5,"sound":{},"cameraId":7}'])
    t.strictSame(parseChoice(rubbish), firstChoice)
})

t.test('an upright picture is asked for as one, of the camera that was chosen or of the side', async t => {
  const upright = cameraConstraints(firstChoice, 'portrait')
  t.match(upright, { width: { ideal: 720 }, height: { ideal: 1280 }, aspectRatio: { ideal: 9 / 16 } })
  t.match(upright, { facingMode: { ideal: 'user' }, deviceId: undefined })
  const wide = cameraConstraints({ ...firstChoice, cameraId: 'b' }, 'landscape')
  t.match(wide, {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    deviceId: { ideal: 'b' },
    facingMode: undefined,
  })
})

t.test('music is not taken for noise', async t => {
  t.match(microphoneConstraints(firstChoice), { echoCancellation: true, noiseSuppression: true })
  const music = microphoneConstraints({ ...firstChoice, sound: 'music' })
  t.match(music, { echoCancellation: false, noiseSuppression: false, autoGainControl: false })
})

t.test('each fault of a camera is told apart', async t => {
  const fault = (name: string) => captureFault(new DOMException('', name))
  t.equal(fault('NotAllowedError'), 'denied')
  t.equal(fault('NotFoundError'), 'missing')
  t.equal(fault('OverconstrainedError'), 'missing')
  t.equal(fault('NotReadableError'), 'busy')
  t.equal(captureFault('?'), 'busy')
})

t.test('H.264 is offered first, in the packets that the server takes, then VP8', async t => {
  const h264 = (mode: number) => ({
    mimeType: 'video/H264',
    sdpFmtpLine: `packetization-mode=${mode};profile-level-id=42e01f`,
  })
  const named = (name: string) => ({ mimeType: `video/${name}` })
  t.same(
    offeredCodecs([named('VP8'), named('rtx'), named('VP9'), h264(0), h264(1), named('AV1'), named('red')]),
    [h264(1), named('VP8'), named('rtx')],
  )
})

t.test('the meter goes from silence to full scale', async t => {
  t.equal(levelOf(new Float32Array(64)), 0)
  t.equal(levelOf(new Float32Array(64).fill(1)), 1)
  const quiet = levelOf(new Float32Array(64).fill(0.01))
  t.ok(quiet > 0.3 && quiet < 0.4, `-40 dB is ${quiet}`)
})
