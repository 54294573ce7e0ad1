// A calm, bright place of one's own, for whoever wants out of the room at once: a round floor among soft hills in low light.
// While it shows there is neither room nor anybody. Nothing moves in it; it becomes clear out of one plain tone.
import {
  BackSide,
  type Camera,
  CircleGeometry,
  Color,
  FrontSide,
  Group,
  Mesh,
  type Object3D,
  ShaderMaterial,
  type Side,
  SphereGeometry,
  Vector3,
} from 'three';

const DOME_M = 40;
const FLOOR_M = 30;
const CLEAR_S = 0.8; // from the plain tone to all of it
const ASTRAY_M = 2; // who is farther from its middle has moved: it comes along
const UNDER_FLOOR_M = 0.002;

const COLOURS = {
  zenith: new Color(0xa9c6dc),
  haze: new Color(0xf6e6cf),
  glow: new Color(0xffd9a6),
  far: new Color(0xc9cfcd),
  near: new Color(0xa8b8a6),
  floor: new Color(0xd9c3a3),
  ring: new Color(0xcbb18c),
};

const COMMON = /* glsl */ `
uniform float clear;
uniform vec3 zenith, haze, glow, far, near, floorTone, ring;
varying vec3 vAt;
float grain( vec2 at ) { // so that soft colours show no bands
  return ( fract( 52.9829189 * fract( dot( at, vec2( 0.06711056, 0.00583715 ) ) ) ) - 0.5 ) / 255.0;
}
`;
const VERTEX = /* glsl */ `
varying vec3 vAt;
void main() {
  vAt = position;
  gl_Position = projectionMatrix * modelViewMatrix * vec4( position, 1.0 );
}
`;
const END = /* glsl */ `
  gl_FragColor = vec4( mix( haze, colour, clear ), 1.0 );
  #include <colorspace_fragment>
  gl_FragColor.rgb += grain( gl_FragCoord.xy );
`;
const DOME = /* glsl */ `
${COMMON}
float hills( float turn, float a, float b, float c ) { // whole numbers: it closes
  return sin( turn * 2.0 + a ) * 0.5 + sin( turn * 5.0 + b ) * 0.3 + sin( turn * 9.0 + c ) * 0.12;
}
void main() {
  vec3 way = normalize( vAt );
  float turn = atan( way.x, -way.z );
  float sun = max( 0.0, dot( way, normalize( vec3( -0.35, 0.16, -1.0 ) ) ) );
  vec3 colour = mix( haze, zenith, pow( smoothstep( 0.0, 0.85, way.y ), 0.8 ) );
  colour = mix( colour, glow, 0.75 * pow( sun, 14.0 ) + 0.35 * pow( sun, 3.0 ) * ( 1.0 - smoothstep( 0.0, 0.5, way.y ) ) );
  float soft = fwidth( way.y ) * 1.5;
  float back = 0.075 + 0.045 * hills( turn, 0.6, 2.1, 4.0 );
  vec3 farTone = mix( far, haze, 0.25 + 0.4 * smoothstep( back, 0.0, way.y ) + 0.3 * pow( sun, 4.0 ) );
  colour = mix( colour, farTone, smoothstep( back + soft, back - soft, way.y ) );
  float front = 0.035 + 0.03 * hills( turn, 3.9, 0.4, 1.3 );
  vec3 nearTone = mix( near, haze, 0.1 + 0.55 * smoothstep( front, -0.02, way.y ) + 0.2 * pow( sun, 4.0 ) );
  colour = mix( colour, nearTone, smoothstep( front + soft, front - soft, way.y ) );
${END}
}
`;
const FLOOR = /* glsl */ `
${COMMON}
void main() {
  float away = length( vAt.xz );
  float soft = fwidth( away ) * 1.5;
  float band = smoothstep( 2.9 - soft, 2.9 + soft, away ) * smoothstep( 3.02 + soft, 3.02 - soft, away );
  float board = floor( vAt.x / 0.24 );
  float joint = abs( fract( vAt.x / 0.24 ) - 0.5 ) * 0.24; // metres from the boards' edges, which are at 0.12
  float edge = smoothstep( 0.12 - 0.004 - fwidth( vAt.x ), 0.12, joint ) * smoothstep( 0.12, 0.0, fwidth( vAt.x ) );
  float tone = fract( sin( board * 12.9898 ) * 43758.5453 ) - 0.5;
  vec3 colour = floorTone * ( 1.03 + 0.035 * tone - 0.11 * edge );
  colour = mix( colour, ring, 0.7 * band );
  vec3 meadow = mix( near, haze, 0.25 );
  colour = mix( colour, meadow, 0.75 * smoothstep( 3.02, 3.7, away ) );
  colour = mix( colour, mix( near, haze, 0.55 ), smoothstep( 5.0, 28.0, away ) );
${END}
}
`;

/** What it hides, and where it opens. */
export interface Surroundings {
  readonly scene: Object3D;
  readonly camera: Camera;
  /** The floor below oneself, metres. */
  readonly floor: number;
  hideRoom(on: boolean): void;
}

export class SafePlace {
  readonly group = new Group();
  private readonly uniforms = {
    clear: { value: 1 },
    zenith: { value: COLOURS.zenith }, haze: { value: COLOURS.haze }, glow: { value: COLOURS.glow },
    far: { value: COLOURS.far }, near: { value: COLOURS.near },
    floorTone: { value: COLOURS.floor }, ring: { value: COLOURS.ring },
  };
  private readonly eye = new Vector3();

  constructor(
    private readonly around: Surroundings,
    private readonly comfort: { readonly calm: boolean },
  ) {
    const dome = new Mesh(new SphereGeometry(DOME_M, 48, 24), this.material(DOME, BackSide));
    const floor = new Mesh(new CircleGeometry(FLOOR_M, 64).rotateX(-Math.PI / 2), this.material(FLOOR, FrontSide));
    floor.position.y = -UNDER_FLOOR_M;
    dome.renderOrder = -2; // what is one's own is drawn over it
    floor.renderOrder = -1;
    dome.frustumCulled = floor.frustumCulled = false;
    this.group.add(dome, floor);
    this.group.visible = false;
    around.scene.add(this.group);
  }

  get shown(): boolean {
    return this.group.visible;
  }

  /** There, and nowhere else, from the next picture on; or back. */
  show(on: boolean): void {
    if (on === this.shown) return;
    this.group.visible = on;
    this.around.hideRoom(on);
    if (!on) return;
    this.uniforms.clear.value = this.comfort.calm ? 1 : 0;
    this.place();
    this.group.rotation.y = Math.atan2(-this.eye.x, -this.eye.z); // the light is where one looks
  }

  /** Once a frame. */
  step(seconds: number): void {
    if (!this.shown) return;
    const { clear } = this.uniforms;
    clear.value = Math.min(1, clear.value + seconds / CLEAR_S);
    this.around.camera.getWorldPosition(this.eye);
    const { x, y, z } = this.group.position;
    if (Math.hypot(this.eye.x - x, this.eye.z - z) > ASTRAY_M || this.around.floor !== y) this.place();
  }

  /** Its middle is below the eyes; leaves the way they look in `eye`. */
  private place(): void {
    const { camera, floor } = this.around;
    camera.getWorldPosition(this.eye);
    this.group.position.set(this.eye.x, floor, this.eye.z);
    camera.getWorldDirection(this.eye);
  }

  private material(fragmentShader: string, side: Side): ShaderMaterial {
    return new ShaderMaterial({ uniforms: this.uniforms, vertexShader: VERTEX, fragmentShader, side, depthWrite: false, toneMapped: false });
  }
}
