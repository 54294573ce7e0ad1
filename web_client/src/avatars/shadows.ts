// Soft dark spots on the floor, which tie people to what is baked: a wide one about the body, and one close under each
// foot of who is drawn with joints; it pales as the foot lifts. One draw call for all.
import { Color, PlaneGeometry, ShaderMaterial } from 'three';
import { Field } from '../replica/tracks';
import type { Animator } from './animator';
import { Batch } from './batch';
import type { Figure } from './figure';
import { Level } from './levels';
import { joint } from './skeleton';

const SHADE = new Color(0x26190f);
const WIDE_M = 0.5; // half of the spot about a body, across and along the way it faces
const LONG_M = 0.42;
const BODY = 0.55; // how dark
const FOOT_WIDE_M = 0.15;
const FOOT_LONG_M = 0.25;
const FOOT = 0.85;
const LIFTED_M = 0.1; // a foot so high touches nothing
const FEET = ['left', 'right'].map((side) => ({ ankle: joint(`${side}Foot`), toes: joint(`${side}Toes`) }));

const VERTEX = /* glsl */ `
attribute vec4 place; // x y z of its middle, the way it faces
attribute vec4 state; // half its width and length, how dark it is, 0
varying vec2 vAt;
varying float vDark;
void main() {
  vec2 at = position.xz * state.xy;
  float headingSin = sin( place.w ), headingCos = cos( place.w );
  vec3 there = place.xyz + vec3( at.x * headingCos + at.y * headingSin, 0.012, at.y * headingCos - at.x * headingSin );
  vAt = position.xz;
  vDark = state.z;
  gl_Position = projectionMatrix * viewMatrix * vec4( there, 1.0 );
}
`;
const FRAGMENT = /* glsl */ `
uniform vec3 shade;
varying vec2 vAt;
varying float vDark;
void main() {
  float soft = max( 0.0, 1.0 - dot( vAt, vAt ) );
  gl_FragColor = vec4( shade, vDark * soft * soft );
  #include <colorspace_fragment>
}
`;

const ankle = new Float64Array(3);
const toes = new Float64Array(3);

export class Shadows {
  private readonly plane = new PlaneGeometry(2, 2).rotateX(-Math.PI / 2);
  private readonly material = new ShaderMaterial({
    vertexShader: VERTEX, fragmentShader: FRAGMENT, uniforms: { shade: { value: SHADE } },
    transparent: true, depthWrite: false, polygonOffset: true, polygonOffsetFactor: -2,
  });
  private readonly batch = new Batch(this.plane, this.material);
  readonly mesh = this.batch.mesh;

  constructor() {
    this.mesh.renderOrder = 1;
  }

  begin(): void {
    this.batch.begin();
  }

  /** What somebody casts who stands there, `size` times as large as others, seen to this share. */
  add(x: number, y: number, z: number, yaw: number, size = 1, share = 1): void {
    this.batch.add(x, y, z, yaw, WIDE_M * size, LONG_M * size, BODY * share);
  }

  /** Of a figure as it is posed now. */
  cast(figure: Figure, animator: Animator): void {
    const { pose, bodyYaw, drawn, leaving, share, presence } = figure;
    const comes = (leaving === Level.none ? share : 1) * presence;
    this.add(pose[Field.x], pose[Field.y], pose[Field.z], bodyYaw, animator.size, comes);
    const jointed = (drawn >= Level.middle ? share : 0) + (leaving >= Level.middle ? 1 - share : 0);
    if (jointed > 0) for (let side = 0; side < 2; side++) this.foot(figure, animator, side, jointed * presence);
  }

  end(): void {
    this.batch.end();
  }

  dispose(): void {
    this.batch.dispose();
    this.plane.dispose();
    this.material.dispose();
  }

  private foot({ pose, bodyYaw }: Figure, animator: Animator, side: number, share: number): void {
    const { body, size } = animator;
    const foot = FEET[side];
    animator.joint(foot.ankle, ankle);
    animator.joint(foot.toes, toes);
    const up = Math.min(ankle[1] - body.ankleHeight * size, toes[1] - (body.ankleHeight + body.rest[foot.toes * 3 + 1]) * size);
    const near = Math.max(0, 1 - Math.max(0, up) / LIFTED_M);
    if (near === 0) return;
    const x = (ankle[0] + toes[0]) / 2, z = (ankle[2] + toes[2]) / 2;
    const yaw = Math.atan2(ankle[0] - toes[0], ankle[2] - toes[2]);
    const sin = Math.sin(bodyYaw), cos = Math.cos(bodyYaw);
    this.batch.add(
      pose[Field.x] + x * cos + z * sin, pose[Field.y], pose[Field.z] - x * sin + z * cos, bodyYaw + yaw,
      FOOT_WIDE_M * size, FOOT_LONG_M * size, FOOT * near * share,
    );
  }
}
