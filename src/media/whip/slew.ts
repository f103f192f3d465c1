/** How much faster or slower time may run to be corrected: nobody hears a tone that is off by 0.5 %. Parts. */
const gentle = 0.005
/** For an error that can be seen or heard itself. */
const quick = 0.05
/** Milliseconds. */
const smallError = 20
const snapError = 1000

/** Follows a value without steps, unless it is another one altogether. Milliseconds. */
export class Slew {
  #value: number | null = null
  #at = 0

  get value(): number | null {
    return this.#value
  }

  set(value: number, now: number): void {
    this.#value = value
    this.#at = now
  }

  toward(target: number, now: number): number {
    const error = target - (this.#value ?? target)
    if (this.#value === null || Math.abs(error) > snapError) {
      this.set(target, now)
      return target
    }
    const most = Math.max(0, now - this.#at) * (Math.abs(error) > smallError ? quick : gentle)
    this.set(this.#value + Math.max(-most, Math.min(most, error)), Math.max(now, this.#at))
    return this.#value
  }
}
