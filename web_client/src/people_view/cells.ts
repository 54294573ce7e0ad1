// A contact sheet: small pictures side by side on one canvas, each seen by a camera of its own, so that all are seen from
// the same side; a caption stands in each.
import { Vector3 } from 'three';
import type { Stage } from '../scene/stage';
import './cells.css';

const FOV = 16; // a long lens: nobody's nose is larger than they are used to

export interface Cell {
  readonly caption: string;
  /** The middle of what is seen, and how many metres fit from top to bottom. */
  readonly middle: Vector3;
  readonly high: number;
}

/** Draws them row by row; what it took, as texts for the page's own state. */
export function drawCells({ renderer, scene, camera, rig, canvas }: Stage, cells: readonly Cell[], columns: number): Record<string, string> {
  const rows = Math.ceil(cells.length / columns);
  const [width, height] = [canvas.clientWidth / columns, canvas.clientHeight / rows];
  camera.fov = FOV;
  camera.aspect = width / height;
  camera.updateProjectionMatrix();
  renderer.setScissorTest(true);
  let calls = 0;
  let triangles = 0;
  cells.forEach(({ middle, high }, i) => {
    const left = (i % columns) * width;
    const bottom = canvas.clientHeight - (Math.floor(i / columns) + 1) * height;
    renderer.setViewport(left, bottom, width, height);
    renderer.setScissor(left, bottom, width, height);
    camera.position.copy(middle);
    camera.position.z += high / 2 / Math.tan((FOV * Math.PI) / 360);
    camera.lookAt(middle);
    rig.updateMatrixWorld(true);
    renderer.render(scene, camera);
    calls += renderer.info.render.calls;
    triangles += renderer.info.render.triangles;
  });
  renderer.setScissorTest(false);
  caption(cells, columns);
  return { calls: String(calls), triangles: String(triangles) };
}

function caption(cells: readonly Cell[], columns: number): void {
  const list = document.createElement('ol');
  list.className = 'captions';
  list.style.setProperty('--columns', String(columns));
  for (const cell of cells) {
    const item = document.createElement('li');
    item.textContent = cell.caption;
    list.append(item);
  }
  document.body.append(list);
}
