// One small rotation added to another, in place.

/** `q` (x, y, z, w) is turned by `angle` radians about the unit axis (ax, ay, az) of the room; it stays unit. */
export function premultiplyTurn(q: Float64Array, ax: number, ay: number, az: number, angle: number): void {
  const sin = Math.sin(angle / 2);
  const bx = ax * sin;
  const by = ay * sin;
  const bz = az * sin;
  const bw = Math.cos(angle / 2);
  const [x, y, z, w] = q;
  const nx = bw * x + bx * w + by * z - bz * y;
  const ny = bw * y - bx * z + by * w + bz * x;
  const nz = bw * z + bx * y - by * x + bz * w;
  const nw = bw * w - bx * x - by * y - bz * z;
  const length = Math.hypot(nx, ny, nz, nw);
  q[0] = nx / length;
  q[1] = ny / length;
  q[2] = nz / length;
  q[3] = nw / length;
}
