declare module '*.css'

/** Loaded by the page itself, when it is needed: this is its address. */
declare module '*.late.css' {
  const address: string
  export default address
}

declare module 'hls.js/dist/hls.light.min.mjs' {
  export * from 'hls.js'
  export { default } from 'hls.js'
}
