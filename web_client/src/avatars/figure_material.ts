// How figures are drawn: one instance a person, moved by joints out of a texture, coloured by zones out of another.
import { type DataTexture, DoubleSide, type Material, MeshLambertMaterial, MeshStandardMaterial, type Texture } from 'three';
import type { Quality } from '../scene/quality';
import { patchShader, swap } from '../scene/shader_patch';

const VERTEX_HEAD = /* glsl */ `
attribute vec4 skinIndex;
attribute vec4 skinWeight;
attribute float _zone;
attribute vec4 place; // x y z of the feet, heading
attribute vec4 state; // row of the pose, row of the colours, share that is shown, metres within which it fades
uniform highp sampler2D poses;
uniform sampler2D tones;
varying vec3 vTone;
varying float vRough;
varying float vShare;
vec4 poseRow( float joint, int part ) {
  return texelFetch( poses, ivec2( int( joint + 0.5 ) * 3 + part, int( state.x + 0.5 ) ), 0 );
}
vec4 blended( int part ) {
  return poseRow( skinIndex.x, part ) * skinWeight.x + poseRow( skinIndex.y, part ) * skinWeight.y
    + poseRow( skinIndex.z, part ) * skinWeight.z + poseRow( skinIndex.w, part ) * skinWeight.w;
}
`;
const NORMAL = /* glsl */ `
vec4 bone0 = blended( 0 ), bone1 = blended( 1 ), bone2 = blended( 2 );
float headingSin = sin( place.w ), headingCos = cos( place.w );
vec3 objectNormal = normalize( vec3( dot( bone0.xyz, normal ), dot( bone1.xyz, normal ), dot( bone2.xyz, normal ) ) );
objectNormal.xz = vec2( objectNormal.x * headingCos + objectNormal.z * headingSin, objectNormal.z * headingCos - objectNormal.x * headingSin );
vec4 tone = texelFetch( tones, ivec2( int( _zone + 0.5 ), int( state.y + 0.5 ) ), 0 );
vTone = tone.rgb;
vRough = tone.a;
vShare = state.z;
`;
const PLACE = /* glsl */ `
vec4 bound = vec4( position, 1.0 );
vec3 transformed = vec3( dot( bone0, bound ), dot( bone1, bound ), dot( bone2, bound ) );
transformed.xz = vec2( transformed.x * headingCos + transformed.z * headingSin, transformed.z * headingCos - transformed.x * headingSin );
transformed += place.xyz;
if ( state.w > 0.0 ) vShare = 2.0 + smoothstep( 0.7, 1.0, distance( transformed, cameraPosition ) / state.w ); // one's own body
`;
// Who comes is shown in ever more points of a fixed pattern, who goes in the others (share below 0).
const FRAGMENT_HEAD = /* glsl */ `
varying vec3 vTone;
varying float vRough;
varying float vShare;
float screenDoor( vec2 at ) {
  return fract( 52.9829189 * fract( dot( floor( at ), vec2( 0.06711056, 0.00583715 ) ) ) ); // interleaved gradient noise
}
`;
const FADE = /* glsl */ `
float share = vShare;
if ( share > 1.5 ) { // one's own body: one looks down on it, not into it
  if ( ! gl_FrontFacing ) discard;
  share -= 2.0;
}
if ( share < 0.999 ) {
  float door = screenDoor( gl_FragCoord.xy );
  if ( share >= 0.0 ? door >= share : door < 1.0 + share ) discard;
}
`;

/** What a material reads besides its own: the poses of these figures and everybody's colours. */
export interface FigureTextures {
  readonly poses: DataTexture;
  readonly tones: DataTexture;
  readonly picture: Texture | null;
}

export function figureMaterial(quality: Quality, { poses, tones, picture }: FigureTextures): Material {
  const common = { vertexColors: true, map: picture, side: DoubleSide }; // cloth and hair are seen from inside as well
  const material =
    quality === 'low' ? new MeshLambertMaterial(common) : new MeshStandardMaterial({ ...common, metalness: 0 });
  patchShader(material, 'figure', (shader) => {
    shader.uniforms['poses'] = { value: poses };
    shader.uniforms['tones'] = { value: tones };
    let vertex = shader.vertexShader;
    vertex = swap(vertex, '#include <common>', `#include <common>\n${VERTEX_HEAD}`);
    vertex = swap(vertex, '#include <beginnormal_vertex>', NORMAL);
    shader.vertexShader = swap(vertex, '#include <begin_vertex>', PLACE);
    let fragment = shader.fragmentShader;
    fragment = swap(fragment, '#include <common>', `#include <common>\n${FRAGMENT_HEAD}`);
    fragment = swap(fragment, '#include <color_fragment>', `#include <color_fragment>\n${FADE}diffuseColor.rgb *= vTone;`);
    if (quality === 'high')
      fragment = swap(fragment, '#include <roughnessmap_fragment>', 'float roughnessFactor = vRough;');
    shader.fragmentShader = fragment;
  });
  return material;
}
