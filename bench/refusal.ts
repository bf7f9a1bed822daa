// Why a benchmark cannot run, in words for whoever started it.

export class BenchRefusal extends Error {}
