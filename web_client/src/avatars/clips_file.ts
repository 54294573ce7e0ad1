// Reads clips.glb: glTF's sparse key frames become evenly spaced ones.
import type { AnimationClip, KeyframeTrack } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { MeshoptDecoder } from 'three/addons/libs/meshopt_decoder.module.js';
import { Clip, ClipSet, type ClipTraits, FRAMES_PER_S } from './clips';
import { JOINT_COUNT, JOINTS, REFERENCE_REST } from './skeleton';

const PLAIN: ClipTraits = { loop: false, stride: 0, duty: 1, mask: 'full', marks: {}, absoluteHips: false };

/** The bytes of clips.glb to all its clips. */
export async function readClips(bytes: ArrayBuffer): Promise<ClipSet> {
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  const { animations } = await loader.parseAsync(bytes, '');
  return new ClipSet(animations.map(clipOf));
}

function clipOf(animation: AnimationClip): Clip {
  const traits = { ...PLAIN, ...(animation.userData?.['vbranch'] as Partial<ClipTraits> | undefined) };
  const frames = Math.max(2, Math.round(animation.duration * FRAMES_PER_S) + 1);
  const rotations = new Float32Array(frames * JOINT_COUNT * 4);
  for (let i = 3; i < rotations.length; i += 4) rotations[i] = 1;
  const hips = new Float32Array(frames * 3);
  for (let i = 0; i < hips.length; i++) hips[i] = REFERENCE_REST[i % 3];
  for (const track of animation.tracks) {
    const dot = track.name.lastIndexOf('.');
    const joint = JOINTS.indexOf(track.name.slice(0, dot));
    const property = track.name.slice(dot + 1);
    if (joint < 0) throw new Error(`clip ${animation.name} moves ${track.name}, which is no joint`);
    if (property === 'quaternion') resample(track, frames, rotations, joint * 4, JOINT_COUNT * 4, 4);
    else if (property === 'position' && joint === 0) resample(track, frames, hips, 0, 3, 3);
  }
  oneSided(rotations);
  return new Clip(animation.name, traits, frames, rotations, hips);
}

/** What three gives a track by the kind of its interpolation, and its types do not tell. */
type Interpolated = KeyframeTrack & { createInterpolant(): { evaluate(time: number): ArrayLike<number> } };

function resample(track: KeyframeTrack, frames: number, out: Float32Array, at: number, step: number, size: number): void {
  const moment = (track as Interpolated).createInterpolant();
  for (let frame = 0; frame < frames; frame++) {
    const values = moment.evaluate(frame / FRAMES_PER_S);
    for (let k = 0; k < size; k++) out[frame * step + at + k] = values[k];
  }
}

/** q and -q are one rotation: each frame takes the one that is nearer to the frame before. */
function oneSided(rotations: Float32Array): void {
  const size = JOINT_COUNT * 4;
  for (let i = size; i < rotations.length; i += 4) {
    const b = i - size;
    let dot = 0;
    for (let k = 0; k < 4; k++) dot += rotations[i + k] * rotations[b + k];
    if (dot >= 0) continue;
    for (let k = 0; k < 4; k++) rotations[i + k] *= -1;
  }
}
