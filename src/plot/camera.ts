/** How a relief is looked at. Angles in radians. Plain data, so that panels can share it. */
export interface Camera {
  /** Turn about the vertical; 0 looks along +y. */
  readonly azimuth: number;
  /** Height of the eye above the horizon: 0 level, π/2 from straight above. */
  readonly elevation: number;
  /** 1 shows the whole box. */
  readonly zoom: number;
  /** Shift of the picture, in heights of the panel. */
  readonly pan: readonly [number, number];
}

export const HOME: Camera = { azimuth: -0.62, elevation: 0.6, zoom: 1, pan: [0, 0] };

const FIELD_OF_VIEW = 0.42;

/** @returns the camera within its limits: never below the floor, zoom 0.5 to 12. */
export function limited(camera: Camera): Camera {
  const clamp = (v: number, low: number, high: number) => Math.max(low, Math.min(high, v));
  const turn = 2 * Math.PI;
  return {
    azimuth: camera.azimuth - turn * Math.round(camera.azimuth / turn),
    elevation: clamp(camera.elevation, 0.03, Math.PI / 2 - 0.001),
    zoom: clamp(camera.zoom, 0.5, 12),
    pan: [clamp(camera.pan[0], -3, 3), clamp(camera.pan[1], -3, 3)],
  };
}

/** The box that is drawn: x in ±1, y in ±depth, z from floor to top. */
export interface Box {
  readonly depth: number;
  readonly floor: number;
  readonly top: number;
}

/** A camera made ready for a panel: world to clip space, and the eye. Column-major as GL wants. */
export interface View {
  readonly matrix: Float32Array;
  /** Towards the eye's right, up and back, in world space. */
  readonly right: readonly [number, number, number];
  readonly up: readonly [number, number, number];
  readonly back: readonly [number, number, number];
  /** Where the eye stands. */
  readonly eye: readonly [number, number, number];
  /** Direction in world space (not of unit length) in which the eye sees a CSS pixel. */
  ray(px: number, py: number): readonly [number, number, number];
  /** World to CSS pixels of a panel of `width` × `height`. */
  project(x: number, y: number, z: number): readonly [number, number];
}

/**
 * Perspective view of the box. The distance depends on the elevation and the panel's shape but not
 * on the azimuth, so the box does not breathe while it turns.
 */
export function viewOf(camera: Camera, box: Box, width: number, height: number): View {
  const { azimuth, elevation } = camera;
  const [ca, sa] = [Math.cos(azimuth), Math.sin(azimuth)];
  const [ce, se] = [Math.cos(elevation), Math.sin(elevation)];
  const right = [ca, sa, 0] as const;
  const back = [sa * ce, -ca * ce, se] as const;
  const up = [-sa * se, ca * se, ce] as const;
  const middle = (box.floor + box.top) / 2;
  const aspect = width / height;
  const tangent = Math.tan(FIELD_OF_VIEW / 2);
  const distance = distanceFor(box, ce, se, aspect, tangent) / camera.zoom;
  const near = Math.max(0.05, distance - 3);
  const far = distance + 3;
  const fx = 1 / (tangent * aspect);
  const fy = 1 / tangent;
  const a = (far + near) / (near - far);
  const b = (2 * far * near) / (near - far);
  // Labels stand left of the box: the picture sits a little right of centre.
  const px = (2 * camera.pan[0]) / aspect + 0.02;
  const py = 2 * camera.pan[1];
  const matrix = new Float32Array(16);
  const rows = [right, up, back];
  for (let c = 0; c < 3; c++) {
    const [r, u, k] = rows.map((row) => row[c]!) as [number, number, number];
    matrix[4 * c] = fx * r - px * k;
    matrix[4 * c + 1] = fy * u - py * k;
    matrix[4 * c + 2] = a * k;
    matrix[4 * c + 3] = -k;
  }
  // Eye space: (right·p, up·p, back·p − distance) about the middle of the box.
  const mr = -right[2] * middle;
  const mu = -up[2] * middle;
  const mb = -back[2] * middle - distance;
  matrix[12] = fx * mr - px * mb;
  matrix[13] = fy * mu - py * mb;
  matrix[14] = a * mb + b;
  matrix[15] = -mb;
  const m = matrix;
  return {
    matrix,
    right,
    up,
    back,
    eye: [back[0] * distance, back[1] * distance, middle + back[2] * distance],
    ray(left, top) {
      const u = ((2 * left) / width - 1 - px) / fx;
      const v = (1 - (2 * top) / height - py) / fy;
      return [0, 1, 2].map((c) => right[c]! * u + up[c]! * v - back[c]!) as unknown as readonly [
        number,
        number,
        number,
      ];
    },
    project(x, y, z) {
      const w = m[3]! * x + m[7]! * y + m[11]! * z + m[15]!;
      const cx = (m[0]! * x + m[4]! * y + m[8]! * z + m[12]!) / w;
      const cy = (m[1]! * x + m[5]! * y + m[9]! * z + m[13]!) / w;
      return [((cx + 1) / 2) * width, ((1 - cy) / 2) * height];
    },
  };
}

/** Room for ticks and labels, in half heights or widths of the panel. */
const MARGIN = { side: 0.12, top: 0.04, foot: 0.14 };
const CORNERS = 24;

/**
 * Distance from which the box fits, whatever its turn: its corners run round on two circles, and
 * every point of those must come to lie within the margins.
 */
function distanceFor(box: Box, ce: number, se: number, aspect: number, tangent: number): number {
  const radius = Math.hypot(1, box.depth);
  const half = (box.top - box.floor) / 2;
  let distance = 0;
  for (let k = 0; k < CORNERS; k++) {
    const angle = (2 * Math.PI * k) / CORNERS;
    const across = radius * Math.cos(angle);
    const along = radius * Math.sin(angle);
    for (const z of [-half, half]) {
      const up = z * ce - along * se;
      const back = z * se + along * ce;
      const wide = Math.abs(across) / (tangent * aspect * (1 - MARGIN.side));
      const high = Math.abs(up) / (tangent * (1 - (up > 0 ? MARGIN.top : MARGIN.foot)));
      distance = Math.max(distance, back + Math.max(wide, high));
    }
  }
  return distance;
}

/** @returns a camera part of the way from one to another, the short way round. */
export function between(from: Camera, to: Camera, u: number): Camera {
  const turn = 2 * Math.PI;
  const around = to.azimuth - from.azimuth;
  const short = around - turn * Math.round(around / turn);
  const mix = (a: number, b: number) => a + (b - a) * u;
  return {
    azimuth: from.azimuth + short * u,
    elevation: mix(from.elevation, to.elevation),
    zoom: from.zoom * (to.zoom / from.zoom) ** u,
    pan: [mix(from.pan[0], to.pan[0]), mix(from.pan[1], to.pan[1])],
  };
}

export function sameCamera(a: Camera, b: Camera): boolean {
  return (
    a.azimuth === b.azimuth &&
    a.elevation === b.elevation &&
    a.zoom === b.zoom &&
    a.pan[0] === b.pan[0] &&
    a.pan[1] === b.pan[1]
  );
}
