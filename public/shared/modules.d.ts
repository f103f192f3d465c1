declare module '*.css'

declare module 'hls.js/dist/hls.light.min.mjs' {
  export * from 'hls.js'
  export { default } from 'hls.js'
}
