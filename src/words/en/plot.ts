/** What plots say to those who do not see them, and the little that stands on them. */
export const plot = {
  resetView: 'Reset view',
  contourMap: 'contour map',
  surfacePlot: 'surface plot',
  colourScale: (label: string, kind: 'linear' | 'log', low: string, high: string) =>
    `Colour scale${label && ` of ${label}`}: ${kind}, from ${low}, dark, to ${high}, light.`,
  logScale: (label: string) => `${label}, log scale`,
  table: (name: string, points: string) => `${name}: ${points} points.`,
  tableInPart: (name: string, points: string, shown: string) =>
    `${name}: ${points} points, of which ${shown} are shown.`,
  noPicture: 'There is no plot in sight to take a picture of.',
  noPng: 'The browser could not encode the picture as PNG.',
  withoutWebGl: 'Drawn without WebGL, less finely.',
  lineChart: 'line chart',
  contourKeys: 'Arrow keys move the crosshair, Escape takes it away.',
  zoomKeys: 'Enter looks closer at it. With the mouse, drag a rectangle.',
  curvesKeys: 'Left and right arrow keys read the values point by point, Home and End the ends.',
  reliefKeys:
    'Arrow keys move the crosshair. With Shift they turn the view. Plus and minus zoom, ' +
    'W, A, S and D shift, 0 resets the view, Escape takes the crosshair away.',
  value: 'value',
  theValue: 'The value',
  theLine: 'The line',
  notComputed: 'not computed',
  notYet: 'Not computed yet.',
  noValues: 'no values yet',
  points: (nx: number, ny: number) => `${nx} by ${ny} points.`,
  runs: (
    name: string,
    least: string,
    x: readonly [string, string],
    y: readonly [string, string],
    most: string,
    middle: string,
  ) =>
    `${name} runs from ${least}, at ${x[0]} ${x[1]} and ${y[0]} ${y[1]}, to ${most}; ` +
    `in the middle it is ${middle}.`,
  noHollow: 'No hollow lies within the grid: it slopes to the rim.',
  oneHollow: 'It has a single hollow.',
  hollows: (n: number) => `It is uneven: ${n} points lie lower than all around them.`,
  missing: (share: number) => `${share} per cent of its points have no value yet.`,
  over: (value: string) => `Values above ${value} are cut off.`,
  under: (value: string) => `Values below ${value} are drawn at the low end.`,
  logarithmic: 'The scale is logarithmic.',
  linear: 'The scale is linear.',
  path: (n: number, from: string, to: string, now: string) =>
    `A path of ${n} points leads from ${from} to ${to}${now && `; it is now at ${now}`}.`,
  reading: (name: string, z: string, x: readonly [string, string], y: readonly [string, string]) =>
    `${name} ${z} at ${x[0]} ${x[1]}, ${y[0]} ${y[1]}`,
  chart: (y: string, x: string, lines: number) =>
    `${y} over ${x}, ${lines === 1 ? 'one line' : `${lines} lines`}.`,
  clouds: (y: string, x: string, clouds: number) =>
    `${y} over ${x}, ${clouds === 1 ? 'one cloud of points' : `${clouds} clouds of points`}.`,
  at: (y: string, x: string) => `${y} at ${x}`,
  line: (name: string, from: string, to: string, least: string) =>
    `${name} goes from ${from} to ${to}; its least value is ${least}.`,
  dots: (name: string, points: number, from: string, to: string, least: string) =>
    `${name}: ${points} points, from ${from} to ${to}; the least is ${least}.`,
};
