// Dims the edge of the view while one is moved, so that what one sees at its side does not stream by. It comes and goes
// slowly: nothing flashes.
import { BackSide, type Quaternion, Mesh, ShaderMaterial, SphereGeometry, type Vector3 } from 'three';

const ORDER = 2000; // over all there is
const COMES_PER_S = 4.5;
const GOES_PER_S = 2.5;
const INNER_RAD = 0.46;
const OUTER_RAD = 0.8;
const MOST = 0.96;

const VERTEX = `
varying vec3 way;
void main() {
  way = position;
  gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
}`;
const FRAGMENT = `
uniform float share;
varying vec3 way;
void main() {
  float angle = acos(clamp(-normalize(way).z, -1.0, 1.0));
  gl_FragColor = vec4(0.015, 0.03, 0.035, share * smoothstep(${INNER_RAD.toFixed(3)}, ${OUTER_RAD.toFixed(3)}, angle));
}`;

export class Vignette {
  readonly mesh: Mesh<SphereGeometry, ShaderMaterial>;
  /** How much is dimmed, 0 to 1. */
  share = 0;

  constructor() {
    const material = new ShaderMaterial({
      uniforms: { share: { value: 0 } }, vertexShader: VERTEX, fragmentShader: FRAGMENT,
      side: BackSide, transparent: true, depthTest: false, depthWrite: false, toneMapped: false,
    });
    this.mesh = new Mesh(new SphereGeometry(1, 24, 16), material);
    this.mesh.renderOrder = ORDER;
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
  }

  /** About the head; `moved`: how much one is moved, 0 to 1. */
  step(moved: number, head: { readonly position: Vector3; readonly rotation: Quaternion }, seconds: number): void {
    const most = (moved > this.share ? COMES_PER_S : GOES_PER_S) * seconds;
    this.share += Math.max(-most, Math.min(most, moved - this.share));
    this.mesh.visible = this.share > 0;
    this.mesh.material.uniforms['share'].value = this.share * MOST;
    this.mesh.position.copy(head.position);
    this.mesh.quaternion.copy(head.rotation);
  }
}
