// The exports of the kernels; ../exports.ts types them for the caller. All addresses and strides
// are in bytes. Every function returns after work bounded by its arguments.
export { combine, gather } from './arrange';
export { batchGradient } from './batch-gradient';
export { rowSums, transposeWeights, weightGradient } from './gradient';
export { layerGradient } from './layer-gradient';
export { layerNormalise } from './layer-norm';
export { lossAndHits, lossGradient } from './loss';
export {
  activate,
  activateGradient,
  batchStatistics,
  frozenStatistics,
  normalise,
} from './norm';
export { adam, momentum, scaledByRoot, sgd, sumOfSquares } from './optimise';
export { averagePool, averagePoolGradient } from './pool';
export { product } from './product';
export { transformKernels, winograd, winogradKernels, winogradRoom } from './winograd';
