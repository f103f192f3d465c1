import { useState } from 'preact/hooks'
import { useProblemText } from './use-problem-text.ts'

/** Runs one step at a time, and keeps what went wrong with the last. */
export function useSteps() {
  const sayProblem = useProblemText()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const run = async (step: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      await step()
    } catch (error) {
      setProblem(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, run, refuse: setProblem }
}
