// Which quality a device gets: asked for in the address, chosen before, or guessed from the graphics driver.

export type Quality = 'low' | 'high';

const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

function isQuality(value: string | null): value is Quality {
  return value === 'low' || value === 'high';
}

/** A WebGL 2 context to look at, or null when there is none. Its canvas is thrown away. */
function trialContext(): WebGL2RenderingContext | null {
  try {
    return document.createElement('canvas').getContext('webgl2');
  } catch {
    return null;
  }
}

/** The driver's name as far as the browser tells; null when there is no WebGL at all. */
export function graphicsDriver(): string | null {
  const gl = trialContext();
  if (!gl) return null;
  const name = String(gl.getParameter(gl.RENDERER));
  const detail = gl.getExtension('WEBGL_debug_renderer_info');
  const driver = detail ? String(gl.getParameter(detail.UNMASKED_RENDERER_WEBGL)) : name;
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return driver;
}

/** What is known before the first picture: asked for, chosen, found out on an earlier visit, or by the driver's name. */
export interface Grounds {
  /** The page's query. */
  readonly search: string;
  readonly chosen: 'auto' | Quality;
  readonly measured: Quality | null;
  /** As `graphicsDriver` found it. */
  readonly driver: string;
}

export function chooseQuality({ search, chosen, measured, driver }: Grounds): Quality {
  const asked = new URLSearchParams(search).get('quality');
  if (isQuality(asked)) return asked;
  if (chosen !== 'auto') return chosen;
  return measured ?? (SOFTWARE.test(driver) ? 'low' : 'high');
}
