// Loaded into a server that is measured (--import): it lives so many milliseconds ago, when the shop that it opens was made.
const ago = Number(process.env.STALLCAST_BENCH_AGO ?? 0)
const { now } = Date
Date.now = () => now() - ago
