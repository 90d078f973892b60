/** Place of a vertex without a value, far below the least of the others: −1 (see `refine`). */
export const MISSING = -100;

/** `from` and `to` hold (t, ∂t/∂x, ∂t/∂y, sky), x and y in box units, sky the share of sky seen. */
export const VERTEX = `
precision highp float;
attribute vec2 place;
attribute vec4 from, to;
uniform mat4 matrix;
uniform float blend, depth, height, ground, level;
varying float t;
varying vec3 normal;
varying vec3 spot;
varying float sky;
void main() {
  vec4 here = mix(from, to, blend);
  if (from.x < -50.0) here = to;
  if (to.x < -50.0) here = to;
  t = here.x;
  sky = here.w;
  normal = vec3(-height * here.y, -height * here.z / depth, 1.0);
  float rise = height * clamp(t, -0.002, 1.3);
  spot = vec3(place.x, place.y * depth, t < -50.0 ? 0.0 : mix(rise, ground, level));
  gl_Position = matrix * vec4(spot, 1.0);
}`;

/**
 * Light: a soft sky above, a warm key light from the upper left, the sky's share dimming hollows.
 * Isolines keep their width on screen: the distance to a line is divided by the screen derivative.
 */
export const FRAGMENT = `
#extension GL_OES_standard_derivatives : enable
precision highp float;
uniform sampler2D colours;
uniform float height, level, ratio, dark, curve;
uniform vec3 light, eye, paper, missing;
uniform vec4 lines;
varying float t;
varying vec3 normal;
varying vec3 spot;
varying float sky;

float cover(float gap, float slope, float width) {
  return 1.0 - smoothstep(width - 0.5, width + 0.5, gap / max(slope, 1e-6));
}

// Lines of one family, faded out where they would merge into a grey.
float family(float place, float slope, float width) {
  float gap = abs(fract(place + 0.5) - 0.5);
  return cover(gap, slope, width) * (1.0 - smoothstep(0.16, 0.42, slope * width));
}

float decades(float place, float slope, float width) {
  float d = fract(place);
  float gap = min(min(d, 1.0 - d), min(abs(d - 0.30103), abs(d - 0.69897)));
  return cover(gap, slope, width) * (1.0 - smoothstep(0.04, 0.12, slope * width));
}

// Lines at 2, 3, … 9 between powers of ten.
float ninths(float place, float slope, float width) {
  float d = pow(10.0, fract(place));
  float rate = slope * 2.302585 * d;
  float gap = abs(fract(d + 0.5) - 0.5);
  return cover(gap, rate, width) * (1.0 - smoothstep(0.16, 0.42, rate * width));
}

void main() {
  float slope = fwidth(t);
  bool absent = t < -1.5;
  // Hatch, in screen pixels: "nothing known here".
  float stripe = abs(fract((gl_FragCoord.x + gl_FragCoord.y) / (7.0 * ratio)) - 0.5);
  float hatch = smoothstep(0.12, 0.2, stripe);
  if (absent) {
    if (level < 0.5) discard;
    float a = mix(0.75, 0.12, hatch);
    gl_FragColor = vec4(missing * a, a);
    return;
  }
  // Above the clip the relief is cut open, and the flat map shows hatched its highest colour.
  float over = smoothstep(-0.5, 0.5, (t - 1.0) / max(slope, 1e-5));
  if (level < 0.5 && over > 0.5) discard;
  float c = clamp(t, 0.0, 1.0);
  vec3 base = texture2D(colours, vec2((c * 255.0 + 0.5) / 256.0, 0.5)).rgb;

  float place = ((curve > 0.0 ? exp(t * curve) : t) - lines.x) / lines.y;
  float rate = fwidth(place);
  bool oneTwoFive = lines.z > 0.5 && lines.z < 1.5;
  float major = oneTwoFive ? decades(place, rate, 0.62 * ratio) : family(place, rate, 0.62 * ratio);
  float minor = lines.z > 0.5
    ? ninths(place, rate, 0.38 * ratio)
    : family(place * lines.w, rate * lines.w, 0.38 * ratio);
  float shade = dot(base, vec3(0.3, 0.55, 0.15));
  vec3 stroke = mix(min(vec3(1.0), base * 1.5 + 0.26), base * 0.34, smoothstep(0.26, 0.44, shade));

  vec3 colour = base;
  if (level < 0.5) {
    vec3 n = normalize(normal);
    vec3 view = normalize(eye - spot);
    float side = dot(n, view) < 0.0 ? -1.0 : 1.0;
    vec3 key = normalize(light);
    float wrap = clamp((dot(n * side, key) + 0.28) / 1.28, 0.0, 1.0);
    float dome = 0.62 + 0.38 * n.z * side;
    float soft = sky * (side > 0.0 ? 1.0 : 0.72);
    vec3 lit = vec3(1.06, 1.02, 0.95) * (0.74 * wrap) + vec3(0.86, 0.93, 1.06) * (0.44 * dome * soft);
    vec3 halfway = normalize(key + view);
    float gloss = pow(max(dot(n * side, halfway), 0.0), 42.0) * 0.06 * soft;
    float rim = pow(1.0 - abs(dot(n, view)), 3.5) * (dark > 0.5 ? 0.16 : 0.05);
    vec3 linear = pow(base, vec3(2.2)) * lit * mix(0.72, 1.0, sky);
    colour = pow(linear + gloss + rim * vec3(0.8, 0.9, 1.0), vec3(1.0 / 2.2));
    stroke = mix(stroke, stroke * clamp(wrap + 0.45, 0.0, 1.0), 0.7);
    colour = mix(colour, stroke, max(0.62 * major, 0.3 * minor));
    // The cut's rim, so that a clip is seen as a clip.
    float edge = 1.0 - smoothstep(0.6, 1.6, abs(t - 1.0) / max(slope, 1e-5) / ratio);
    colour = mix(colour, stroke, 0.8 * edge * step(0.001, slope));
    gl_FragColor = vec4(colour, 1.0);
  } else {
    colour = mix(colour, stroke, max(0.6 * major, 0.28 * minor));
    colour = mix(colour, mix(paper, colour, 0.45), over * hatch);
    colour = mix(colour, paper, dark > 0.5 ? 0.22 : 0.16);
    gl_FragColor = vec4(colour, 1.0);
  }
}`;
