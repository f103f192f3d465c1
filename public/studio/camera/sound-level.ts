/** Decibels below full scale at which the meter begins. */
const floor = -60

/** How loud a microphone is, 0 (silent) to 1 (as loud as can be), as often as it is asked. */
export class SoundLevel {
  readonly #context: AudioContext
  readonly #source: MediaStreamAudioSourceNode
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>

  constructor(track: MediaStreamTrack) {
    this.#context = new AudioContext()
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]))
    this.#analyser = this.#context.createAnalyser()
    this.#analyser.fftSize = 1024
    this.#samples = new Float32Array(this.#analyser.fftSize)
    this.#source.connect(this.#analyser)
  }

  read(): number {
    // Begun without a touch of the page's, it waits; it may go on after any.
    if (this.#context.state === 'suspended') this.#context.resume().catch(() => {})
    this.#analyser.getFloatTimeDomainData(this.#samples)
    return levelOf(this.#samples)
  }

  async close(): Promise<void> {
    this.#source.disconnect()
    await this.#context.close()
  }
}

/** The root mean square on a scale of decibels. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  const decibels = 10 * Math.log10(Math.max(power, 1e-12))
  return Math.min(1, Math.max(0, 1 - decibels / floor))
}
